"""What the desk itself tells a customer in a chat; nothing of what they wrote is in it."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, i18n
from helpdesk.actions import machine_words
from helpdesk.actions.access import open_ticket, touch
from helpdesk.models import AuthorKind, Customer, Message
from helpdesk.permissions import SYSTEM

NOT_AGAIN_WITHIN: Final = timedelta(minutes=1)


def tell(session: Session, answered: Message, key: str, **values: object) -> Message | None:
    """Queue a text of the desk to who wrote a message, in their language; None when it was told just now."""
    customer = session.get_one(Customer, answered.customer_id)
    text = i18n.text(i18n.known(customer.language), key, **values)
    since = clock.now() - NOT_AGAIN_WITHIN
    told = select(Message.id).where(
        Message.ticket_id == answered.ticket_id,
        Message.thread_id == answered.thread_id,
        Message.author_kind == AuthorKind.SYSTEM,
        Message.text == text,
        Message.created_at > since,
    )
    if session.scalar(told.limit(1)) is not None:
        return None
    ticket = open_ticket(session, answered.ticket_id, by=SYSTEM)
    message = machine_words.put(session, ticket, answered.thread_id, text)
    touch(ticket)
    events.record(session, "message.queued", by=SYSTEM, ticket=ticket, message=message)
    return message
