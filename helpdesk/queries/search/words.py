"""What somebody typed into the search field, taken apart. Nothing typed is ever an error."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

MAX_QUERY_CHARS: Final = 500
MAX_WORDS: Final = 8
MAX_WORD_CHARS: Final = 40
MAX_NUMBER: Final = 2**53
PHONE_DIGITS: Final = range(6, 16)  # E.164 allows 15; fewer than 6 would meet every other number

_word = re.compile(r"[^\W_]+(?:['`´‘’ʼ][^\W_]+)*")
_apostrophe = re.compile("['`´‘’ʼ]")
_address = re.compile(r"[^\s@]+@[^\s@]+")
_phone = re.compile(r"\+?\d[\d\s().\-/]{4,}\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """words: folded, each must match; numbers: tickets meant; phone: digits a telephone number must contain, "" if none."""

    words: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    phone: str = ""
    words_beside_phone: tuple[str, ...] = ()
    is_address: bool = False  # one address and nothing else


def take_apart(query: str) -> Asked:
    """Read a query of any length and any characters; what is beyond 500 characters or 8 words is ignored."""
    text = unicodedata.normalize("NFC", query[:MAX_QUERY_CHARS])
    words = _words(text)
    phone = _phone.search(text)
    digits = _significant(phone.group()) if phone else ""
    if phone is None or len(digits) not in PHONE_DIGITS:
        return Asked(words, _numbers(words), is_address=_address.fullmatch(text.strip()) is not None)
    return Asked(words, _numbers(words), digits, _words(text[: phone.start()] + " " + text[phone.end() :]))


def fold(text: str) -> str:
    """Return a word as the index keeps it: small letters, no apostrophes, ё as е, Latin letters without diacritics."""
    plain = _apostrophe.sub("", text).lower().replace("ё", "е")
    return plain if plain.isascii() else "".join(_base(char) for char in plain)


def words_of(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Iterate over the words of a text between two places, each with its own."""
    return _word.finditer(text, start, end)


def _words(text: str) -> tuple[str, ...]:
    found = (fold(match.group())[:MAX_WORD_CHARS] for match in words_of(text))
    return tuple(dict.fromkeys(word for word in found if word))[:MAX_WORDS]


def _numbers(words: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(int(word) for word in words if word.isascii() and word.isdigit() and int(word) <= MAX_NUMBER)


def _significant(phone: str) -> str:
    """Return the digits people agree on, without an international 00 or a national 0 or 8 in front."""
    digits = "".join(char for char in phone if char.isascii() and char.isdigit())
    if phone.startswith("+"):
        return digits
    if digits.startswith("8") and len(digits) == 11:
        return digits[1:]
    return digits.lstrip("0")


@cache
def _base(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() and base.isalpha() else char
