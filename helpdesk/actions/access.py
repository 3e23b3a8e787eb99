"""The way to a ticket that is about to change: found, allowed, locked."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions import sla
from helpdesk.errors import Forbidden, NotFound
from helpdesk.models import Message, Ticket
from helpdesk.permissions import Actor, visible_to, works_with

# Nobody changes a ticket's id: rows that refer to it may be added meanwhile. A lock that kept those out as well would
# have whoever adds one (who waits for the ticket) and whoever holds another of its rows wait for each other.
_ANY_TICKET = (
    select(Ticket)
    .where(Ticket.id == bindparam("id"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


def open_ticket(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Return the ticket locked until the transaction ends.

    NotFound when there is none or `by` may not see it, Forbidden when they may only read it.
    """
    wanted = _ANY_TICKET if by.sees_everything else _ANY_TICKET.where(works_with(by))
    ticket = session.scalar(wanted, {"id": ticket_id})
    if ticket is None:
        if session.scalar(select(Ticket.id).where(Ticket.id == ticket_id, visible_to(by))) is not None:
            raise Forbidden("This ticket belongs to another team: you may read it, not change it.")
        raise NotFound
    return ticket


def open_message(session: Session, message_id: int, *, by: Actor) -> tuple[Message, Ticket]:
    """Return a message and its ticket, the ticket locked; NotFound when `by` may not see it."""
    ticket_id = session.scalar(select(Message.ticket_id).where(Message.id == message_id))
    if ticket_id is None:
        raise NotFound
    ticket = open_ticket(session, ticket_id, by=by)
    return session.get_one(Message, message_id, populate_existing=True), ticket


def touch(ticket: Ticket) -> None:
    """Mark a change of a ticket; its clocks follow at the end of the transaction, so all they depend on is touched."""
    raise_version(ticket)
    sla.refresh_later(ticket)


def raise_version(ticket: Ticket) -> None:
    """Mark a change that list rows show and clocks do not depend on: an older row never replaces a newer one."""
    ticket.version += 1
    ticket.updated_at = clock.now()
