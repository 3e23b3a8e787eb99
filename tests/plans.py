"""How SQLite carries out what a question asks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from helpdesk import db


def plans_of(ask: Callable[[Session], object]) -> list[str]:
    """Return how SQLite carries out each statement."""
    return _plans(ask, db.current().reads, db.reading)


def plans_of_writing(ask: Callable[[Session], object]) -> list[str]:
    """Return how SQLite carries out what is read in a write transaction."""
    return _plans(ask, db.current().writes, db.transaction)


def _plans(
    ask: Callable[[Session], object], engine: Engine, opened: Callable[[], AbstractContextManager[Session]]
) -> list[str]:
    asked: list[tuple[str, Any]] = []  # with its parameters
    listen = (
        "before_cursor_execute",
        lambda _c, _cur, statement, parameters, *_: asked.append((statement, parameters)),
    )
    event.listen(engine, *listen)
    with opened() as session:
        ask(session)
        event.remove(engine, *listen)
        return [
            str(session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())
            for statement, parameters in asked
            if statement.startswith("SELECT")
        ]
