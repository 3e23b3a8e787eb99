"""Looking for what waits does not read what was ever written: a million messages cost no more than ten."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from channels.outgoing import abandoned, channels_with_work
from helpdesk import db
from tests.cast import Desk

pytestmark = pytest.mark.sqlite


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


@pytest.mark.parametrize("ask", [channels_with_work, lambda session: abandoned(session, 1)], ids=["due", "abandoned"])
def test_what_waits_is_found_by_its_index(desk: Desk, ask: Callable[[Session], object]) -> None:
    (plan,) = plans_of(ask)

    assert "ix_message_undelivered" in plan
