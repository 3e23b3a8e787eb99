"""Finding messages by what Telegram calls them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Message, MessageExternalId, TelegramMessage


def message_by_key(session: Session, channel_id: int, key: str) -> Message | None:
    """Return the message known under a key of this channel, None when there is none."""
    if not key:
        return None
    return session.scalar(
        select(Message)
        .join(MessageExternalId, MessageExternalId.message_id == Message.id)
        .where(MessageExternalId.channel_id == channel_id, MessageExternalId.external_id == key)
    )


def beside(session: Session, message: Message, *, channel_id: int) -> TelegramMessage:
    """Return what is noted beside a message, made when nothing was."""
    known = session.get(TelegramMessage, message.id)
    if known is None:
        known = TelegramMessage(message_id=message.id, channel_id=channel_id, parts=[], reactions={})
        session.add(known)
    return known
