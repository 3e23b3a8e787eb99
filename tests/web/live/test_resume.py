"""A console that was away gets exactly what it missed, or is told to ask anew."""

import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update

from helpdesk import clock, db
from helpdesk.actions import label
from helpdesk.actions.workspace.teams import TeamChanges, change_team
from helpdesk.models import Event
from helpdesk.outbox import last_position
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import Browser
from tests.stories import takes, visitor_writes
from web.live import catchup

Open = Callable[..., Browser]


def settled() -> int:
    """Return the last position once every event has one."""
    for _ in range(500):
        with db.reading() as session:
            if session.scalar(select(Event.id).where(Event.position.is_(None)).limit(1)) is None:
                return last_position(session)
        time.sleep(0.02)
    raise AssertionError("the relay does not number events")


def test_it_gets_every_missed_event_and_no_other(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk, "Before").ticket_id
    position = settled()
    visitor_writes(desk, "Missed")
    takes(ticket_id, by=desk.cast.boris)
    settled()

    with open_console(browser("anna"), position=position, watch=ticket_id) as console:
        console.drain()
        events = [frame for frame in console.frames if frame["t"] == "event"]

    kinds = [frame["kind"] for frame in events if frame["p"] > position]
    assert console.frames[0]["resumed"] is True
    assert kinds[:2] == ["message.received", "ticket.assigned"]
    assert sorted({frame["p"] for frame in events}) == [frame["p"] for frame in events]


def test_a_list_gets_one_row_per_missed_ticket(desk: Desk, browser: Open) -> None:
    position = settled()
    for number in range(15):
        visitor_writes(desk, f"Message {number}")
    settled()

    with open_console(browser("anna"), position=position) as console:
        console.drain()
        rows = [frame["ticket"] for frame in console.frames if frame["t"] == "event"]

    assert [row["preview"] for row in rows] == ["Message 14"]


def test_what_it_may_no_longer_see_is_gone(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    position = settled()
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
    visitor_writes(desk, "Secret")
    settled()

    with open_console(browser("charlie"), position=position) as console:
        console.drain()

    assert any(frame["t"] == "gone" and frame["ticket"] == ticket_id for frame in console.frames)
    assert "Secret" not in str(console.frames)


def test_a_position_from_the_future_or_from_long_ago_is_not_resumed(desk: Desk, browser: Open) -> None:
    visitor_writes(desk)
    position = settled()
    with db.transaction() as session:
        session.execute(update(Event).values(created_at=clock.now() - timedelta(days=15)))

    for asked in (position + 1_000, 0):
        with open_console(browser("anna"), position=asked) as console:
            assert console.frames[0]["resumed"] is False
            assert console.frames[0]["position"] >= position


def test_too_many_missed_events_are_not_resumed(desk: Desk, browser: Open) -> None:
    position = settled()
    with db.transaction() as session:
        now = clock.now()
        session.add_all(
            Event(kind="presence.changed", created_at=now, position=position + nth)
            for nth in range(1, catchup.MAX_EVENTS + 2)
        )
    with open_console(browser("boris")) as console:
        console.next("presence")

    with open_console(browser("anna"), position=position) as console:
        assert console.frames[0]["resumed"] is False


def test_who_changed_teams_meanwhile_starts_anew(desk: Desk, browser: Open) -> None:
    position = settled()
    with db.transaction() as session:
        change_team(session, desk.cast.support_id, TeamChanges(member_ids=[]), by=desk.cast.dora)
    settled()

    with open_console(browser("anna"), position=position) as console:
        console.drain()

    assert [frame for frame in console.frames if frame["t"] == "welcome"][-1]["resumed"] is False
