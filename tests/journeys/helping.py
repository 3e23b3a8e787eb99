"""What happens to a ticket by requests for approval and side threads."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions import approvals, approvals_due, sides, system_mail, trash
from helpdesk.actions.promises import Due
from helpdesk.actions.sides import Partner as Partner
from helpdesk.models import Agent, Answer, Ticket
from helpdesk.permissions import Actor


def asks(ticket_id: int, whom: Actor, by: Actor) -> int:
    due = Due(clock.now() + timedelta(days=1))
    with db.transaction() as session:
        return approvals.ask(session, ticket_id, whom.agent_id or 0, question="Pay it back?", due=due, by=by).id


def answers(ticket_id: int, whom: Actor, by: Actor) -> None:
    approval_id = asks(ticket_id, whom, by)
    with db.transaction() as session:
        approvals.answer(session, approval_id, Answer.NO, reason="Too much", by=whom)


def withdraws(ticket_id: int, whom: Actor, by: Actor) -> None:
    approval_id = asks(ticket_id, whom, by)
    with db.transaction() as session:
        approvals.withdraw(session, approval_id, by=by)


def passes_on(ticket_id: int, whom: Actor, by: Actor) -> None:
    """Whoever is asked is gone for a moment; that they are back is no story of the ticket."""
    asks(ticket_id, whom, by)
    for is_active in (False, True):
        with db.transaction() as session:
            session.execute(update(Agent).where(Agent.id == whom.agent_id).values(is_active=is_active))
        approvals_due.tick()


def begins_side(ticket_id: int, partner: Partner, by: Actor) -> int:
    key = str(uuid4())
    with db.transaction() as session:
        return sides.begin(session, ticket_id, partner, subject="4711", text="Where is it?", client_key=key, by=by).id


def writes_aside(ticket_id: int, whom: Actor, by: Actor) -> None:
    side_id = begins_side(ticket_id, Partner(agent_id=whom.agent_id), by)
    with db.transaction() as session:
        sides.write(session, side_id, text="In Lviv", client_key=str(uuid4()), by=whom)


def mails_aside(ticket_id: int, by: Actor) -> None:
    begins_side(ticket_id, Partner(address="oleh@carrier.example"), by)
    with db.transaction() as session:
        mail = system_mail.claim(session, owner="gateway")
        assert mail is not None
        system_mail.mark_sent(session, mail.id)


def throws_away(ticket_id: int, by: Actor) -> None:
    with db.transaction() as session:
        trash.throw_away(session, ticket_id, by=by)


def restores(ticket_id: int, by: Actor) -> None:
    throws_away(ticket_id, by)
    with db.transaction() as session:
        trash.restore(session, ticket_id, by=by)


def empties(ticket_id: int, by: Actor) -> None:
    """It was thrown away a month ago: were the clock set forward, the sessions of those who look on would end."""
    throws_away(ticket_id, by)
    with db.transaction() as session:
        long_ago = clock.now() - timedelta(days=31)
        session.execute(update(Ticket).where(Ticket.id == ticket_id).values(trashed_at=long_ago))
    trash.empty_due()
