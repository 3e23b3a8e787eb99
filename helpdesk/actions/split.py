"""Splitting messages off a ticket: a matter of their own becomes a ticket of its own."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions import merge_sums
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.tickets import create_ticket, follow
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import (
    Category,
    ChannelKind,
    DeliveryState,
    Identity,
    Message,
    MessageKind,
    Thread,
    Ticket,
)
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor

MAX_MESSAGES: Final = 200
ON_THEIR_WAY: Final = (DeliveryState.QUEUED, DeliveryState.SENDING)
SUBJECT_CHARS: Final = 300


def split(
    session: Session, ticket_id: int, *, message_ids: Sequence[int], by: Actor, subject: str | None = None
) -> Ticket:
    """Move messages of a ticket to a new one that follows it, and return the new one.

    It belongs to whoever wrote the first of them, and to the same team. Answers to the messages go with them. Conflict:
    "chat" for messages of a chat, "on_their_way" for answers that have not been sent yet, "closed", "nothing_left".
    """
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.category is Category.CLOSED:
        raise Conflict("A closed ticket stays as it is.", code="closed")
    messages = _messages(session, ticket, message_ids)
    threads = {id: session.get_one(Thread, id) for id in sorted({message.thread_id for message in messages})}
    channel = session.get_one(Channel, threads[messages[0].thread_id].channel_id)
    title = markup.preview(subject or "", chars=SUBJECT_CHARS) or ticket.subject
    fresh = create_ticket(session, channel=channel, customer_id=_owner(session, ticket, messages), subject=title, by=by)
    fresh.type_id, fresh.priority, fresh.team_id, fresh.language = (
        ticket.type_id,
        ticket.priority,
        ticket.team_id,
        ticket.language,
    )
    follow(session, fresh, ticket)
    for thread in threads.values():
        _move(session, thread, [one.id for one in messages if one.thread_id == thread.id], fresh)
    _sum_up(session, ticket, fresh, messages)
    for one, other in ((ticket, fresh), (fresh, ticket)):
        touch(one)
        data = {"other_id": other.id, "other_number": other.number, "is_new": one is fresh}
        events.record(session, "ticket.split", by=by, ticket=one, data=data)
    session.flush()
    return fresh


def _messages(session: Session, ticket: Ticket, message_ids: Sequence[int]) -> list[Message]:
    wanted = set(message_ids)
    if not 0 < len(wanted) <= MAX_MESSAGES:
        raise Invalid("Choose the messages to split off.", message_ids="none")
    found = session.scalars(
        select(Message).where(Message.id.in_(wanted), Message.ticket_id == ticket.id).order_by(Message.id)
    ).all()
    if len(found) != len(wanted):
        raise Invalid("This ticket has no such messages.", message_ids="unknown")
    if not any(one.kind is MessageKind.IN for one in found):
        raise Invalid("Choose at least one message of a customer.", message_ids="none_in")
    if any(one.delivery_state in ON_THEIR_WAY for one in found):
        raise Conflict("An answer that is on its way cannot be split off.", code="on_their_way")
    kinds = select(Channel.kind).join(Thread, Thread.channel_id == Channel.id)
    if ChannelKind.WEBCHAT in session.scalars(kinds.where(Thread.id.in_({one.thread_id for one in found}))).all():
        raise Conflict("A chat stays in one piece: its visitor sees it as one.", code="chat")
    left = select(Message.id).where(
        Message.ticket_id == ticket.id, Message.kind == MessageKind.IN, Message.id.not_in(wanted)
    )
    if session.scalar(left.limit(1)) is None:
        raise Conflict("Nothing of a customer would be left on this ticket.", code="nothing_left")
    return list(found)


def _owner(session: Session, ticket: Ticket, messages: Sequence[Message]) -> int:
    first = next(message for message in messages if message.kind is MessageKind.IN)
    author = session.get(Identity, first.author_identity_id or 0)
    return author.customer_id if author is not None else ticket.customer_id


def _move(session: Session, thread: Thread, message_ids: Sequence[int], fresh: Ticket) -> None:
    own = Thread(
        ticket_id=fresh.id,
        channel_id=thread.channel_id,
        identity_id=thread.identity_id,
        peer=thread.peer,
        details=dict(thread.details),
        customer_seen_id=thread.customer_seen_id,
        desk_seen_id=thread.desk_seen_id,
        created_at=clock.now(),
    )
    session.add(own)
    session.flush()
    moved = update(Message).where(Message.id.in_(message_ids))
    session.execute(moved.values(ticket_id=fresh.id, thread_id=own.id, customer_id=fresh.customer_id))


def _sum_up(session: Session, ticket: Ticket, fresh: Ticket, messages: Sequence[Message]) -> None:
    answers = [one.created_at for one in messages if one.kind is MessageKind.OUT and not one.is_auto]
    fresh.first_responded_at, fresh.answered_at = min(answers, default=None), max(answers, default=None)
    asked = [one for one in messages if one.kind is MessageKind.IN and not one.is_auto]
    was_waiting = ticket.waiting_since
    waits = [one.created_at for one in asked if was_waiting is not None and one.created_at >= was_waiting]
    fresh.waiting_since = min(waits, default=None)
    for one in (ticket, fresh):
        merge_sums.count(session, one)
    merge_sums.wait_anew(session, ticket)
