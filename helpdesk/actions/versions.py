"""Choosing by what one saw: refused when the ticket has changed since."""

from sqlalchemy.orm import Session

from helpdesk.actions.access import open_ticket
from helpdesk.errors import Conflict
from helpdesk.permissions import Actor


def require_version(session: Session, ticket_id: int, *, version: int, by: Actor) -> None:
    """Raise Conflict "changed" unless the ticket still has this version; it stays locked from here on."""
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.version != version:
        raise Conflict("The ticket has changed since you looked.", code="changed", version=ticket.version)
