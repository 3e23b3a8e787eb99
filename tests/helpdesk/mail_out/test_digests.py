"""Digests: to agents who are away, about what waits for them, once in a period."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from helpdesk import clock, db
from helpdesk.actions import digests
from helpdesk.models import Agent, Channel, ChannelKind, Presence, Setting, SystemMail, Ticket
from runtime.wall_clock import WallClock
from tests.cast import Desk
from tests.mailboxes import mailbox, writes


@pytest.fixture
def waiting(desk: Desk) -> Ticket:
    """A ticket of anna's with news from vera, while anna has been away for five hours."""
    asked = writes(mailbox(), subject="Broken lamp")
    with db.transaction() as session:
        now = clock.now()
        session.merge(Setting(key="digest_hours", value={"value": 4}, updated_at=now))
        session.execute(update(Presence).values(last_seen_at=now - timedelta(hours=5)))
        ticket = session.get_one(Ticket, asked.ticket_id)
        ticket.assignee_id = desk.cast.anna.agent_id
        return ticket


def addresses() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(SystemMail.address)))


def test_who_is_away_hears_of_their_tickets_once(waiting: Ticket) -> None:
    assert [digests.send_due(), digests.send_due()] == [1, 0]

    assert addresses() == ["anna@desk.example"]
    with db.reading() as session:
        mail = session.scalars(select(SystemMail)).one()
    assert f"No. {waiting.number}: Broken lamp" in mail.text


def test_who_is_here_is_told_nothing(waiting: Ticket) -> None:
    with db.transaction() as session:
        session.execute(update(Presence).values(last_seen_at=clock.now()))

    assert digests.send_due() == 0


def test_without_news_there_is_no_digest(waiting: Ticket) -> None:
    with db.transaction() as session:
        session.execute(update(Ticket).values(last_message_at=clock.now() - timedelta(hours=6)))

    assert digests.send_due() == 0


def test_a_desk_that_did_not_ask_for_it_sends_none(waiting: Ticket) -> None:
    with db.transaction() as session:
        session.merge(Setting(key="digest_hours", value={"value": 0}, updated_at=clock.now()))

    assert digests.send_due() == 0


def again(hours: float, *, writes_first: bool) -> int:
    """Look for digests when the clock says so many hours later, after vera wrote once more or not."""
    with clock.fixed(clock.now() + timedelta(hours=hours)):
        if writes_first:
            with db.reading() as session:
                channel = session.query(Channel).filter_by(kind=ChannelKind.EMAIL).one()
            asked = writes(channel, subject="Another lamp", mail_id=f"<{hours}@shop.example>")
            with db.transaction() as session:
                anna = session.query(Agent).filter_by(email="anna@desk.example").one()
                session.get_one(Ticket, asked.ticket_id).assignee_id = anna.id
        return digests.send_due()


def test_what_was_told_is_not_told_again_in_the_next_period(waiting: Ticket) -> None:
    assert digests.send_due() == 1

    assert again(3.9, writes_first=False) == 0
    assert again(4.1, writes_first=True) == 1
    with db.reading() as session:
        texts = list(session.scalars(select(SystemMail.text).order_by(SystemMail.id)))
    assert ["Broken lamp" in text for text in texts] == [True, False]


def test_a_clock_that_is_set_back_has_nothing_told_twice_and_holds_up_nothing(waiting: Ticket) -> None:
    with clock.fixed(clock.now() + timedelta(hours=2)):
        assert digests.send_due() == 1

    assert again(0.01, writes_first=False) == 0
    assert again(0.02, writes_first=True) == 1


def test_a_clock_that_is_set_forward_brings_no_digest_before_its_time(waiting: Ticket) -> None:
    assert digests.send_due() == 1
    wall_clock = WallClock()

    with clock.fixed(clock.now() + timedelta(hours=6)):
        wall_clock.look()
        assert again(0.01, writes_first=True) == 0
