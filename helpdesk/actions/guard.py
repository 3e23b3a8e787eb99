"""A guard against spam in chats that asks nothing of people: what looks like it is taken, kept and set aside."""

import hashlib
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import ratelimit
from helpdesk.actions.spam import mark_spam
from helpdesk.errors import TooMany
from helpdesk.linking import URL
from helpdesk.models import Message, Ticket
from helpdesk.permissions import RULES
from helpdesk.ratelimit import Limit

SAME_TEXT: Final = Limit("chat_same_text", 3, 600)  # by how many strangers within ten minutes
SAME_TEXT_CHARS: Final = 40  # shorter ones, such as greetings, are written by many
MOST_LINKS: Final = 5


def set_aside(session: Session, message: Message) -> None:
    """Set a new ticket aside as spam because its first message looks like it; agents find it there and can take it back."""
    ticket = session.get_one(Ticket, message.ticket_id)
    if ticket.message_count == 1 and ticket.last_message_id == message.id:
        mark_spam(session, ticket.id, by=RULES)


def is_suspect(text: str) -> bool:
    """Say whether a stranger's first words look like spam: full of links, or written by many strangers. May wait for Redis."""
    return len(URL.findall(text)) > MOST_LINKS or _is_sown(text)


def _is_sown(text: str) -> bool:
    words = " ".join(text.lower().split())
    if len(words) < SAME_TEXT_CHARS:
        return False
    try:
        ratelimit.spend(SAME_TEXT, hashlib.sha256(words.encode()).hexdigest()[:32])
    except TooMany:
        return True
    return False
