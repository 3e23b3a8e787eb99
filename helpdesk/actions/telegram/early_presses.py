"""Presses that came in before the desk knew what the message with the buttons is called on Telegram."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Message, TelegramMessage

MAX_LINKED: Final = 20


def link(session: Session, message: Message) -> int:
    """Let presses in the same thread that belong to no message yet belong to this one; returns how many did."""
    noted = session.get(TelegramMessage, message.id)
    if noted is None or not noted.buttons:
        return 0
    early = session.scalars(
        select(TelegramMessage)
        .join(Message, Message.id == TelegramMessage.message_id)
        .where(
            Message.ticket_id == message.ticket_id,
            Message.thread_id == message.thread_id,
            Message.id > message.id,
            TelegramMessage.answers_id.is_(None),
            TelegramMessage.pressed.in_([one["value"] for one in noted.buttons]),
        )
        .limit(MAX_LINKED)
    ).all()
    for press in early:
        press.answers_id = message.id
    return len(early)
