"""Which of the desk's languages a text is in: English, Russian or Ukrainian."""

import re
from functools import lru_cache
from typing import Final

from routing.folding import KNOWN_WORDS, may_hold_addresses
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
    words = _words(text[:MAX_CHARACTERS])
    if not words:
        return prior
    counted = [_letters(word) for word in words]
    letters = sum(map(len, words))
    cyrillic, latin = sum(cyrillic for cyrillic, _ in counted), sum(latin for _, latin in counted)
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


def _words(text: str) -> list[str]:
    if "#" in text or "/" in text or may_hold_addresses(text):  # looking for it takes far longer
        text = _NO_TEXT.sub(" ", text)
    words: list[str] = []
    for piece in text.split():
        words += _words_in(piece)
    return words


@lru_cache(maxsize=KNOWN_WORDS)
def _words_in(piece: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(piece))


@lru_cache(maxsize=KNOWN_WORDS)
def _letters(word: str) -> tuple[int, int]:
    """Count a word's letters of the one alphabet and of the other."""
    return sum(map(len, _CYRILLIC.findall(word))), sum(map(len, _LATIN.findall(word)))


def _is_phrase(latin: list[str], cyrillic: list[str]) -> bool:
    """Whether the Latin words are an English text in which a Cyrillic name occurs, not the other way round."""
    return english_words(latin) >= max(_ENGLISH_PHRASE, len(cyrillic))


def _english_or_prior(words: list[str], prior: str) -> str:
    if prior in ("ru", "uk") and len(words) <= 2 and not english_words(words):
        return prior
    return "en" if is_english(words) else ""
