"""How many rows have some words, as PostgreSQL's own statistics know it; nothing is asked of the database for that."""

import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

KNOWN_FOR_S: Final = 300.0
UNKNOWN_FOR_S: Final = 10.0  # of a table that was never looked through
_ROWS: Final = text(
    "SELECT reltuples, pg_sequence_last_value(pg_get_serial_sequence(relname, 'id')::regclass)"
    " FROM pg_class WHERE oid = CAST(:name AS regclass)"
)
# Arrays of any type become text only by way of text. The array of frequencies ends with their least, most and the empty.
_WORDS: Final = text(
    "SELECT CAST(CAST(most_common_elems AS text) AS text[]), most_common_elem_freqs FROM pg_stats"
    " WHERE schemaname = current_schema() AND tablename = :name AND attname = 'search_words'"
)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """rows: of the table, 0 if unknown; last_id: the newest, or one before it; words: the most frequent, in their order.

    parts: which part of all rows has each of them.
    """

    rows: float
    last_id: int
    words: Sequence[str]
    parts: Sequence[float]
    read_at: float = field(default_factory=time.monotonic)

    def of(self, word: str) -> float:
        """Return which part of the rows has a word, 0 for what is not frequent."""
        at = bisect_left(self.words, word)
        return self.parts[at] if at < len(self.words) and self.words[at] == word else 0.0

    def of_beginning(self, word: str) -> float:
        """Return which part of the rows has a word that begins like this."""
        missed, at = 1.0, bisect_left(self.words, word)
        while at < len(self.words) and self.words[at].startswith(word):
            missed *= 1.0 - self.parts[at]
            at += 1
        return 1.0 - missed

    @property
    def is_fresh(self) -> bool:
        """Whether it need not be read anew."""
        return time.monotonic() < self.read_at + (KNOWN_FOR_S if self.rows > 0 else UNKNOWN_FOR_S)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word that was typed: itself or what it begins, or any of its other forms."""

    word: str
    is_beginning: bool
    forms: Sequence[str]

    def part(self, known: Frequencies) -> float:
        """Return which part of the rows has it."""
        own = known.of_beginning(self.word) if self.is_beginning else known.of(self.word)
        return 1.0 - (1.0 - own) * prod(1.0 - known.of(form) for form in self.forms)


_known: Final[WeakKeyDictionary[Engine, dict[str, Frequencies]]] = WeakKeyDictionary()


def frequencies(session: Session, name: str) -> Frequencies:
    """Return what is known of a table's words; read once in five minutes."""
    connection = session.connection()
    known = _known.setdefault(connection.engine, {})
    if name not in known or not known[name].is_fresh:
        known[name] = _read(connection.execute, name)
    return known[name]


def expected(known: Frequencies, wanted: Sequence[Wanted]) -> tuple[float, float]:
    """Return how many rows have all of these, as if words had nothing to do with each other, and at most."""
    parts = [one.part(known) for one in wanted]
    return known.rows * prod(parts), known.rows * min(parts)


def _read(ask: Callable[..., Any], name: str) -> Frequencies:  # of a connection
    rows, last_id = ask(_ROWS, {"name": name}).one()
    found = ask(_WORDS, {"name": name}).one_or_none()
    words, parts = found if found and found[0] else ([], [])
    pairs = sorted(zip(words, parts, strict=False))
    return Frequencies(
        rows=max(0.0, float(rows)),
        last_id=last_id or 0,
        words=[word for word, _ in pairs],
        parts=[float(part) for _, part in pairs],
    )
