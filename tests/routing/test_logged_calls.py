"""A call that was written down with something left to do: classified by its subject, given to somebody like any ticket."""

from sqlalchemy import select

from helpdesk import clock, db, presence
from helpdesk.actions import first_mail
from helpdesk.actions.client_base.calls import log_call
from helpdesk.actions.client_base.outside import BY_HAND, Happening
from helpdesk.actions.recipients import Recipients
from helpdesk.actions.reply import Writing
from helpdesk.models import Priority, Ticket
from helpdesk.queries import system
from routing import jobs, schedule
from routing.seed import seed_rules
from tests.cast import Desk
from tests.mails import VERA, open_mailbox
from tests.stories import visitor_writes


def a_call(desk: Desk, subject: str) -> Ticket:
    """Have Anna write down a call of a customer who wrote before, and return its ticket."""
    customer_id = now_of(visitor_writes(desk).ticket_id).customer_id
    happening = Happening(BY_HAND, "call-1", "call", clock.now(), title="Rang twice")
    with db.transaction() as session:
        event = log_call(session, customer_id, happening, subject=subject, by=desk.cast.anna)
        return session.get_one(Ticket, event.ticket_id)


def now_of(ticket_id: int) -> Ticket:
    """Return a ticket as it is now."""
    with db.reading() as session:
        return session.scalars(select(Ticket).where(Ticket.id == ticket_id)).one()


def test_a_call_is_classified_by_its_subject_and_given_to_who_is_there(either_desk: Desk) -> None:
    desk = either_desk
    jobs._memory.clear()
    open_mailbox()
    called = a_call(desk, "Your whole site is down, none of our staff can work")
    with db.transaction() as session:
        seed_rules(session)
        presence.mark_seen(session, [desk.cast.anna.agent_id or 0])

    assert schedule.tick()

    found = now_of(called.id)
    assert found.classified_at is not None
    assert found.priority is Priority.URGENT
    assert found.language == "en"
    assert found.assignee_id == desk.cast.anna.agent_id


def test_what_an_agent_began_by_writing_is_no_trouble_of_the_desk(desk: Desk) -> None:
    box, writing = open_mailbox(), Writing("We owe you", "k1", recipients=Recipients(to=[("Vera", VERA)], subject="R"))
    with db.transaction() as session:
        first_mail.write_first(session, box, writing, by=desk.cast.anna)

    with db.reading() as session:
        waiting = {one["name"]: one["count"] for one in system.queues(session)}

    assert waiting["unclassified"] == 0
