"""What a press of a button does: a quick reply becomes the customer's message, a star becomes a rating."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from helpdesk.actions import ratings
from helpdesk.actions.telegram.known import message_by_key
from helpdesk.errors import Expired
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Identity, Message, MessageExternalId, Rating, TelegramMessage, Thread

STAR: Final = "r:"  # begins the value of a rating's button


@dataclass(frozen=True, slots=True)
class Press:
    """A press that makes no message. key: of the message with the buttons; says: an answer by its key in helpdesk.texts."""

    key: str
    message_id: int
    buttons: Sequence[tuple[str, str]]
    says: str = ""


def rated(session: Session, incoming: IncomingMessage, *, answers: str, value: str) -> Press | None:
    """Keep the rating a press gives; None when it is none. Pressed again it replaces the one before, and counts once."""
    if not value.startswith(STAR):
        return None
    asked = message_by_key(session, incoming.channel_id, answers) or _on_its_way(session, incoming)
    noted = session.get(TelegramMessage, asked.id) if asked is not None else None
    buttons = buttons_of(noted)
    if asked is None or noted is None or value not in {one for _, one in buttons}:
        return None
    try:
        ratings.rate_asked(session, asked.id, score=int(value.removeprefix(STAR)))
    except Expired:
        return Press(answers, asked.id, (), says="rating.chat_expired")
    noted.buttons = [
        {"label": label, "value": one, **({"pressed": 0} if one == value else {})} for label, one in buttons
    ]
    return Press(answers, asked.id, buttons, says="rating.chat_thanks")


def pressed_before(session: Session, incoming: IncomingMessage, *, answers: str, value: str) -> Message | None:
    """Return the message an earlier press of the same button by the same person became: impatient people press twice."""
    asked = message_by_key(session, incoming.channel_id, answers) if value else None
    if asked is None:
        return None
    return session.scalar(
        select(Message)
        .join(TelegramMessage, TelegramMessage.message_id == Message.id)
        .join(Identity, Identity.id == Message.author_identity_id)
        .where(
            TelegramMessage.answers_id == asked.id,
            TelegramMessage.pressed == value,
            Identity.kind == incoming.sender.kind,
            Identity.address == incoming.sender.address,
        )
        .limit(1)
    )


def buttons_below(session: Session, channel_id: int, key: str) -> list[tuple[str, str]]:
    """Return the buttons of a message of ours, label and value of each."""
    message = message_by_key(session, channel_id, key)
    return buttons_of(session.get(TelegramMessage, message.id) if message is not None else None)


def _on_its_way(session: Session, incoming: IncomingMessage) -> Message | None:
    """Return the request for a rating that has arrived in this chat before we noted what it is called there."""
    return session.scalar(
        select(Message)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Rating, Rating.message_id == Message.id)
        .where(
            Thread.channel_id == incoming.channel_id,
            Thread.peer == incoming.peer,
            ~exists().where(MessageExternalId.message_id == Message.id),
        )
        .order_by(Message.id.desc())
        .limit(1)
    )


def buttons_of(noted: TelegramMessage | None) -> list[tuple[str, str]]:
    """Return label and value of each button."""
    return [(str(one["label"]), str(one["value"])) for one in (noted.buttons if noted is not None else None) or ()]
