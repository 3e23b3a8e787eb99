"""Moving a ticket between statuses, by the one table of legal moves."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions.access import touch
from helpdesk.errors import Conflict
from helpdesk.models import ENDED, MOVES, Category, Status, Ticket
from helpdesk.permissions import Actor


def default_status(session: Session, category: Category) -> Status:
    """Return the status a ticket takes when only the category is meant."""
    return session.scalars(
        select(Status).where(Status.category == category).order_by(Status.is_default.desc(), Status.position).limit(1)
    ).one()


def move(session: Session, ticket: Ticket, status: Status, *, by: Actor, kind: str = "ticket.status_changed") -> bool:
    """Move a locked ticket; the status it already has changes and records nothing. Conflict on an illegal move."""
    if ticket.status_id == status.id:
        return False
    before = ticket.category
    if status.category is not before and status.category not in MOVES[before]:
        raise Conflict(
            f"A ticket that is {before} cannot become {status.category}.",
            code="illegal_move",
            before=before.value,
            after=status.category.value,
        )
    old_id, ticket.status_id, ticket.category = ticket.status_id, status.id, status.category
    _stamp(ticket, before)
    touch(ticket)
    data = {"from": old_id, "to": status.id, "from_category": before.value, "to_category": status.category.value}
    events.record(session, kind, by=by, ticket=ticket, data=data)
    return True


def open_new(session: Session, ticket: Ticket, *, by: Actor) -> None:
    """Make a new ticket open: an agent has done something with it."""
    if ticket.category is Category.NEW:
        move(session, ticket, default_status(session, Category.OPEN), by=by)


def _stamp(ticket: Ticket, before: Category) -> None:
    now = clock.now()
    if ticket.category in ENDED:
        ticket.resolved_at = ticket.resolved_at if before is Category.RESOLVED else now
        ticket.waiting_since = None
        ticket.waiting_reason = None
        ticket.next_due_at = None
        ticket.snoozed_until = ticket.snoozed_by_id = None
    else:
        ticket.resolved_at = None
    ticket.closed_at = now if ticket.category is Category.CLOSED else None
