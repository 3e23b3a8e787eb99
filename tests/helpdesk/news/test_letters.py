"""Letters: one with what was unread for long enough, in the agent's language, through the gate, nothing twice."""

from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import automatic
from helpdesk.actions.news import letters
from helpdesk.actions.notifications import mark_read, notify
from helpdesk.models import Agent, Notification, SystemMail, Ticket
from tests.cast import Desk
from tests.mailboxes import mailbox, writes
from tests.news import wants

LATER = timedelta(minutes=31)


@pytest.fixture
def ticket_id(desk: Desk) -> int:
    """A ticket of which anna, who speaks Russian, is to hear by mail."""
    asked = writes(mailbox(), subject="Broken lamp")
    wants(desk.cast.anna, sla_breached=["page", "mail"], note_mentioned=["mail"])
    with db.transaction() as session:
        session.get_one(Agent, desk.cast.anna.agent_id).locale = "ru"
    return asked.ticket_id


def hears(desk: Desk, ticket_id: int, kind: str, occasion: str) -> None:
    with db.transaction() as session:
        agents = [desk.cast.anna.agent_id or 0]
        notify(session, agents, kind=kind, ticket=session.get_one(Ticket, ticket_id), occasion=occasion)


def mails() -> list[SystemMail]:
    with db.reading() as session:
        return session.query(SystemMail).order_by(SystemMail.id).all()


def test_what_was_unread_for_long_is_gathered_in_one_letter_once(desk: Desk, ticket_id: int) -> None:
    hears(desk, ticket_id, "sla.breached", "1")
    with clock.fixed(clock.now() + LATER / 2):
        hears(desk, ticket_id, "note.mentioned", "2")
        assert letters.send_due() == 0

    with clock.fixed(clock.now() + LATER):
        assert [letters.send_due(), letters.send_due()] == [1, 0]
    with clock.fixed(clock.now() + 4 * LATER):
        assert letters.send_due() == 0

    (mail,) = mails()
    assert mail.address == "anna@desk.example"
    assert mail.subject == "Вас ждут 2 уведомления"
    assert "срок ответа прошёл (Broken lamp)" in mail.text
    assert "вас упомянули в заметке (Broken lamp)" in mail.text


def test_what_was_read_is_not_mailed(desk: Desk, ticket_id: int) -> None:
    hears(desk, ticket_id, "sla.breached", "1")
    with db.transaction() as session:
        mark_read(session, upto=10**6, by=desk.cast.anna)

    with clock.fixed(clock.now() + LATER):
        assert letters.send_due() == 0

    assert mails() == []


def test_what_may_not_be_seen_any_more_is_not_mailed(desk: Desk, ticket_id: int) -> None:
    hears(desk, ticket_id, "sla.breached", "1")
    with db.transaction() as session:
        session.get_one(Ticket, ticket_id).team_id = desk.cast.billing_id

    with clock.fixed(clock.now() + LATER):
        assert letters.send_due() == 0


def test_what_the_gate_keeps_goes_with_a_later_letter(
    desk: Desk, ticket_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(automatic.PER_KIND, "news", ((timedelta(hours=1), 1),))
    hears(desk, ticket_id, "sla.breached", "1")
    with clock.fixed(clock.now() + LATER):
        assert letters.send_due() == 1
        hears(desk, ticket_id, "sla.breached", "2")

    with clock.fixed(clock.now() + 2 * LATER):
        assert letters.send_due() == 0
    with db.reading() as session:
        assert session.query(Notification).filter(Notification.mail_due_at.is_not(None)).count() == 1
    with clock.fixed(clock.now() + 4 * LATER):
        assert letters.send_due() == 1

    assert len(mails()) == 2
