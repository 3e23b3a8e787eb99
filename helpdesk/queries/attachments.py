"""Which file may be fetched by whom."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import Attachment, Message, Thread, Ticket, VisitorEvent
from helpdesk.permissions import Actor, visible_to


def file_for_agent(session: Session, actor: Actor, public_id: str) -> Attachment | None:
    """Return a file of a message the agent may see, or one they uploaded and have not sent yet."""
    return session.scalar(
        select(Attachment)
        .outerjoin(Message, Message.id == Attachment.message_id)
        .outerjoin(Ticket, Ticket.id == Message.ticket_id)
        .where(
            Attachment.public_id == public_id,
            or_(
                and_(Ticket.id.is_not(None), visible_to(actor)),
                and_(Attachment.message_id.is_(None), Attachment.uploaded_by_agent_id == actor.agent_id),
            ),
        )
    )


def file_for_visitor(
    session: Session, public_id: str, *, channel_id: int, peers: Collection[str], visitor_hash: str
) -> Attachment | None:
    """Return a file of a message this visitor was told of, or one they uploaded; never one of a note."""
    # By the ticket, as their history is read: what they wrote and got by mail is on another thread of it.
    told = (
        select(VisitorEvent.seq)
        .join(Thread, Thread.ticket_id == VisitorEvent.ticket_id)
        .where(
            VisitorEvent.message_id == Attachment.message_id,
            Thread.channel_id == channel_id,
            Thread.peer.in_(peers),
        )
        .exists()
    )
    own = and_(Attachment.message_id.is_(None), Attachment.uploaded_by_visitor_hash == visitor_hash)
    return session.scalar(select(Attachment).where(Attachment.public_id == public_id, or_(own, told)))
