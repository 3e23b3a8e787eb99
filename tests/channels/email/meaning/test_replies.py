"""The new words of mails of many programs and languages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.folding import fold
from channels.email.html_text import html_to_text
from channels.email.parse import parse_email

TEXTS = sorted(Path(__file__).parent.joinpath("replies").glob("*.txt"))
PAGES = sorted(Path(__file__).parent.joinpath("pages").glob("*.html"))

# What mail programs write, in any order, to bring the rules into each other's way.
LINES = [
    *(
        "",
        " ",
        "> quoted",
        ">",
        ">> deeper",
        "own words",
        "-- ",
        "--",
        "Sent from my iPhone",
        "________________________________",
    ),
    *("On 4 March 2024 Anna <anna@firm.example> wrote:", "Anna schrieb am 04.03.2024:", "-----Original Message-----"),
    *(
        "---------- Forwarded message ---------",
        "From: Anna <anna@firm.example>",
        "Sent: Monday",
        "To: Vera",
        "Subject: Lamp",
    ),
    *(
        "От: Анна",
        "Тема: Лампа",
        "This email is confidential",
        "Unsubscribe:",
        "a: b",
        "<anna@firm.example>:",
        ">From here",
    ),
]
mails = st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=30).map("\n".join)


def read(path: Path) -> tuple[str, str]:
    text, _, expected = path.read_text(encoding="utf-8").partition("\n~~~~\n")
    assert expected, path.name
    return text, expected.strip()


def test_there_are_samples() -> None:
    assert len(TEXTS) >= 60
    assert len(PAGES) >= 15


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_reply_of_a_plain_mail_is_what_its_writer_wrote(path: Path) -> None:
    text, expected = read(path)

    assert fold(text).reply.strip() == expected


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_reply_of_a_page_is_what_its_writer_wrote(path: Path) -> None:
    html, expected = read(path)

    assert fold(html_to_text(html), html=html).reply.strip() == expected


def test_quote_is_found_by_the_page_when_no_language_tells_it() -> None:
    plain = "Kahi\n\nBhala nge-4 kaMashi ka-2024, uSupport wabhala wathi\n\nWhich one do you want?"
    html = '<div>Kahi</div><div class="gmail_quote">Bhala nge-4 kaMashi ka-2024, uSupport wabhala wathi<p>Which one do you want?</p></div>'

    assert fold(plain).reply == plain
    assert fold(plain, html=html).reply == "Kahi"


def test_nothing_is_cut_from_the_text_that_is_folded() -> None:
    raw = b"Content-Type: text/plain\n\nYes.\n\nOn 4 March 2024 Anna <a@firm.example> wrote:\n> Well?\n\n-- \nVera"

    mail = parse_email(raw)

    assert mail.reply == "Yes."
    assert [mail.text[start:end] for start, end, _ in mail.folds] == [
        "On 4 March 2024 Anna <a@firm.example> wrote:\n> Well?",
        "-- \nVera",
    ]
    assert [kind for *_, kind in mail.folds] == ["quote", "signature"]


def test_forwarded_text_without_own_words_is_not_folded() -> None:
    folding = fold("---------- Forwarded message ---------\nFrom: A <a@firm.example>\nSubject: s\n\nIt broke.")

    assert folding.reply == "It broke."
    assert folding.folds == ()


@given(mails)
def test_reply_is_never_empty_when_the_mail_is_not(text: str) -> None:
    assert bool(fold(text).reply.strip()) == bool(text.strip())


@given(mails)
def test_every_line_of_a_reply_stands_in_the_mail(text: str) -> None:
    lines = {line.strip() for line in text.split("\n")}

    assert {line.strip() for line in fold(text).reply.split("\n")} <= lines | {""}


@given(mails, st.sampled_from(["", '<p>own words</p><div class="gmail_quote">quoted words here</div>']))
def test_folds_are_ordered_and_inside_the_text(text: str, html: str) -> None:
    last = 0
    for start, end, kind in fold(text, html=html).folds:
        assert last <= start < end <= len(text)
        assert kind in ("quote", "signature", "forward")
        assert start == 0 or text[start - 1] == "\n"
        last = end


@given(mails)
def test_reply_of_a_reply_folds_nothing_more_that_is_quoted(text: str) -> None:
    folding = fold(text)
    if any(kind == "quote" for *_, kind in folding.folds):
        assert all(not line.startswith("> ") for line in folding.reply.split("\n"))
