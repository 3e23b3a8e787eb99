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


def snippet(text: str, words: Sequence[str]) -> list[Json]:
    """Return the surroundings of the first hit as [{text, hit}]; the beginning of the text when nothing hits."""
    text = text[:MAX_CHARS]
    first = next((match.start() for match in words_of(text) if _hits(match, words)), 0)
    start, end = _window(text, first)
    parts = _parts(text, start, end, words)
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


def _parts(text: str, start: int, end: int, words: Sequence[str]) -> list[Json]:
    parts: list[Json] = []
    done = start
    for match in words_of(text[:end]):
        if match.start() < start or not _hits(match, words):
            continue
        _add(parts, text[done : match.start()], hit=False)
        _add(parts, match.group(), hit=True)
        done = match.end()
    _add(parts, text[done:end], hit=False)
    return parts


def _add(parts: list[Json], text: str, *, hit: bool) -> None:
    if text:
        parts.append({"text": re.sub(r"\s+", " ", text), "hit": hit})


def _hits(match: re.Match[str], words: Sequence[str]) -> bool:
    found = fold(match.group())
    return any(found == word or (len(word) > 1 and found.startswith(word)) or found in forms_of(word) for word in words)
