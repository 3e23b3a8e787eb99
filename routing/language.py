"""Which of the desk's languages a text is in: English, Russian or Ukrainian."""

import re
from itertools import chain
from operator import itemgetter
from typing import Final

from routing.folding import may_hold_addresses
from routing.known_words import KnownWords
from routing.language_cyrillic import russian_or_ukrainian
from routing.language_latin import english_words, is_english

LANGUAGES: Final = ("en", "ru", "uk")
MAX_CHARACTERS: Final = 2_000

_NO_TEXT: Final = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#/]\w+", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]+")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")

# Names of products and error messages are Latin in any language; Cyrillic is only written on purpose.
_CYRILLIC_COUNTS: Final = 5
_ENGLISH_PHRASE: Final = 3


def detect_language(text: str, *, prior: str = "") -> str:
    """Tell "en", "ru" or "uk"; "" for another language or when there is nothing to tell it by.

    prior: the language the ticket or the customer used before. It decides when the text has no words at all and
    tips the scales when a short text could be either.
    """
    if prior not in LANGUAGES:
        prior = ""
    pieces = _pieces(text[:MAX_CHARACTERS])
    words = list(chain.from_iterable(map(itemgetter(0), pieces)))
    if not words:
        return prior
    letters, cyrillic, latin = (sum(map(itemgetter(number), pieces)) for number in (1, 2, 3))
    if 2 * (cyrillic + latin) < letters:
        return ""
    if latin == letters:
        return _english_or_prior(words, prior)
    if cyrillic == letters:
        return russian_or_ukrainian(words, prior=prior)
    in_cyrillic = [word for word in words if _CYRILLIC.search(word)]
    in_latin = [word for word in words if _LATIN.search(word) and not _CYRILLIC.search(word)]
    if cyrillic >= latin or (cyrillic * _CYRILLIC_COUNTS >= latin and not _is_phrase(in_latin, in_cyrillic)):
        return russian_or_ukrainian(in_cyrillic, prior=prior)
    return _english_or_prior(in_latin, prior)


_Piece = tuple[tuple[str, ...], int, int, int]  # its words, and how many letters there are: all, of each alphabet


def _pieces(text: str) -> list[_Piece]:
    if "#" in text or "/" in text or may_hold_addresses(text):  # looking for it takes far longer
        text = _NO_TEXT.sub(" ", text)
    return list(map(_known.__getitem__, text.split()))


def _read(piece: str) -> _Piece:
    words = tuple(_WORDS.findall(piece))
    letters = "".join(words)
    return words, len(letters), _count(_CYRILLIC, letters), _count(_LATIN, letters)


_known: Final = KnownWords(_read)


def _count(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))


def _is_phrase(latin: list[str], cyrillic: list[str]) -> bool:
    """Whether the Latin words are an English text in which a Cyrillic name occurs, not the other way round."""
    return english_words(latin) >= max(_ENGLISH_PHRASE, len(cyrillic))


def _english_or_prior(words: list[str], prior: str) -> str:
    if prior in ("ru", "uk") and len(words) <= 2 and not english_words(words):
        return prior
    return "en" if is_english(words) else ""
