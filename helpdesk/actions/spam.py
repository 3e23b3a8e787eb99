"""The mark that a ticket is spam: closed and nobody's work, until somebody says otherwise."""

from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import statuses
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.assign import unassign
from helpdesk.models import Category, Ticket
from helpdesk.permissions import Actor


def mark(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Mark a ticket as spam: it is taken from whoever has it and closed; done again it changes nothing."""
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.spam_at is not None:
        return ticket
    unassign(session, ticket, by=by, reason="spam")
    statuses.move(session, ticket, statuses.default_status(session, Category.CLOSED), by=by)
    ticket.spam_at = clock.now()
    touch(ticket)
    events.record(session, "ticket.spam_marked", by=by, ticket=ticket)
    return ticket


def clear(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Take the mark away: the ticket is new again, as if its mails had just come; done again it changes nothing."""
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.spam_at is None:
        return ticket
    # Not by the table of moves: nobody ever closed this ticket for what it says.
    status = statuses.default_status(session, Category.NEW)
    ticket.status_id, ticket.category = status.id, status.category
    ticket.spam_at = ticket.closed_at = ticket.resolved_at = None
    ticket.waiting_since = clock.now()
    touch(ticket)
    events.record(session, "ticket.spam_cleared", by=by, ticket=ticket)
    return ticket
