"""Other forms of a word that was typed: its stem with the endings of its kind, in English, Russian and Ukrainian.

The index keeps words as they were written; only questions are widened, so that taking in a message costs nothing more.
Endings rather than beginnings of stems: "дела" shall find "делу", never "делать".
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

MIN_STEM: Final = 3
MIN_WORD: Final = 4
VOWELS: Final = frozenset("аеиоуыэюяіїє")
_english = re.compile(r"[a-z]+")
_cyrillic = re.compile(r"[а-яіїєґ]+")


def _kinds(*endings: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.replace("-", " ").split(" ")) for line in endings)


# Each line is one kind of word; a lone "-" is the ending of nothing. Words are folded: е for ё, no apostrophes.
RUSSIAN: Final = _kinds(
    "- а о у ы и е ой ою ом ов ам ами ах",
    "ь й я ю и е ей ею ем ью ев ям ями ях",
    "ие ия ию ием ии ий ией иям иями иях",
    "ый ой ая ое ого ому ым ом ую ые ых ыми",
    "ий ая яя ое ее ого его ому ему им ой ей ую юю ие их ими",
    "ать аю аешь ает аем аете ают ал ала ало али ай айте ан ана ано аны",
    "ить ю лю у ишь ит им ите ят ат ил ила ило или и ено ен ена ены",
    "уть у ешь ет ем ете ут ул ула уло ули и ите",
    "овать ую уешь ует уем уете уют овал овала овало овали уй уйте",
    "еть ею еешь еет еем еют ел ела ело ели ит ят",
)
UKRAINIAN: Final = _kinds(
    "- а о у и і е ою ом ів ам ами ах ові",
    "ь й я ю і ї е ею єю ем єм ей їв ів ям ями ях єві еві",
    "ий ій а е ого ому им ім ої у ою і их ими",
    "ати аю аєш ає аємо аєте ають ав ала ало али ай айте",
    "ити ю лю у иш ить имо ите ать ять лять ив ила ило или и іть",
    "ути у еш е емо ете уть ув ула уло ули и іть",
    "увати ую уєш ує уємо уєте ують ував увала увало ували уй уйте",
    "іти ію ієш іє іємо ієте іють ів іла іло іли",
)
ENGLISH: Final = _kinds("- s ed ing er ers", "e es ed ing er ers", "y ies ied ying")
INFINITIVES: Final = frozenset(["ать", "ить", "уть", "овать", "еть", "ати", "ити", "ути", "увати", "іти"])
REFLEXIVE: Final = ("ся", "сь")
SOFTER: Final = {"к": "ц", "г": "з", "х": "с"}  # посилка, посилці
HARDER: Final = {"ці": "к", "зі": "г", "сі": "х"}
FLEETING: Final = "кгцл"  # посылка, посылок; деньги, денег


@lru_cache(maxsize=4_096)
def forms_of(word: str) -> frozenset[str]:
    """Return the other forms a folded word may have, at most some tens, most of them real; none of numbers and names with digits.

    The word itself, and what it begins, are not among them: they are found anyway.
    """
    if len(word) < MIN_WORD:
        return frozenset()
    if _english.fullmatch(word):
        return frozenset(_english_forms(word)) - {word}
    if _cyrillic.fullmatch(word):
        return frozenset(_cyrillic_forms(word)) - {word}
    return frozenset()


def _english_forms(word: str) -> Iterator[str]:
    for stem, endings in _taken_apart(word, ENGLISH):
        yield from (stem + ending for ending in endings)
        if len(stem) > MIN_STEM and stem[-1] == stem[-2]:  # cancelled, stopped
            yield from (stem[:-1] + ending for ending in ENGLISH[0])


def _cyrillic_forms(word: str) -> Iterator[str]:
    if word.endswith(REFLEXIVE):
        for form in _cyrillic_forms(word[:-2]):
            yield form + ("сь" if form[-1] in VOWELS else "ся")
        return
    kinds = _kinds_of(word)
    if hard := HARDER.get(word[-2:]):
        yield from (word[:-2] + hard + ending for ending in kinds[0])
        yield from _changed(word[:-2] + hard, kinds[0])
    for stem, endings in _taken_apart(word, kinds):
        yield from (stem + ending for ending in endings)
        if "" in endings or "ь" in endings:
            yield from _changed(stem, endings)


def _kinds_of(word: str) -> tuple[frozenset[str], ...]:
    letters = set(word)
    if letters & set("ыэъ"):
        return RUSSIAN
    return UKRAINIAN if letters & set("іїєґ") else RUSSIAN + UKRAINIAN


def _taken_apart(word: str, kinds: tuple[frozenset[str], ...]) -> list[tuple[str, frozenset[str]]]:
    """Return stem and endings for each kind with the longest ending that fits; an ending of nothing fits nobody.

    What a word without an ending could become begins with it, and is found by that.
    """
    found: list[tuple[int, str, frozenset[str]]] = []
    for endings in kinds:
        shortest = 2 if endings & INFINITIVES else 1  # "деньги" is no imperative
        fits = [len(one) for one in endings if shortest <= len(one) <= len(word) - MIN_STEM and word.endswith(one)]
        if fits:
            found.append((max(fits), word[: -max(fits)], endings))
    longest = max((length for length, _, _ in found), default=0)
    whole = [(word, endings) for endings in kinds if "" in endings and longest == 0]
    return [(stem, endings) for length, stem, endings in found if length == longest] + whole


def _changed(stem: str, endings: frozenset[str]) -> Iterator[str]:
    """Return what becomes of a noun's stem: посылок, посылк-; денег, деньг-; замовлень, замовленн-; посилці."""
    last, before = stem[-1], stem[-2]
    if last in VOWELS:
        return
    if before == last:
        yield stem[:-1] + "ь"
    elif "ь" in endings and last == "н":
        yield from (stem + last + ending for ending in endings)
    elif before == "ь":
        yield stem[:-2] + "е" + last
    elif before not in VOWELS and last in FLEETING:
        yield from (stem[:-1] + vowel + last for vowel in "ое")
    elif before in "ое" and last in FLEETING and stem[-3] not in VOWELS:
        short = stem[:-2] + ("ь" if last == "г" else "") + last
        yield from (short + ending for ending in endings)
        yield from (short[:-1] + soft + "і" for soft in SOFTER.get(last, ""))
    if last in SOFTER:
        yield stem[:-1] + SOFTER[last] + "і"
