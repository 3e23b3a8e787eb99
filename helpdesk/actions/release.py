"""What a reply does to its ticket the moment it can no longer be taken back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions import statuses
from helpdesk.actions.access import open_message, touch
from helpdesk.actions.holding import IS_HELD_TOO_LONG, latest_release
from helpdesk.actions.notifications import notify
from helpdesk.actions.taking_back import take_back
from helpdesk.errors import Conflict
from helpdesk.models import AuthorKind, DeliveryState, Message, MessageKind, Thread, Ticket, WroteLast
from helpdesk.models.deliveries import UNDELIVERED
from helpdesk.permissions import SYSTEM, Actor, ActorKind

BATCH = 100


def release(session: Session, ticket: Ticket, message: Message, *, by: Actor) -> None:
    """Let a reply go: the customer waits no longer, the ticket is open, its row shows the reply.

    What goes aside, to somebody else than the customer, answers nobody who waits, and neither does a machine.
    """
    now = clock.now()
    was_held, message.release_at = message.release_at is not None, None
    if message.scheduled_for is not None:
        message.scheduled_for = now  # from now on: when it went
    if _answers(session, message):
        ticket.first_responded_at = ticket.first_responded_at or now
        ticket.answered_at = now
        ticket.waiting_since = _unanswered_since(session, message) if was_held else None
    ticket.message_count += 1
    is_last = message.id >= (
        ticket.last_message_id or 0
    )  # else somebody wrote while it was held, and is the last still
    if is_last:
        ticket.last_message_id, ticket.last_message_at = message.id, now
        ticket.last_message_from = WroteLast.AGENT
        ticket.preview = markup.preview(message.text) or ticket.preview
    statuses.open_new(session, ticket, by=by)
    touch(ticket)


def release_due(session: Session) -> Sequence[int]:
    """Let go of every held reply whose time has come; return their ids."""
    due = session.scalars(
        select(Message.id)
        .where(
            UNDELIVERED,
            Message.delivery_state == DeliveryState.QUEUED,
            or_(Message.release_at <= clock.now(), IS_HELD_TOO_LONG),
        )
        .order_by(Message.id)
        .limit(BATCH),
        {"latest": latest_release()},
    ).all()
    for message_id in due:
        message, ticket = open_message(session, message_id, by=SYSTEM)
        if message.delivery_state is not DeliveryState.QUEUED or message.release_at is None:
            continue
        if message.scheduled_for is not None and _asked_after(session, message, message.id) is not None:
            _give_back(session, ticket, message)
        else:
            _let_go(session, ticket, message)
    return due


def release_now(session: Session, message_id: int, *, by: Actor) -> Message:
    """Let a held reply go at once; Conflict "withdrawn" for one that was taken back, harmless for one that has gone."""
    message, ticket = open_message(session, message_id, by=by)
    if message.delivery_state is DeliveryState.WITHDRAWN:
        raise Conflict("This reply was taken back.", code="withdrawn")
    if message.delivery_state is DeliveryState.QUEUED and message.release_at is not None:
        _let_go(session, ticket, message)
    return message


def _let_go(session: Session, ticket: Ticket, message: Message) -> None:
    author = Actor(ActorKind.AGENT, agent_id=message.author_agent_id)
    release(session, ticket, message, by=author)
    events.record(session, "message.released", by=author, ticket=ticket, message=message)


def _give_back(session: Session, ticket: Ticket, message: Message) -> None:
    """Have the author look again at what they scheduled before the customer wrote, and tell them so."""
    take_back(session, ticket, message, by=SYSTEM)
    if message.author_agent_id is not None:
        notify(
            session, [message.author_agent_id], kind="message.withdrawn", ticket=ticket, data={"message_id": message.id}
        )


def _answers(session: Session, message: Message) -> bool:
    is_persons = message.author_kind is AuthorKind.AGENT and not message.is_auto
    return is_persons and not session.get_one(Thread, message.thread_id).details.get("aside")


def _unanswered_since(session: Session, message: Message) -> datetime | None:
    """Return when the customer wrote something that neither this author nor whose answer went meanwhile could know of."""
    answers = (
        select(Message)
        .where(
            Message.ticket_id == message.ticket_id,
            Message.id > message.id,
            Message.kind == MessageKind.OUT,
            Message.release_at.is_(None),
            Message.delivery_state != DeliveryState.WITHDRAWN,
        )
        .order_by(Message.id.desc())
    )
    later = (one.id for one in session.scalars(answers) if _answers(session, one))
    return _asked_after(session, message, next(later, message.id))


def _asked_after(session: Session, message: Message, known_id: int) -> datetime | None:
    """Return when the customer first wrote on the ticket of a message after another one."""
    return session.scalar(
        select(func.min(Message.created_at)).where(
            Message.ticket_id == message.ticket_id,
            Message.id > known_id,
            Message.kind == MessageKind.IN,
            Message.is_auto.is_(False),
        )
    )
