"""The part of a text in which the words were found, with the words marked."""

import re
from collections.abc import Sequence
from typing import Final

from helpdesk.queries.rows import Json
from helpdesk.queries.search.forms import forms_of
from helpdesk.queries.search.words import fold, words_of

BEFORE_CHARS: Final = 40
AFTER_CHARS: Final = 160
MAX_CHARS: Final = 100_000  # no further than the index reads


class Marks:
    """What is marked for some words: they, what begins with them, and their other forms."""

    def __init__(self, words: Sequence[str]) -> None:
        self._whole = frozenset(words).union(*map(forms_of, words))
        self._beginnings = tuple(word for word in words if len(word) > 1)
        self._known: dict[str, bool] = {}  # by the word as it is written: texts that are found together share most

    def hits(self, match: re.Match[str]) -> bool:
        word = match.group()
        known = self._known.get(word)
        if known is None:
            folded = fold(word)
            known = self._known[word] = folded in self._whole or folded.startswith(self._beginnings)
        return known


def snippet(text: str, marks: Marks) -> list[Json]:
    """Return the surroundings of the first hit as [{text, hit}]; the beginning of the text when nothing hits."""
    text = text[:MAX_CHARS]
    first = next((match.start() for match in words_of(text) if marks.hits(match)), 0)
    start, end = _window(text, first)
    parts = _parts(text, start, end, marks)
    if start > 0:
        parts.insert(0, {"text": "…", "hit": False})
    if end < len(text.rstrip()):
        parts.append({"text": "…", "hit": False})
    return parts


def _window(text: str, first: int) -> tuple[int, int]:
    start = 0 if first <= BEFORE_CHARS else first - BEFORE_CHARS
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), first + AFTER_CHARS)
    if end < len(text):
        space = text.rfind(" ", first + 1, end)
        end = space if space > 0 else end
    return start, end


def _parts(text: str, start: int, end: int, marks: Marks) -> list[Json]:
    parts: list[Json] = []
    done = start
    for match in words_of(text, start, end):
        is_tail = match.start() == start > 0 and text[start - 1].isalnum()
        if is_tail or not marks.hits(match):
            continue
        _add(parts, text[done : match.start()], hit=False)
        _add(parts, match.group(), hit=True)
        done = match.end()
    _add(parts, text[done:end], hit=False)
    return parts


def _add(parts: list[Json], text: str, *, hit: bool) -> None:
    if text:
        parts.append({"text": re.sub(r"\s+", " ", text), "hit": hit})
