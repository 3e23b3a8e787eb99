"""Opening, pausing, resolving and closing tickets by hand."""

from sqlalchemy.orm import Session

from helpdesk.actions import acceptance, statuses, visitors
from helpdesk.actions.access import open_ticket
from helpdesk.errors import Invalid
from helpdesk.models import ENDED, Category, Status, Ticket
from helpdesk.permissions import Actor


def set_status(session: Session, ticket_id: int, *, status_id: int, by: Actor) -> Ticket:
    """Give a ticket another status; the one it has changes nothing. Conflict "illegal_move" names both."""
    status = session.get(Status, status_id)
    if status is None:
        raise Invalid("There is no such status.", status_id=status_id)
    ticket = open_ticket(session, ticket_id, by=by)
    before = ticket.category
    acceptance.by_doing(session, ticket, by=by)
    reopens = before is Category.RESOLVED and status.category not in ENDED
    moved = statuses.move(
        session, ticket, status, by=by, kind="ticket.reopened" if reopens else "ticket.status_changed"
    )
    if moved and (before in ENDED) != (status.category in ENDED):
        visitors.tell_status(session, ticket, "resolved" if status.category in ENDED else "open")
    return ticket


def resolve(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Resolve a ticket with the desk's usual resolved status."""
    status = statuses.default_status(session, Category.RESOLVED)
    return set_status(session, ticket_id, status_id=status.id, by=by)


def reopen(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Open a resolved ticket again."""
    return set_status(session, ticket_id, status_id=statuses.default_status(session, Category.OPEN).id, by=by)
