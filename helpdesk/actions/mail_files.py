"""Files of mails whose bytes came to the disk late."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions.access import open_ticket
from helpdesk.models import Attachment, AttachmentState, Message
from helpdesk.permissions import SYSTEM


def store_late(session: Session, message_id: int, blobs: Mapping[int, str]) -> int:
    """Say where the bytes of a message's files lie, by attachment id; returns how many had been waiting."""
    message = session.get_one(Message, message_id)
    ticket = open_ticket(session, message.ticket_id, by=SYSTEM)
    waiting = session.scalars(
        select(Attachment).where(
            Attachment.message_id == message_id,
            Attachment.id.in_(list(blobs)),
            Attachment.state == AttachmentState.RETRYING,
        )
    ).all()
    for file in waiting:
        file.blob, file.state = blobs[file.id], AttachmentState.STORED
    if waiting:
        events.record(session, "message.stored", by=SYSTEM, ticket=ticket, message=message)
    return len(waiting)
