"""Days that matter: when they are next, and that each is told once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions.client_base.dates import DateDraft, add_date, remind_due
from helpdesk.customers.dates import next_on, reminder_after
from helpdesk.models import CustomerDate, Notification
from helpdesk.queries.notifications import latest
from tests.cast import Desk

TODAY = date(2026, 5, 14)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """A clock that stands at the one moment in the list that is given."""
    moment = [datetime(2026, 5, 14, 9, tzinfo=UTC)]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return iter([moment])


@pytest.mark.parametrize(
    ("day", "is_yearly", "expected"),
    [
        ("1990-05-17", True, "2026-05-17"),
        ("1990-05-14", True, "2026-05-14"),
        ("1990-05-13", True, "2027-05-13"),
        ("1992-02-29", True, "2027-02-28"),
        ("2026-05-13", False, None),
        ("2026-09-01", False, "2026-09-01"),
    ],
)
def test_when_a_day_is_next(day: str, is_yearly: bool, expected: str | None) -> None:
    assert next_on(day, is_yearly=is_yearly, today=TODAY) == expected


def test_a_reminder_is_so_many_days_before_the_next_day_that_is_not_told_yet() -> None:
    def reminder(after: date) -> str | None:
        return reminder_after("1990-05-17", is_yearly=True, remind_days=3, after=after)

    assert reminder(TODAY - timedelta(days=1)) == "2026-05-14"
    assert reminder(TODAY) == "2027-05-14"


def birthday(desk: Desk, *, agent_id: int | None = None, team_id: int | None = None) -> None:
    with db.transaction() as session:
        draft = DateDraft("birthday", "1990-05-17", is_yearly=True, remind_days=3, agent_id=agent_id, team_id=team_id)
        add_date(session, desk.cast.vera_id, draft, by=desk.cast.dora)


def test_a_reminder_is_told_once_and_again_next_year(desk: Desk, days: Iterator[list[datetime]]) -> None:
    birthday(desk, agent_id=desk.cast.anna.agent_id)
    told = [remind_due(), remind_due()]
    next(days)[0] += timedelta(days=365)

    assert [*told, remind_due(), remind_due()] == [1, 0, 1, 0]
    with db.reading() as session:
        heard = latest(session, desk.cast.anna)
    assert (heard["unread"], {one["kind"] for one in heard["notifications"]}) == (2, {"customer.date_near"})


def test_the_whole_team_is_told_where_nobody_owns_it(desk: Desk, days: Iterator[list[datetime]]) -> None:
    birthday(desk, team_id=desk.cast.support_id)

    remind_due()

    with db.reading() as session:
        whom = set(session.scalars(select(Notification.agent_id)))
    assert whom == {desk.cast.anna.agent_id, desk.cast.boris.agent_id}


def test_what_was_missed_for_long_is_no_reminder_any_more(desk: Desk, days: Iterator[list[datetime]]) -> None:
    birthday(desk, agent_id=desk.cast.anna.agent_id)
    next(days)[0] += timedelta(days=60)

    assert remind_due() == 0
    with db.reading() as session:
        assert session.scalars(select(CustomerDate.remind_on)).one() == "2027-05-14"
