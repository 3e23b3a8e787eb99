"""The newest rows with some words, read from the index piece by piece."""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from helpdesk.queries.search.index import LAST_ID, newest_hits, walks
from helpdesk.queries.search.questions import Indexed

FIRST: Final = 3  # times what is wanted
NEAR: Final = 500  # most searches end within these
DEEP: Final = 5_000
AMPLE: Final = 1.5  # times what would do if those who may see were spread evenly


class Left(NamedTuple):
    """So many rows (depth) with ids less than `below`."""

    below: int
    depth: int


class Hits:
    """Ids of rows with some words, newest first.

    tickets: whose each message is that was read so far; on SQLite nobody knows without asking.
    is_all: nothing is behind what was given out.
    are_in_order: of ids in the index itself, as SQLite keeps them; it reads further for less.
    """

    def __init__(self, session: Session, indexed: Indexed, words: Sequence[str], limit: int) -> None:
        self._session, self._indexed, self._words = session, indexed, words
        self._first = min(FIRST * limit, NEAR)
        self._below = LAST_ID
        self._given = 0
        self._ahead: list[int] = []  # read already, and not given out
        self._is_read = False
        self.tickets: dict[int, int] = {}
        self.are_in_order = session.get_bind().dialect.name == "sqlite"

    @property
    def is_all(self) -> bool:
        return self._is_read and not self._ahead

    def near(self) -> list[int]:
        """Return the newest: as many as are likely to be enough, or 500 where few are not found sooner."""
        is_walked = walks(self._session, self._indexed, self._words, self._first)
        return self._next(self._first if is_walked else NEAR)

    def further(self, missing: int, share: float) -> list[int]:
        """Return those behind them until 500 were read: so many that `missing` may be seen, if this share of them is."""
        left = NEAR - self._given
        if left < self._first and not self._ahead:
            return []  # the look ahead was short: what is behind it is better read at once
        return self._next(min(left, max(self._first, ceil(AMPLE * missing / share)) if share else left))

    @property
    def left(self) -> Left | None:
        """What is behind all that was read, as far as anybody looks; None if rows are here that were not given out."""
        return None if self._ahead or self._is_read else Left(self._below, DEEP - self._given)

    def deep(self) -> list[int]:
        """Return those behind them, as far as anybody looks."""
        return self._next(DEEP - self._given)

    def _next(self, depth: int) -> list[int]:
        if depth <= 0:
            return []
        if len(self._ahead) < depth and not self._is_read:
            self._read(depth - len(self._ahead))
        ids, self._ahead = self._ahead[:depth], self._ahead[depth:]
        self._given += len(ids)
        return ids

    def _read(self, missing: int) -> None:
        ample = DEEP - self._given - len(self._ahead)
        found = newest_hits(self._session, self._indexed, self._words, missing, below=self._below, ample=ample)
        self._is_read = found.is_all
        self._ahead += [row[0] for row in found.rows]
        if self._ahead:
            self._below = self._ahead[-1]
        if found.has_tickets:
            self.tickets.update(found.rows)
