"""What a customer's message does to its ticket."""

from datetime import timedelta

from sqlalchemy.orm import Session

from helpdesk import clock, markup
from helpdesk.actions import snooze, statuses, visitors
from helpdesk.actions.access import raise_version, touch
from helpdesk.actions.assign import unassign
from helpdesk.models import Category, Message, Ticket, VisitorEventKind, WroteLast
from helpdesk.permissions import CUSTOMER


def takes_more(ticket: Ticket, *, reopen_days: int) -> bool:
    """Say whether a ticket still takes its customer's messages: not closed, not resolved too long ago."""
    if ticket.category is Category.CLOSED:
        return False
    if ticket.category is not Category.RESOLVED or ticket.resolved_at is None:
        return True
    return clock.now() - ticket.resolved_at <= timedelta(days=reopen_days)


def note_on_ticket(
    session: Session, ticket: Ticket, message: Message, *, shown: str | None = None, tells_visitor: bool = False
) -> None:
    """Show a customer's message on its ticket's row, and bring the ticket back; automatic mail brings nothing back.

    shown: what the row previews, the whole text when None.
    """
    put_last(ticket, message, shown=shown)
    if tells_visitor:
        visitors.told(session, ticket, VisitorEventKind.MESSAGE, message=message)
    if message.is_auto:
        touch(ticket)
        return
    before = (ticket.category, ticket.waiting_since)
    bring_back(session, ticket)
    ticket.waiting_since = ticket.waiting_since or message.created_at
    # Who waits already waits no more by another message: the clocks go on as they do.
    if before == (ticket.category, ticket.waiting_since):
        raise_version(ticket)
    else:
        touch(ticket)


def put_last(ticket: Ticket, message: Message, *, shown: str | None = None) -> None:
    """Count a customer's message as the ticket's newest."""
    ticket.message_count += 1
    ticket.last_message_id, ticket.last_message_at = message.id, message.created_at
    ticket.last_message_from = WroteLast.CUSTOMER
    ticket.preview = markup.preview(message.text if shown is None else shown) or ticket.preview


def bring_back(session: Session, ticket: Ticket) -> None:
    """Open a ticket that waited for this customer; a resolved one goes back to the queue, its usual agent first."""
    snooze.wake(session, ticket, by=CUSTOMER, reason="customer")
    if ticket.category is Category.RESOLVED:
        opened = statuses.default_status(session, Category.OPEN)
        statuses.move(session, ticket, opened, by=CUSTOMER, kind="ticket.reopened")
        unassign(session, ticket, by=CUSTOMER, reason="reopened")
        visitors.tell_status(session, ticket, "open")
    elif ticket.category in (Category.PENDING, Category.ON_HOLD):
        statuses.move(session, ticket, statuses.default_status(session, Category.OPEN), by=CUSTOMER)
