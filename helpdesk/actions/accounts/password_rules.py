"""Which passwords are refused: by length, by what guessers try first, never by kinds of characters."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from typing import Final

from helpdesk.actions.accounts.common_words import KEY_COLUMNS, KEY_ROWS, WORDS

MIN_CHARS: Final = 8
MAX_CHARS: Final = 256
MIN_LEFT: Final = 5  # characters that must be left when sequences, or words of the person, are taken out
MIN_PERSONAL: Final = 4  # shorter names are left alone: they occur inside other words

_LEET: Final = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_STEPS: Final = frozenset(step for row in (*KEY_ROWS, *KEY_COLUMNS) for step in pairwise(row))


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_SIMPLE = "too_simple"
    TOO_COMMON = "too_common"
    PERSONAL = "personal"


def weakness(password: str, *, personal: Iterable[str] = ()) -> Weakness | None:
    """Return why a password is refused, None when it may be used.

    personal: e-mail address, name, name of the desk; their words may be in it but must not be all there is.
    """
    text = unicodedata.normalize("NFKC", password).casefold()
    if len(text) < MIN_CHARS:
        return Weakness.TOO_SHORT
    if len(text) > MAX_CHARS:
        return Weakness.TOO_LONG
    if _is_simple(text):
        return Weakness.TOO_SIMPLE
    if _is_common(text):
        return Weakness.TOO_COMMON
    return Weakness.PERSONAL if _is_personal(text, personal) else None


def _is_simple(text: str) -> bool:
    return len(_without_steps(text)) < MIN_LEFT or _is_repeated(text) or (text.isdigit() and len(text) < 12)


def _without_steps(text: str) -> str:
    """Drop each character that repeats or follows the one before it: 1111, 1234, dcba, qwer."""
    return text[0] + "".join(after for before, after in pairwise(text) if not _is_step(before, after))


def _is_step(before: str, after: str) -> bool:
    return abs(ord(before) - ord(after)) <= 1 or (before, after) in _STEPS or (after, before) in _STEPS


def _is_repeated(text: str) -> bool:
    return (text + text).find(text, 1) < len(text)


def _is_common(text: str) -> bool:
    spoken = text.translate(_LEET)
    words = {re.sub(r"[\W\d_]+", "", form) for form in (text, spoken)} | {spoken.strip(" .,_-#*?")}
    return any(_is_made_of_words(word) for word in words)


def _is_made_of_words(text: str) -> bool:
    """One or two of the words with at most two letters more: passwordxy, helloadmin."""
    starts = [text[:length] for length in range(2, len(text) + 1) if text[:length] in WORDS]
    return any(_is_rest(text[len(start) :]) for start in starts)


def _is_rest(text: str) -> bool:
    return len(text) <= 2 or text in WORDS


def _is_personal(text: str, personal: Iterable[str]) -> bool:
    words = {
        word for phrase in personal for word in re.split(r"[\W_]+", unicodedata.normalize("NFKC", phrase).casefold())
    }
    left = text
    for word in sorted((word for word in words if len(word) >= MIN_PERSONAL), key=len, reverse=True):
        left = left.replace(word, "")
    return left != text and len(re.sub(r"[\W\d_]+", "", left)) < MIN_LEFT
