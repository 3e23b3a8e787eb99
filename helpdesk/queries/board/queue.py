"""What waits for an agent, the most pressing first."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.models import Ticket
from helpdesk.models.tickets import WAITS_FOR_AGENT
from helpdesk.permissions import Actor, works_with
from helpdesk.queries.rows import Json, iso

MAX_TICKETS: Final = 50
# Not whole tickets: the board is read whenever something moves.
_COLUMNS: Final = (
    Ticket.id,
    Ticket.number,
    Ticket.subject,
    Ticket.priority,
    Ticket.team_id,
    Ticket.channel_id,
    Ticket.waiting_since,
    Ticket.next_due_at,
)


def queue(session: Session, actor: Actor) -> list[Json]:
    """Return the 50 most pressing of the tickets nobody has: due first, then those that have waited longest; none that sleeps."""
    pressing = func.coalesce(Ticket.next_due_at, Ticket.waiting_since, Ticket.created_at)
    theirs = (WAITS_FOR_AGENT, Ticket.snoozed_until.is_(None), works_with(actor))
    wanted = select(*_COLUMNS).where(*theirs).order_by(pressing, Ticket.id).limit(MAX_TICKETS)
    return [
        {
            "id": ticket.id,
            "number": ticket.number,
            "subject": ticket.subject,
            "priority": ticket.priority.word,
            "team_id": ticket.team_id,
            "channel_id": ticket.channel_id,
            "waiting_since": iso(ticket.waiting_since),
            "next_due_at": iso(ticket.next_due_at),
        }
        for ticket in session.execute(wanted)
    ]
