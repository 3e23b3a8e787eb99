"""What messages were on Telegram, for agents."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import markup
from helpdesk.models import Message, MessageKind, TelegramMessage
from helpdesk.queries.rows import Json, iso

ANSWERED_CHARS: Final = 200


def telegram_views(session: Session, tickets: Mapping[int, int]) -> dict[int, Json]:
    """Return by message id what is noted beside messages, in at most three statements. tickets: by message id.

    Reactions are counted; who reacted is only of use where the customer alone can.
    """
    found = session.scalars(select(TelegramMessage).where(TelegramMessage.message_id.in_(tickets))).all()
    answered = _answered(session, {one.answers_id for one in found if one.answers_id is not None})
    pressed = _pressed(session, [one.message_id for one in found if one.buttons])
    return {
        one.message_id: _view(one, tickets[one.message_id], answered, pressed.get(one.message_id, {})) for one in found
    }


def _view(one: TelegramMessage, ticket_id: int, answered: dict[int, Message], pressed: dict[str, int]) -> Json:
    original = answered.get(one.answers_id or 0)
    return {
        "answers": None if original is None else _original(original, ticket_id),
        "quote": one.quote,
        "forwarded_from": one.forwarded_from,
        "reactions": _counted(one.reactions),
        "deleted_at": iso(one.deleted_at),
        "is_album": bool(one.parts) and isinstance(one.parts[0], dict),
        "parts": max(1, len(one.parts)),
        "content": one.content,
        "buttons": _buttons(one.buttons or [], pressed),
        "is_press": one.pressed is not None,
    }


def _counted(reactions: dict[str, Any]) -> list[Json]:  # as helpdesk.models.TelegramMessage says
    counts: dict[str, int] = {}
    for given in reactions.values():
        for emoji in given:
            counts[emoji] = counts.get(emoji, 0) + 1
    return [{"emoji": emoji, "count": count} for emoji, count in counts.items()]


def _buttons(buttons: Sequence[Any], pressed: dict[str, int]) -> list[Json]:  # as above
    return [{"label": one["label"], "pressed_by": pressed.get(one["value"], one.get("pressed"))} for one in buttons]


def _original(message: Message, ticket_id: int) -> Json:
    # One chat goes on over tickets, and not all of them are for every reader of this one.
    is_here = message.ticket_id == ticket_id
    return {
        "message_id": message.id,
        "author_kind": message.author_kind.value,
        "text": markup.preview(message.text, chars=ANSWERED_CHARS) if is_here else "",
    }


def _answered(session: Session, ids: Collection[int]) -> dict[int, Message]:
    if not ids:
        return {}
    found = session.scalars(select(Message).where(Message.id.in_(ids), Message.kind != MessageKind.NOTE))
    return {message.id: message for message in found}


def _pressed(session: Session, ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return by message with buttons which were pressed, and the first message that came of each."""
    if not ids:
        return {}
    found = session.execute(
        select(TelegramMessage.answers_id, TelegramMessage.pressed, TelegramMessage.message_id)
        .where(TelegramMessage.answers_id.in_(ids), TelegramMessage.pressed.is_not(None))
        .order_by(TelegramMessage.message_id)
    )
    pressed: dict[int, dict[str, int]] = {}
    for answers_id, value, message_id in found:
        pressed.setdefault(answers_id or 0, {}).setdefault(value or "", message_id)
    return pressed
