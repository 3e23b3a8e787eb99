"""What the desk itself says to a customer, on whatever channel: a reply that no agent wrote."""

from sqlalchemy.orm import Session

from helpdesk import clock, markup
from helpdesk.models import AuthorKind, DeliveryState, Message, MessageKind, Ticket


def put(session: Session, ticket: Ticket, thread_id: int, text: str) -> Message:
    """Store plain text as a message that waits for its delivery; the caller records its event."""
    message = Message(
        ticket_id=ticket.id,
        thread_id=thread_id,
        customer_id=ticket.customer_id,
        kind=MessageKind.OUT,
        author_kind=AuthorKind.SYSTEM,
        text=text,
        html=markup.from_plain(text),
        is_auto=True,
        delivery_state=DeliveryState.QUEUED,
        created_at=clock.now(),
    )
    session.add(message)
    session.flush()
    return message
