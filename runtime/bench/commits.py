"""When each ticket was there and when somebody had it, as another reader of the same SQLite file sees commits."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LOOK_EVERY_S: Final = 0.001
_NEW = "SELECT id, assignee_id IS NOT NULL FROM ticket WHERE id > ?"
_OLD = "SELECT id FROM ticket WHERE id = ? AND assignee_id IS NOT NULL"


@dataclass(slots=True)
class Commits:
    """By ticket, seconds on the monotonic clock: a commit is seen at most a millisecond after it."""

    stored: dict[int, float] = field(default_factory=dict)
    assigned: dict[int, float] = field(default_factory=dict)

    def waits_ms(self, after_id: int, upto: int | None) -> list[float | None]:
        """Return how long each of these tickets was there before somebody had it; None: nobody yet."""
        wanted = [id for id in sorted(self.stored) if id > after_id and (upto is None or id <= upto)]
        return [(self.assigned[id] - self.stored[id]) * 1000 if id in self.assigned else None for id in wanted]


@contextmanager
def watched(database: Path) -> Iterator[Commits]:
    """Watch a database until the block ends."""
    seen, done = Commits(), threading.Event()
    thread = threading.Thread(target=_watch, args=(database, seen, done), name="commits", daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join(10)


def _watch(database: Path, seen: Commits, done: threading.Event) -> None:
    version = -1
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as reader:
        while not done.wait(LOOK_EVERY_S):
            # SQLite's own count of what others have committed: far cheaper than asking any table.
            now = reader.execute("PRAGMA data_version").fetchone()[0]
            if now != version:
                version = now
                _look(reader, seen)


def _look(reader: sqlite3.Connection, seen: Commits) -> None:
    at = time.monotonic()
    for id in [id for id in seen.stored if id not in seen.assigned]:
        if reader.execute(_OLD, (id,)).fetchone():
            seen.assigned[id] = at
    for id, is_assigned in reader.execute(_NEW, (max(seen.stored, default=0),)).fetchall():
        seen.stored[id] = at
        if is_assigned:
            seen.assigned[id] = at
