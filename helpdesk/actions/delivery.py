"""How replies fare on their way out, by the one table of legal delivery moves."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from helpdesk import clock, db, events
from helpdesk.actions.access import open_message
from helpdesk.actions.holding import IS_HELD_TOO_LONG, IS_TRIED_IN_FUTURE, LONG_AGO, latest_release, latest_try
from helpdesk.actions.telegram import early_presses
from helpdesk.errors import Conflict
from helpdesk.models import (
    DELIVERY_MOVES,
    DeliveryState,
    Message,
    MessageExternalId,
    Thread,
    Ticket,
)
from helpdesk.models.deliveries import UNDELIVERED
from helpdesk.models.unindexed import unindexed
from helpdesk.permissions import SYSTEM, Actor

ERROR_CHARS = 500
# Not created_at: by a clock that was set back, or another machine's, that may lie in the future.
_DUE = func.coalesce(
    case((IS_TRIED_IN_FUTURE, LONG_AGO), else_=Message.next_attempt_at),
    case((IS_HELD_TOO_LONG, LONG_AGO), else_=Message.release_at),
    LONG_AGO,
)
# Built once: asked every other second for ever.
_NEXT_DUE = select(_DUE).where(UNDELIVERED, Message.delivery_state == DeliveryState.QUEUED).order_by(_DUE).limit(1)


def claim(session: Session, channel_id: int, *, owner: str, limit: int = 20) -> Sequence[Message]:
    """Claim due replies of a channel, at most one per thread and only the oldest of it, and mark them sending."""
    due = session.scalars(_due(channel_id).limit(limit), {"latest_try": latest_try()}).all()
    taken = [message_id for message_id in due if _take(session, message_id, owner)]
    if not taken:
        return []
    return session.scalars(select(Message).where(Message.id.in_(taken)).order_by(Message.id)).all()


def next_due_at(session: Session) -> datetime | None:
    """Return when the next queued reply falls due (it may be past), None when nothing is queued."""
    earliest: datetime | None = session.scalar(_NEXT_DUE, {"latest": latest_release(), "latest_try": latest_try()})
    return earliest


def mark_sent(session: Session, message_id: int, *, external_ids: Sequence[str] = ()) -> bool:
    """Note that the next hop accepted a reply, under these external ids; False when it was not being sent."""
    message, ticket = open_message(session, message_id, by=SYSTEM)
    if not _move(session, message, ticket, DeliveryState.SENT):
        return False
    channel_id = session.get_one(Thread, message.thread_id).channel_id if external_ids else 0
    for external_id in external_ids:
        session.add(MessageExternalId(channel_id=channel_id, external_id=external_id, message_id=message_id))
    if external_ids:
        early_presses.link(session, message)
    return True


def mark_delivered(session: Session, message_ids: Collection[int]) -> None:
    """Note that replies reached the customer's device."""
    _advance(session, message_ids, DeliveryState.DELIVERED)


def mark_read(session: Session, message_ids: Collection[int]) -> None:
    """Note that the customer has seen these replies."""
    _advance(session, message_ids, DeliveryState.READ)


def mark_failed(session: Session, message_id: int, *, error: str) -> bool:
    """Note that a reply was refused for good; `error` is in the provider's words."""
    message, ticket = open_message(session, message_id, by=SYSTEM)
    return _move(session, message, ticket, DeliveryState.FAILED, error=error)


def mark_unknown(session: Session, message_id: int, *, error: str) -> bool:
    """Note that nobody can know whether a reply went out; only a person may send it again."""
    message, ticket = open_message(session, message_id, by=SYSTEM)
    return _move(session, message, ticket, DeliveryState.UNKNOWN, error=error)


def mark_bounced(session: Session, message: Message, ticket: Ticket, *, error: str, is_whole: bool) -> None:
    """Note on a locked ticket that the next hop gave a reply back; `is_whole`: for all whom it was meant for.

    Where only some failed, the reply keeps its state and says whom it did not reach.
    """
    if message.delivery_state is DeliveryState.UNKNOWN:
        _move(session, message, ticket, DeliveryState.SENT)
    if is_whole and _move(session, message, ticket, DeliveryState.FAILED, error=error):
        return
    message.delivery_error = error[:ERROR_CHARS]
    events.record(session, "message.bounced", by=SYSTEM, ticket=ticket, message=message)


