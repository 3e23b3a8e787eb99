"""Which tickets the rules have yet to look at."""

from typing import Final

from sqlalchemy import and_, or_, select

from helpdesk.models import Message, MessageKind, Ticket

FIRST_MESSAGE: Final = (
    select(Message.id)
    .where(Message.ticket_id == Ticket.id, Message.kind == MessageKind.IN)
    .order_by(Message.id)
    .limit(1)
    .correlate(Ticket)
)
_ANSWERED: Final = select(Message.id).where(Message.ticket_id == Ticket.id, Message.kind == MessageKind.OUT)

# A call written down has no message, only its subject. What an agent began by writing waits until the customer writes.
TO_CLASSIFY: Final = and_(
    Ticket.classified_at.is_(None), or_(FIRST_MESSAGE.exists(), ~_ANSWERED.correlate(Ticket).exists())
)
