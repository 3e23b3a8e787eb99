"""An offered ticket becomes its agent's when they accept it, or simply begin to work on it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import visitors
from helpdesk.actions.access import touch
from helpdesk.models import Assignment, Presence, Ticket
from helpdesk.permissions import Actor


def open_offer(session: Session, ticket: Ticket) -> Assignment | None:
    """Return the assignment of a locked ticket that its agent has yet to accept."""
    if ticket.offer_until is None:
        return None
    return session.scalar(
        select(Assignment).where(
            Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None), Assignment.accepted_at.is_(None)
        )
    )


def accepted(session: Session, ticket: Ticket, *, by: Actor) -> bool:
    """Make an offer of a locked ticket an assignment, and tell its visitor; False where none stands."""
    row = open_offer(session, ticket)
    if row is None:
        return False
    row.accepted_at, ticket.offer_until = clock.now(), None
    presence = session.get(Presence, row.agent_id)
    if presence is not None:
        presence.missed_offers = 0
    touch(ticket)
    data = {"assignment_id": row.id}
    events.record(session, "ticket.accepted", by=by, ticket=ticket, data=data)
    visitors.tell_agent(session, ticket, row.agent_id)
    return True


def by_doing(session: Session, ticket: Ticket, *, by: Actor) -> None:
    """Take work on a locked ticket by the agent it is offered to as their yes."""
    if ticket.offer_until is not None and by.agent_id is not None and ticket.assignee_id == by.agent_id:
        accepted(session, ticket, by=by)