def put_back(session: Session, message_id: int, *, retry_at: datetime, error: str = "") -> bool:
    """Queue a reply again that certainly was not sent; the agent's screen keeps saying queued."""
    message, _ = open_message(session, message_id, by=SYSTEM)
    if message.delivery_state is not DeliveryState.SENDING:
        return False
    message.delivery_state, message.claimed_by, message.delivery_at = DeliveryState.QUEUED, None, clock.now()
    message.next_attempt_at, message.delivery_error = retry_at, error[:ERROR_CHARS] or None
    return True


def left_sending(session: Session, channel_id: int, *, owner: str) -> Sequence[int]:
    """Return the replies that an earlier life of this owner was sending when it died."""
    return session.scalars(
        select(Message.id)
        .join(Thread, Thread.id == Message.thread_id)
        .where(
            UNDELIVERED,
            _of_channel(channel_id),
            Message.delivery_state == DeliveryState.SENDING,
            Message.claimed_by == owner,
        )
        .order_by(Message.id)
    ).all()


def retry(session: Session, message_id: int, *, by: Actor) -> Message:
    """Send a failed or unknown reply again, because a person said so."""
    message, ticket = open_message(session, message_id, by=by)
    if message.delivery_state is DeliveryState.QUEUED:
        return message
    _require(message, DeliveryState.QUEUED)
    message.delivery_state, message.delivery_error = DeliveryState.QUEUED, None
    message.next_attempt_at = message.delivery_at = clock.now()
    events.record(session, "message.retried", by=by, ticket=ticket, message=message)
    return message


def confirm(session: Session, message_id: int, *, by: Actor) -> Message:
    """Mark an unknown reply as sent, because a person knows that it arrived."""
    message, ticket = open_message(session, message_id, by=by)
    if message.delivery_state is DeliveryState.SENT:
        return message
    if message.delivery_state is not DeliveryState.UNKNOWN:
        _require(message, DeliveryState.UNKNOWN)
    _move(session, message, ticket, DeliveryState.SENT, by=by)
    return message


def _due(channel_id: int) -> Select[int]:
    now = clock.now()
    earlier = aliased(Message)
    blocked = (
        select(earlier.id)
        .where(
            earlier.thread_id == Message.thread_id,
            earlier.id < Message.id,
            earlier.delivery_state.in_((DeliveryState.QUEUED, DeliveryState.SENDING)),
            # What is to go out at a chosen moment holds up nothing that is written meanwhile.
            or_(earlier.scheduled_for.is_(None), earlier.release_at.is_(None)),
        )
        .exists()
    )
    return (
        select(Message.id)
        .join(Thread, Thread.id == Message.thread_id)
        .where(
            UNDELIVERED,
            _of_channel(channel_id),
            Message.delivery_state == DeliveryState.QUEUED,
            Message.release_at.is_(None),
            or_(Message.next_attempt_at.is_(None), Message.next_attempt_at <= now, IS_TRIED_IN_FUTURE),
            ~blocked,
        )
        .order_by(Message.thread_id, Message.id)
    )


def _of_channel(channel_id: int) -> ColumnElement[bool]:
    # SQLite would walk all threads of the channel instead of the few undelivered messages.
    return unindexed(Thread.channel_id) == channel_id


def _take(session: Session, message_id: int, owner: str) -> bool:
    claimed = db.changed(
        session,
        update(Message)
        .where(Message.id == message_id, Message.delivery_state == DeliveryState.QUEUED)
        .values(
            delivery_state=DeliveryState.SENDING,
            claimed_by=owner,
            attempt=Message.attempt + 1,
            next_attempt_at=None,
            delivery_at=clock.now(),
        ),
    )
    return claimed == 1


def _advance(session: Session, message_ids: Collection[int], state: DeliveryState) -> None:
    for message_id in message_ids:
        message, ticket = open_message(session, message_id, by=SYSTEM)
        if message.delivery_state is not None and state in DELIVERY_MOVES[message.delivery_state]:
            _move(session, message, ticket, state)


def _move(
    session: Session, message: Message, ticket: Ticket, state: DeliveryState, *, error: str = "", by: Actor = SYSTEM
) -> bool:
    if message.delivery_state is None or state not in DELIVERY_MOVES[message.delivery_state]:
        return False
    message.delivery_state, message.delivery_at = state, clock.now()
    message.claimed_by, message.delivery_error = None, error[:ERROR_CHARS] or None
    events.record(session, f"message.{state.value}", by=by, ticket=ticket, message=message)
    return True


def _require(message: Message, state: DeliveryState) -> None:
    before = message.delivery_state
    if before is None or state not in DELIVERY_MOVES[before]:
        raise Conflict(
            f"A message that is {before or 'not going out'} cannot become {state}.",
            code="illegal_move",
            before=before.value if before else None,
            after=state.value,
        )
