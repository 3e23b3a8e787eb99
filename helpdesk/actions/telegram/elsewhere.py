"""What the owner of a business account writes to a customer past the desk: agents should know of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.telegram.known import message_by_key
from helpdesk.models import (
    AuthorKind,
    Category,
    DeliveryState,
    Message,
    MessageExternalId,
    MessageKind,
    Thread,
    WroteLast,
)
from helpdesk.permissions import SYSTEM


def note_written(session: Session, channel_id: int, *, key: str, peer: str, text: str) -> Message | None:
    """Show words that went to a customer without the desk on their ticket; None when there is no open one."""
    known = message_by_key(session, channel_id, key)
    if known is not None:
        return known
    thread = session.scalar(
        select(Thread)
        .where(Thread.channel_id == channel_id, Thread.peer == peer, Thread.is_closed.is_(False))
        .order_by(Thread.id.desc())
        .limit(1)
    )
    ticket = open_ticket(session, thread.ticket_id, by=SYSTEM) if thread is not None else None
    if thread is None or ticket is None or ticket.category is Category.CLOSED:
        return None
    now = clock.now()
    message = Message(
        ticket_id=ticket.id,
        thread_id=thread.id,
        customer_id=ticket.customer_id,
        kind=MessageKind.OUT,
        author_kind=AuthorKind.SYSTEM,
        text=markup.clean(text),
        html=markup.from_plain(markup.clean(text)),
        delivery_state=DeliveryState.SENT,
        delivery_at=now,
        created_at=now,
    )
    session.add(message)
    session.flush()
    session.add(MessageExternalId(channel_id=channel_id, external_id=key, message_id=message.id))
    ticket.message_count += 1
    ticket.last_message_id, ticket.last_message_at, ticket.last_message_from = message.id, now, WroteLast.AGENT
    ticket.preview = markup.preview(message.text) or ticket.preview
    touch(ticket)
    events.record(session, "message.sent", by=SYSTEM, ticket=ticket, message=message)
    return message
