"""What an agent has sent before under a key of their browser."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.models import Message
from helpdesk.permissions import Actor


def was_sent(session: Session, actor: Actor, client_key: str) -> bool:
    """Say whether the actor has already written a message under this key; of several at once the others wait."""
    db.lock(session, f"written:{actor.agent_id}:{client_key}")
    wanted = select(Message.id).where(Message.author_agent_id == actor.agent_id, Message.client_key == client_key)
    return session.scalar(wanted) is not None
