"""What happens to a ticket by requests for approval."""

from datetime import timedelta

from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions import approvals, approvals_due
from helpdesk.actions.promises import Due
from helpdesk.models import Agent, Answer
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
