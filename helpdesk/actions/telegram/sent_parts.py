"""A reply that leaves in several messages: which have left, so that none leaves twice."""

from sqlalchemy.orm import Session

from helpdesk.actions.telegram.known import beside
from helpdesk.models import Message, TelegramMessage


def sent_parts(session: Session, message_id: int) -> list[str]:
    """Return the keys of those parts of a reply that have left."""
    noted = session.get(TelegramMessage, message_id)
    return [str(key) for key in noted.parts] if noted is not None else []


def note_part(session: Session, message_id: int, keys: list[str], *, channel_id: int) -> None:
    """Note that another part of a reply has left."""
    noted = beside(session, session.get_one(Message, message_id), channel_id=channel_id)
    noted.parts = [*noted.parts, *keys]
