"""What messages said before they were edited."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Message, MessageRevision, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.rows import Json, iso

MAX_REVISIONS: Final = 50


def revisions(session: Session, actor: Actor, message_id: int) -> list[Json]:
    """Return the newest 50 earlier texts of a message the actor may see, oldest first; else NotFound."""
    seen = select(Message.id).join(Ticket, Ticket.id == Message.ticket_id)
    if session.scalar(seen.where(Message.id == message_id, visible_to(actor))) is None:
        raise NotFound
    found = session.scalars(
        select(MessageRevision)
        .where(MessageRevision.message_id == message_id)
        .order_by(MessageRevision.id.desc())
        .limit(MAX_REVISIONS)
    ).all()
    return [{"text": one.text, "html": one.html, "until": iso(one.replaced_at)} for one in found[::-1]]
