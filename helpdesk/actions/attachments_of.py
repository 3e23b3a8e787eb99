"""Giving uploaded files to the message they were uploaded for."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.errors import Invalid
from helpdesk.models import Attachment, Message, Thread


def attach(
    session: Session,
    message: Message,
    public_ids: Sequence[str],
    *,
    agent_id: int | None = None,
    visitor_hash: str | None = None,
) -> None:
    """Give waiting files to a message, in the order of their ids here; Invalid unless each was uploaded by this agent or visitor and is unused."""
    if not public_ids:
        return
    wanted = list(dict.fromkeys(public_ids))
    waiting = session.scalars(
        select(Attachment).where(
            Attachment.public_id.in_(wanted),
            Attachment.message_id.is_(None),
            Attachment.uploaded_by_agent_id == agent_id,
            Attachment.uploaded_by_visitor_hash == visitor_hash,
        )
    ).all()
    missing = set(wanted) - {file.public_id for file in waiting}
    if missing:
        raise Invalid("A file is no longer there; attach it again.", attachment_ids=sorted(missing))
    channel_id = session.get_one(Thread, message.thread_id).channel_id
    for file in waiting:
        file.message_id, file.channel_id = message.id, channel_id
        file.place = wanted.index(file.public_id)
