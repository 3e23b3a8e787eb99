"""Following a ticket, whoever has it."""

from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions.access import open_ticket
from helpdesk.models import Follower
from helpdesk.permissions import Actor


def follow(session: Session, ticket_id: int, *, by: Actor) -> None:
    """Put a ticket into the actor's list of followed ones; again changes nothing."""
    ticket = open_ticket(session, ticket_id, by=by)
    if session.get(Follower, (by.agent_id, ticket.id)) is None:
        session.add(Follower(agent_id=by.agent_id, ticket_id=ticket.id, created_at=clock.now()))
        events.record(session, "follow.changed", by=by, ticket=ticket, data={"following": True})


def unfollow(session: Session, ticket_id: int, *, by: Actor) -> None:
    """Take a ticket out of the actor's list of followed ones; harmless where it is not in it."""
    ticket = open_ticket(session, ticket_id, by=by)
    known = session.get(Follower, (by.agent_id, ticket.id))
    if known is not None:
        session.delete(known)
        events.record(session, "follow.changed", by=by, ticket=ticket, data={"following": False})
