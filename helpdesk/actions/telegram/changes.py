"""What becomes of messages after they came: other words, reactions, taken back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.telegram.known import beside, message_by_key
from helpdesk.actions.telegram.letters import show_parts
from helpdesk.models import Message, MessageKind, MessageRevision, TelegramMessage
from helpdesk.permissions import CUSTOMER


def edit(session: Session, channel_id: int, key: str, *, text: str, html: str, at: datetime) -> bool:
    """Give a customer's message other words and keep those it had; False when it is not known.

    The same words again change nothing.
    """
    message = message_by_key(session, channel_id, key)
    if message is None or message.kind is not MessageKind.IN:
        return message is not None
    ticket = open_ticket(session, message.ticket_id, by=CUSTOMER)
    before = (message.text, message.html)
    _reword(session, message, key, text=text, html=html)
    if (message.text, message.html) == before:
        return True
    now = clock.now()
    session.add(MessageRevision(message_id=message.id, text=before[0], html=before[1], replaced_at=now))
    message.edited_at = min(max(at, message.created_at), now)
    if ticket.last_message_id == message.id:
        ticket.preview = markup.preview(message.text) or ticket.preview
    touch(ticket)
    events.record(session, "message.edited", by=CUSTOMER, ticket=ticket, message=message)
    return True


def react(session: Session, channel_id: int, key: str, *, address: str, emoji: Sequence[str]) -> bool:
    """Note somebody's reactions to a message in place of their earlier ones; False when it is not known."""
    message = message_by_key(session, channel_id, key)
    if message is None:
        return False
    ticket = open_ticket(session, message.ticket_id, by=CUSTOMER)
    noted = beside(session, message, channel_id=channel_id)
    others = {who: given for who, given in noted.reactions.items() if who != address}
    reactions = {**others, address: list(emoji)} if emoji else others
    if reactions != noted.reactions:
        noted.reactions = reactions
        events.record(session, "message.reacted", by=CUSTOMER, ticket=ticket, message=message)
    return True


def take_back(session: Session, channel_id: int, keys: Sequence[str]) -> int:
    """Note that messages were deleted where they were said; the desk keeps what it was told. Returns how many."""
    count = 0
    for key in keys:
        message = message_by_key(session, channel_id, key)
        if message is None:
            continue
        ticket = open_ticket(session, message.ticket_id, by=CUSTOMER)
        noted = beside(session, message, channel_id=channel_id)
        if noted.deleted_at is None:
            noted.deleted_at, count = clock.now(), count + 1
            events.record(session, "message.deleted", by=CUSTOMER, ticket=ticket, message=message)
    return count


def _reword(session: Session, message: Message, key: str, *, text: str, html: str) -> None:
    noted = session.get(TelegramMessage, message.id)
    if noted is not None and any(part.get("key") == key for part in noted.parts):
        changed = {"key": key, "text": text, "html": html}
        noted.parts = [changed if part["key"] == key else part for part in noted.parts]
        show_parts(message, noted.parts)
        return
    message.text = markup.clean(text)
    message.html = markup.sanitise(html) if html else markup.from_plain(message.text)
