"""Introductions of quotes with the dates of many languages, broken where mail programs break lines."""

import random
from datetime import UTC, datetime
from textwrap import wrap

import pytest
from babel.dates import format_datetime

from channels.email.folding import fold

# {d} date, {n} name, {a} address, as mail programs of the language put them.
FORMS = {
    "en": ["On {d}, {n} wrote:", "On {d} {n} <{a}> wrote:", "{n} <{a}> wrote on {d}:", "{d}, {n} <{a}>:"],
    "de": ["Am {d} schrieb {n} <{a}>:", "{n} <{a}> schrieb am {d}:", "Am {d} hat {n} <{a}> geschrieben:"],
    "fr": ["Le {d}, {n} <{a}> a écrit :", "{n} <{a}> a écrit le {d} :", "Le {d}, {n} a écrit :"],
    "es": ["El {d}, {n} <{a}> escribió:", "El {d}, {n} ({a}) escribió:"],
    "it": ["Il {d}, {n} <{a}> ha scritto:", "Il giorno {d} {n} <{a}> ha scritto:"],
    "pt": ["Em {d}, {n} <{a}> escreveu:", "{n} <{a}> escreveu no dia {d}:"],
    "nl": ["Op {d} schreef {n} <{a}>:", "Op {d} heeft {n} <{a}> het volgende geschreven:"],
    "pl": ["W dniu {d} {n} <{a}> napisał(a):", "{d} {n} <{a}> napisał(a):", "Dnia {d} {n} <{a}> napisał:"],
    "sv": ["Den {d} skrev {n} <{a}>:", "{d} skrev {n} <{a}>:"],
    "cs": ["{d} odesílatel {n} <{a}> napsal:", "Dne {d} {n} napsal(a):"],
    "tr": ["{n} <{a}>, {d} tarihinde şunu yazdı:"],
    "ru": ["{d}, {n} <{a}>:", "{d} пользователь {n} <{a}> написал:", "{n} <{a}> писал(а) {d}:", "{d}, {n} пишет:"],
    "uk": ["{d} {n} <{a}> пише:", "{d} користувач {n} <{a}> написав:", "{n} <{a}> пише {d}:"],
    "zh": ["{n} <{a}> 于{d}写道：", "在 {d}，{n} <{a}> 写道："],
    "ja": ["{d} {n} <{a}>:", "{d}、{n} <{a}>のメール:"],
    "fi": ["{n} <{a}> kirjoitti {d}:"],
    "hu": ["{n} <{a}> ezt írta (időpont: {d}):"],
    "ko": ["{d}, {n} <{a}>님이 작성:"],
}
DATES = ["short", "medium", "long", "full", "EEE, d MMM y H:mm", "y-MM-dd H:mm"]
NAMES = [
    "Anna Müller",
    "support",
    "Іван Петренко",
    "J. R. Smith-Jones (Sales)",
    "Long Company Name Customer Care Department",
]
OWN = [
    "Thanks, it works now.",
    "Hello Anna,\n\nplease send it to:\n\nMain street 5\n10115 Berlin\n\nBest regards\nVera",
    "Да",
]
QUOTED = ["Which one?", "", "Regards"]


@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize("mark", ["> ", ""], ids=["quoted", "bare"])
def test_introduction_of_any_date_and_name_ends_the_reply(language: str, mark: str) -> None:
    chance = random.Random(language)
    wrong = []
    for number in range(60):
        moment = datetime(
            2009 + number % 18, chance.randint(1, 12), chance.randint(1, 28), chance.randint(0, 23), 15, tzinfo=UTC
        )
        date = format_datetime(moment, chance.choice(DATES), locale=language)
        line = FORMS[language][number % len(FORMS[language])].format(
            d=date, n=chance.choice(NAMES), a="anna@shop.example"
        )
        introduction = chance.choice([line, "\n".join(wrap(line, 76, break_on_hyphens=False))])
        own = chance.choice(OWN)

        reply = fold(f"{own}\n\n{introduction}\n\n" + "\n".join(mark + text for text in QUOTED)).reply

        if reply.strip() != own:
            wrong.append(introduction)
    assert not wrong
