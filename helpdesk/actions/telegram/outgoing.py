"""What a reply is on Telegram beyond its words: buttons below it, the message it answers."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import markup
from helpdesk.actions.telegram.known import beside
from helpdesk.actions.writing import Writing
from helpdesk.errors import Invalid
from helpdesk.models import Channel, ChannelKind, Message, MessageExternalId, MessageKind, Thread

MAX_BUTTONS: Final = 8
LABEL_CHARS: Final = 60
QUICK: Final = "q:"  # begins the value of a quick reply


def add(session: Session, thread: Thread, message: Message, writing: Writing) -> None:
    """Note beside a queued reply what it is on Telegram; Invalid where its channel has no such thing."""
    if not writing.buttons and writing.answers_id is None:
        return
    if session.get_one(Channel, thread.channel_id).kind is not ChannelKind.TELEGRAM:
        field = "buttons" if writing.buttons else "answers_message_id"
        raise Invalid("Only Telegram has buttons and quotes.", **{field: "not_on_this_channel"})
    noted = beside(session, message, channel_id=thread.channel_id)
    if writing.buttons:
        noted.buttons = _buttons(writing)
    if writing.answers_id is not None:
        noted.answers_id = _answered(session, thread, writing.answers_id)


def _buttons(writing: Writing) -> list[dict[str, str]]:
    labels = [markup.preview(label, chars=LABEL_CHARS) for label in writing.buttons]
    if not all(labels) or len(set(labels)) < len(labels) or len(labels) > MAX_BUTTONS:
        raise Invalid(f"Up to {MAX_BUTTONS} buttons, each with a text of its own.", buttons="invalid")
    if not markup.clean(writing.text).strip():
        raise Invalid("Buttons need a text above them.", buttons="needs_text")
    return [{"label": label, "value": f"{QUICK}{nth}"} for nth, label in enumerate(labels)]


def _answered(session: Session, thread: Thread, message_id: int) -> int:
    answered = session.get(Message, message_id)
    # What a customer of the same chat cannot see must not be shown to them as a quote.
    is_there = answered is not None and answered.kind is not MessageKind.NOTE
    if answered is None or not is_there or answered.ticket_id != thread.ticket_id or not keys_of(session, [message_id]):
        raise Invalid("This message cannot be answered there.", answers_message_id="unknown")
    return message_id


def keys_of(session: Session, message_ids: Collection[int]) -> dict[int, str]:
    """Return by message id what messages are called on Telegram, of an album its first member."""
    found = session.execute(
        select(MessageExternalId.message_id, MessageExternalId.external_id)
        .where(MessageExternalId.message_id.in_(message_ids))
        .order_by(MessageExternalId.id.desc())
    )
    return {id: key for id, key in found if not key.startswith(("album:", "callback:"))}
