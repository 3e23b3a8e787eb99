"""Answers and notes: a row first, a network call later."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import acceptance, assign, drafts, mentions, outgoing_mail, statuses
from helpdesk.actions.access import open_message, open_ticket, touch
from helpdesk.actions.taking_back import take_back
from helpdesk.actions.telegram import outgoing
from helpdesk.actions.writing import Writing, hold_or_release, known_writing, require_text, store
from helpdesk.crash import crash_point
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.mentions import named_in
from helpdesk.models import (
    Category,
    DeliveryState,
    Draft,
    DraftMode,
    Message,
    MessageKind,
    Thread,
    Ticket,
)
from helpdesk.permissions import Actor

__all__ = ["Writing", "add_note", "send_reply", "withdraw"]


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
    "newer_message", one of a colleague "colleague_answered". None sends regardless. A chat reply goes at once, others
    wait as the setting undo_send_s says, and a scheduled one until its moment; it is taken back then if the customer
    has written first.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    known = known_writing(session, ticket, writing, by=by)
    if known is not None:
        return known
    require_text(writing)
    _refuse_closed(ticket)
    _refuse_unseen(session, ticket, seen_message_id, by=by)
    thread = _thread(session, ticket, thread_id)
    message = store(session, ticket, thread, writing, kind=MessageKind.OUT, by=by)
    outgoing_mail.add(session, ticket, thread, message, writing.recipients)
    outgoing.add(session, thread, message, writing)
    hold_or_release(session, ticket, thread, message, by=by)
    if ticket.assignee_id is None and by.agent_id is not None:
        assign.take(session, ticket.id, by=by)
    acceptance.by_doing(session, ticket, by=by)
    drafts.consume(session, ticket, DraftMode.REPLY, by=by)
    events.record(session, "message.queued", by=by, ticket=ticket, message=message)
    session.flush()
    crash_point("reply.before_commit")
    return message


def add_note(session: Session, ticket_id: int, writing: Writing, *, by: Actor) -> Message:
    """Add an internal note, which no customer ever sees; the same client key again returns the first."""
    ticket = open_ticket(session, ticket_id, by=by)
    known = known_writing(session, ticket, writing, by=by)
    if known is not None:
        return known
    require_text(writing)
    message = store(session, ticket, _thread(session, ticket, None), writing, kind=MessageKind.NOTE, by=by)
    statuses.open_new(session, ticket, by=by)
    acceptance.by_doing(session, ticket, by=by)
    touch(ticket)
    drafts.consume(session, ticket, DraftMode.NOTE, by=by)
    events.record(session, "note.added", by=by, ticket=ticket, message=message)
    mentions.tell_named(session, ticket, message, named_in(message.text), by=by)
    session.flush()
    return message


def withdraw(session: Session, message_id: int, *, by: Actor) -> Draft | None:
    """Take back a reply that is still held, and make it a draft again; Conflict "too_late" once it has gone.

    One's own, and what a colleague has scheduled: its text goes back to them. What was forwarded to somebody else
    becomes no draft.
    """
    message, ticket = open_message(session, message_id, by=by)
    if message.author_agent_id != by.agent_id and message.scheduled_for is None:
        raise NotFound
    held = message.release_at is not None and message.release_at > clock.now()
    if message.delivery_state is not DeliveryState.QUEUED or not held:
        raise Conflict("It is too late: the reply has been sent.", code="too_late")
    return take_back(session, ticket, message, by=by)


def _refuse_closed(ticket: Ticket) -> None:
    if ticket.category is Category.CLOSED:
        raise Conflict("This ticket is closed; write in a new one.", code="closed")


def _refuse_unseen(session: Session, ticket: Ticket, seen_message_id: int | None, *, by: Actor) -> None:
    if seen_message_id is None:
        return
    is_colleagues = and_(
        Message.kind == MessageKind.OUT,
        Message.author_agent_id != by.agent_id,
        Message.delivery_state != DeliveryState.WITHDRAWN,
    )
    unseen = (Message.ticket_id == ticket.id, Message.id > seen_message_id)
    wanted = select(Message.kind, func.max(Message.id)).where(
        *unseen, or_(Message.kind == MessageKind.IN, is_colleagues)
    )
    found = dict(session.execute(wanted.group_by(Message.kind)).all())
    if MessageKind.IN in found:
        newest = found[MessageKind.IN]
        raise Conflict("The customer has written since you last looked.", code="newer_message", message_id=newest)
    if MessageKind.OUT in found:
        newest = found[MessageKind.OUT]
        raise Conflict("A colleague has answered since you last looked.", code="colleague_answered", message_id=newest)


def _thread(session: Session, ticket: Ticket, thread_id: int | None) -> Thread:
    threads = session.scalars(select(Thread).where(Thread.ticket_id == ticket.id).order_by(Thread.id.desc())).all()
    if thread_id is not None:
        threads = [thread for thread in threads if thread.id == thread_id]
    # A forward to somebody else must not draw the next answer to them.
    main = [thread for thread in threads if not thread.details.get("aside")]
    if not threads:
        raise Invalid("This ticket has no such thread.", thread_id=thread_id)
    return (main or threads)[0]
