"""A search that PostgreSQL ended for its time is tried once more: after a restart it had to read from the disk."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.errors import Unavailable
from helpdesk.queries.search import found, search
from tests.cast import Desk
from tests.stories import visitor_writes


class Ended(Exception):
    """As PostgreSQL's driver tells of a statement that took too long."""

    sqlstate = found.QUERY_CANCELED


class Slow:
    """Ends so many searches at their last question, then lets them be."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.shown = found._shown

    def __call__(self, session: Session, *rest: Any) -> Any:
        if self.times:
            self.times -= 1
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("SELECT pg_sleep(3)"))
            raise OperationalError("SELECT", {}, Ended())
        return self.shown(session, *rest)


def test_what_was_too_slow_once_is_found(either_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    written = visitor_writes(either_desk, "My parcel never arrived")
    monkeypatch.setattr(found, "_shown", Slow(times=1))

    with db.reading() as session:
        answer = search(session, either_desk.cast.anna, "parcel")

    assert [hit["message_id"] for hit in answer["messages"]] == [written.id]


def test_what_is_too_slow_twice_is_said(either_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor_writes(either_desk, "My parcel never arrived")
    monkeypatch.setattr(found, "_shown", Slow(times=2))

    with db.reading() as session, pytest.raises(Unavailable, match="longer or more words"):
        search(session, either_desk.cast.anna, "parcel")
