"""Marking tickets as spam, and taking that back."""

from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import assign, statuses
from helpdesk.actions.access import open_ticket, touch
from helpdesk.errors import Conflict
from helpdesk.models import Category, Ticket, WroteLast
from helpdesk.permissions import Actor


def mark_spam(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Close a ticket as spam and take it from whoever has it; marking it again changes nothing."""
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.spam_at is not None:
        return ticket
    assign.unassign(session, ticket, by=by, reason="spam")
    if ticket.category is not Category.CLOSED:
        statuses.move(session, ticket, statuses.default_status(session, Category.CLOSED), by=by)
    ticket.spam_at = clock.now()
    touch(ticket)
    events.record(session, "ticket.spam_marked", by=by, ticket=ticket)
    return ticket


def not_spam(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Put a ticket that is no spam into the queue, as new as on its first day; harmless on any other.

    The only way out of closed: nobody has seen to this ticket yet.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.spam_at is None:
        return ticket
    if ticket.trash is not None:
        raise Conflict("This ticket is in the trash; restore it first.", code="trashed")
    status = statuses.default_status(session, Category.NEW)
    ticket.spam_at = ticket.closed_at = ticket.resolved_at = ticket.classified_at = None
    ticket.status_id, ticket.category = status.id, status.category
    if ticket.last_message_from is WroteLast.CUSTOMER:
        ticket.waiting_since = clock.now()
    touch(ticket)
    events.record(session, "ticket.spam_cleared", by=by, ticket=ticket)
    return ticket
