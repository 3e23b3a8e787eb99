"""How SQLite carries out what a question asks."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from helpdesk import db


def plans_of(ask: Callable[[Session], object]) -> list[str]:
    """Return how SQLite carries out each statement."""
    asked: list[tuple[str, Any]] = []  # with its parameters
    engine = db.current().reads
    listen = (
        "before_cursor_execute",
        lambda _c, _cur, statement, parameters, *_: asked.append((statement, parameters)),
    )
    event.listen(engine, *listen)
    with db.reading() as session:
        ask(session)
        event.remove(engine, *listen)
        return [
            str(session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())
            for statement, parameters in asked
            if statement.startswith("SELECT")
        ]
