"""What agents write, until it becomes a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, markup, settings
from helpdesk.actions.access import touch
from helpdesk.actions.attachments_of import attach
from helpdesk.actions.recipients import Recipients
from helpdesk.actions.release import release
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import AuthorKind, ChannelKind, DeliveryState, Message, MessageKind, Thread, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor

LONGEST_WAIT: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Writing:
    """What an agent wrote: Markdown text, files, and the browser's own key that makes sending twice harmless.

    recipients: whom a mail goes to; None is for those the thread answers by default, and for channels without a choice.
    send_at: when it is to go out, None for now.
    buttons: what the customer may press instead of writing; answers_id: the message this quotes. Both on Telegram alone.
    """

    text: str
    client_key: str
    attachment_ids: Sequence[str] = ()
    recipients: Recipients | None = None
    buttons: Sequence[str] = ()
    answers_id: int | None = None
    send_at: datetime | None = None


def known_writing(session: Session, ticket: Ticket | None, writing: Writing, *, by: Actor) -> Message | None:
    """Return what this key was used for before; Conflict "client_key_reused" when that was on another ticket."""
    known = session.scalar(
        select(Message).where(Message.author_agent_id == by.agent_id, Message.client_key == writing.client_key)
    )
    if known is not None and ticket is not None and known.ticket_id != ticket.id:
        raise Conflict("This client key was used on another ticket.", code="client_key_reused")
    return known


def require_text(writing: Writing) -> None:
    """Raise Invalid unless there is a text or a file, and the text is not too long."""
    if not markup.clean(writing.text).strip() and not writing.attachment_ids:
        raise Invalid("Write something or attach a file.", text="empty")
    if len(writing.text) > markup.MAX_CHARS:
        raise Invalid(f"A message has at most {markup.MAX_CHARS} characters.", text="too_long")
    if writing.send_at is not None and not clock.now() < writing.send_at <= clock.now() + LONGEST_WAIT:
        raise Invalid("Choose a moment within the coming year.", send_at="past")


def store(
    session: Session, ticket: Ticket, thread: Thread, writing: Writing, *, kind: MessageKind, by: Actor
) -> Message:
    """Store what an agent wrote; a message to the customer is queued."""
    text = markup.clean(writing.text)
    message = Message(
        ticket_id=ticket.id,
        thread_id=thread.id,
        customer_id=ticket.customer_id,
        kind=kind,
        author_kind=AuthorKind.AGENT if by.agent_id is not None else AuthorKind.SYSTEM,
        author_agent_id=by.agent_id,
        text=text,
        html=markup.from_markdown(text),
        client_key=writing.client_key,
        scheduled_for=writing.send_at if kind is MessageKind.OUT else None,
        delivery_state=DeliveryState.QUEUED if kind is MessageKind.OUT else None,
        created_at=clock.now(),
    )
    session.add(message)
    session.flush()
    attach(session, message, writing.attachment_ids, agent_id=by.agent_id)
    return message


def hold_or_release(session: Session, ticket: Ticket, thread: Thread, message: Message, *, by: Actor) -> None:
    """Hold a message back until its moment or for the time it can be taken back in, or let it go at once."""
    if message.scheduled_for is not None:
        message.release_at = message.scheduled_for
        touch(ticket)
        return
    _hold(session, ticket, message, hold_s=_hold_s(session, _kind(session, thread)), by=by)


def hold_or_release_first(session: Session, ticket: Ticket, thread: Thread, message: Message, *, by: Actor) -> None:
    """Hold the first message of a ticket back as `hold_or_release` does, and in a chat as long as a mail: nobody waits there yet."""
    if message.scheduled_for is not None:
        hold_or_release(session, ticket, thread, message, by=by)
        return
    hold_s = max(_hold_s(session, kind) for kind in (_kind(session, thread), ChannelKind.EMAIL))
    _hold(session, ticket, message, hold_s=hold_s, by=by)


def _kind(session: Session, thread: Thread) -> ChannelKind:
    return session.get_one(Channel, thread.channel_id).kind


def _hold_s(session: Session, kind: ChannelKind) -> int:
    return int(settings.get(session, "undo_send_s").get(kind.value, 0))


def _hold(session: Session, ticket: Ticket, message: Message, *, hold_s: int, by: Actor) -> None:
    if hold_s > 0:
        message.release_at = clock.now() + timedelta(seconds=hold_s)
        touch(ticket)
    else:
        release(session, ticket, message, by=by)
