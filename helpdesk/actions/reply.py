"""Answers and notes: a row first, a network call later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup, settings
from helpdesk.actions import assign, drafts, statuses
from helpdesk.actions.access import open_message, open_ticket, touch
from helpdesk.actions.attachments_of import attach
from helpdesk.actions.release import release
from helpdesk.crash import crash_point
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import (
    Attachment,
    AuthorKind,
    Category,
    DeliveryState,
    Draft,
    DraftMode,
    Message,
    MessageKind,
    Thread,
    Ticket,
)
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor


@dataclass(frozen=True, slots=True)
class Writing:
    """What an agent wrote: Markdown text, files, and the browser's own key that makes sending twice harmless."""

    text: str
    client_key: str
    attachment_ids: Sequence[str] = ()


def send_reply(
    session: Session,
    ticket_id: int,
    writing: Writing,
    *,
    by: Actor,
    thread_id: int | None = None,
    seen_message_id: int | None = None,
) -> Message:
    """Queue a reply to the customer and return it; the same client key again returns the first.

    seen_message_id: the newest message its writer had seen; a newer one of the customer raises Conflict
    "newer_message". None sends regardless. A chat reply goes at once, others wait as the setting undo_send_s says.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    known = _known(session, ticket, writing, by)
    if known is not None:
        return known
    _require_text(writing)
    _refuse_closed(ticket)
    _refuse_unseen(session, ticket, seen_message_id)
    thread = _thread(session, ticket, thread_id)
    message = _store(session, ticket, thread, writing, kind=MessageKind.OUT, by=by)
    _hold_or_release(session, ticket, thread, message, by=by)
    if ticket.assignee_id is None and by.agent_id is not None:
        assign.take(session, ticket.id, by=by)
    drafts.consume(session, ticket, DraftMode.REPLY, by=by)
    events.record(session, "message.queued", by=by, ticket=ticket, message=message)
    session.flush()
    crash_point("reply.before_commit")
    return message


def add_note(session: Session, ticket_id: int, writing: Writing, *, by: Actor) -> Message:
    """Add an internal note, which no customer ever sees; the same client key again returns the first."""
    ticket = open_ticket(session, ticket_id, by=by)
    known = _known(session, ticket, writing, by)
    if known is not None:
        return known
    _require_text(writing)
    message = _store(session, ticket, _thread(session, ticket, None), writing, kind=MessageKind.NOTE, by=by)
    statuses.open_new(session, ticket, by=by)
    touch(ticket)
    drafts.consume(session, ticket, DraftMode.NOTE, by=by)
    events.record(session, "note.added", by=by, ticket=ticket, message=message)
    session.flush()
    return message


def withdraw(session: Session, message_id: int, *, by: Actor) -> Draft:
    """Take back a reply that is still held, and make it a draft again; Conflict "too_late" once it has gone."""
    message, ticket = open_message(session, message_id, by=by)
    if message.author_agent_id != by.agent_id:
        raise NotFound
    held = message.release_at is not None and message.release_at > clock.now()
    if message.delivery_state is not DeliveryState.QUEUED or not held:
        raise Conflict("It is too late: the reply has been sent.", code="too_late")
    message.delivery_state, message.client_key = DeliveryState.WITHDRAWN, None
    session.flush()
    files = list(session.scalars(select(Attachment.public_id).where(Attachment.message_id == message.id)))
    session.execute(
        update(Attachment)
        .where(Attachment.message_id == message.id)
        .values(message_id=None, uploaded_by_agent_id=by.agent_id)
    )
    events.record(session, "message.withdrawn", by=by, ticket=ticket, message=message)
    return drafts.restore(session, ticket, DraftMode.REPLY, text=message.text, attachment_ids=files, by=by)


def _known(session: Session, ticket: Ticket, writing: Writing, by: Actor) -> Message | None:
    known = session.scalar(
        select(Message).where(Message.author_agent_id == by.agent_id, Message.client_key == writing.client_key)
    )
    if known is not None and known.ticket_id != ticket.id:
        raise Conflict("This client key was used on another ticket.", code="client_key_reused")
    return known


def _require_text(writing: Writing) -> None:
    if not markup.clean(writing.text).strip() and not writing.attachment_ids:
        raise Invalid("Write something or attach a file.", text="empty")
    if len(writing.text) > markup.MAX_CHARS:
        raise Invalid(f"A message has at most {markup.MAX_CHARS} characters.", text="too_long")


def _refuse_closed(ticket: Ticket) -> None:
    if ticket.category is Category.CLOSED:
        raise Conflict("This ticket is closed; write in a new one.", code="closed")


def _refuse_unseen(session: Session, ticket: Ticket, seen_message_id: int | None) -> None:
    if seen_message_id is None:
        return
    newest = session.scalar(
        select(func.max(Message.id)).where(Message.ticket_id == ticket.id, Message.kind == MessageKind.IN)
    )
    if newest is not None and newest > seen_message_id:
        raise Conflict("The customer has written since you last looked.", code="newer_message", message_id=newest)


def _thread(session: Session, ticket: Ticket, thread_id: int | None) -> Thread:
    wanted = select(Thread).where(Thread.ticket_id == ticket.id).order_by(Thread.id.desc()).limit(1)
    if thread_id is not None:
        wanted = wanted.where(Thread.id == thread_id)
    thread = session.scalar(wanted)
    if thread is None:
        raise Invalid("This ticket has no such thread.", thread_id=thread_id)
    return thread


def _store(
    session: Session, ticket: Ticket, thread: Thread, writing: Writing, *, kind: MessageKind, by: Actor
) -> Message:
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
        delivery_state=DeliveryState.QUEUED if kind is MessageKind.OUT else None,
        created_at=clock.now(),
    )
    session.add(message)
    session.flush()
    attach(session, message, writing.attachment_ids, agent_id=by.agent_id)
    return message


def _hold_or_release(session: Session, ticket: Ticket, thread: Thread, message: Message, *, by: Actor) -> None:
    kind = session.get_one(Channel, thread.channel_id).kind
    hold_s = int(settings.get(session, "undo_send_s").get(kind.value, 0))
    if hold_s > 0:
        message.release_at = clock.now() + timedelta(seconds=hold_s)
        touch(ticket)
    else:
        release(session, ticket, message, by=by)
