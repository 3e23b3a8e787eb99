"""Long texts in several messages: cut where a reader would pause, never inside a symbol or, if it can be helped, an entity. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from channels.telegram.formatting import Entity, Formatted, cut, units

MAX_UNITS: Final = 4096
MAX_ENTITIES: Final = 100
# From the best pause to the worst.
PAUSES: Final = tuple(re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"(?<=[.!?…])\s+", r"\s+"))
# What belongs to the character before it.
JOINED: Final = re.compile(r"[\u0300-\u036f\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


def split(whole: Formatted, *, limit: int = MAX_UNITS) -> list[Formatted]:
    """Return a text in parts of at most `limit` UTF-16 units and 100 entities; none for one of white space alone."""
    parts: list[Formatted] = []
    text, entities = whole.text, list(whole.entities)
    at, end = 0, units(whole.text)
    for stop in _stops(text, entities, limit):
        part = cut(text, entities, at, stop)
        at = stop
        if part.text:
            parts += [part]
    rest = cut(text, entities, at, end)
    return [*parts, rest] if rest.text else parts


def _stops(text: str, entities: Sequence[Entity], limit: int) -> Iterator[int]:
    """Yield where parts end, but for the last."""
    places = _places(text)
    at, first = 0, 0  # in units, in characters
    total = units(text)
    while total - at > limit or _count(entities, at, total) > MAX_ENTITIES:
        last = first
        while (
            last < len(text)
            and places[last + 1] - at <= limit
            and _count(entities, at, places[last + 1]) <= MAX_ENTITIES
        ):
            last += 1
        last = _pause(text, first, max(last, first + 1), places, entities)
        at, first = places[last], last
        yield at


def _places(text: str) -> list[int]:
    """Return for each character where it begins in units, and where the last one ends."""
    places, at = [0], 0
    for character in text:
        at += 2 if character > "\uffff" else 1
        places.append(at)
    return places


def _count(entities: Sequence[Entity], start: int, end: int) -> int:
    if len(entities) <= MAX_ENTITIES:
        return 0
    return sum(one.start < end and one.end > start for one in entities)


def _pause(text: str, first: int, last: int, places: Sequence[int], entities: Sequence[Entity]) -> int:
    """Return where to cut between two characters: the latest good pause outside of entities, else inside of them."""
    if last >= len(text):
        return last
    window = text[first:last]
    earliest = len(window) // 2
    for is_strict in (True, False):
        for pause in PAUSES:
            ends = [first + found.end() for found in pause.finditer(window) if found.start() >= earliest]
            for end in reversed(ends):
                if not is_strict or not _is_inside(places[end], entities):
                    return end
    while last - 1 > first and (JOINED.match(text[last]) or text[last - 1] == "\u200d"):
        last -= 1
    return last


def _is_inside(place: int, entities: Sequence[Entity]) -> bool:
    return any(one.start < place < one.end for one in entities)
