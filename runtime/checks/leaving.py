"""Out, never twice unasked: the delivery state of every reply is one its story can have."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from helpdesk import clock
from helpdesk.models import DeliveryState, Message, MessageKind, Thread, VisitorEvent
from helpdesk.models.channels import Channel, ChannelKind
from helpdesk.models.deliveries import UNDELIVERED
from runtime.checks.finding import Finding, broken

NAME: Final = "replies"
LONG_SENDING: Final = timedelta(minutes=15)
LONG_QUEUED: Final = timedelta(hours=1)
NEWEST: Final = 200_000  # messages looked at
GONE: Final = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)


def leaving(session: Session) -> Iterator[Finding]:
    """Look at deliveries."""
    yield from _states(session)
    yield from _stuck(session)
    yield from _untold(session)


def _states(session: Session) -> Iterator[Finding]:
    since = (session.scalar(select(func.max(Message.id))) or 0) - NEWEST
    is_out = Message.kind == MessageKind.OUT
    wrong = select(Message.id).where(Message.id > since, is_out == Message.delivery_state.is_(None))
    remedy = "Say in a note on their tickets what was sent; then write again."
    yield from broken(session, NAME, wrong, "messages have a delivery state that does not fit their kind", remedy)
    untried = select(Message.id).where(
        Message.id > since,
        Message.delivery_state.in_((*GONE, DeliveryState.UNKNOWN)),
        Message.attempt == 0,
        Message.is_auto.is_(False),
    )
    yield from broken(session, NAME, untried, "replies are said to have left without a try", remedy)
    silent = select(Message.id).where(
        Message.id > since,
        Message.delivery_state == DeliveryState.FAILED,
        func.coalesce(Message.delivery_error, "") == "",
    )
    yield from broken(session, NAME, silent, "replies failed and do not say why", "Look for them in the log.")


def _stuck(session: Session) -> Iterator[Finding]:
    now = clock.now()
    sending = select(Message.id).where(
        UNDELIVERED,
        Message.delivery_state == DeliveryState.SENDING,
        or_(Message.claimed_by.is_(None), Message.delivery_at < now - LONG_SENDING),
    )
    remedy = "Is `helpdesk gateway` running? When it starts it asks about what it was sending."
    yield from broken(session, NAME, sending, "replies have been leaving for more than 15 minutes", remedy)
    earlier = aliased(Message)
    behind = exists().where(
        earlier.thread_id == Message.thread_id,
        earlier.id < Message.id,
        earlier.delivery_state.in_((DeliveryState.QUEUED, DeliveryState.SENDING)),
    )
    due = func.coalesce(Message.next_attempt_at, Message.release_at, Message.created_at)
    queued = (
        select(Message.id)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Channel, Channel.id == Thread.channel_id + 0)
        .where(
            UNDELIVERED,
            Message.delivery_state == DeliveryState.QUEUED,
            due < now - LONG_QUEUED,
            Channel.is_paused.is_(False),
            ~behind,
        )
    )
    remedy = "Is `helpdesk gateway` running? Settings, Channels says what is wrong with the way out."
    yield from broken(session, NAME, queued, "replies have been due for more than an hour", remedy)


def _untold(session: Session) -> Iterator[Finding]:
    """What was sent to a chat is a fact its visitor is told."""
    since = (session.scalar(select(func.max(Message.id))) or 0) - NEWEST
    told = exists().where(VisitorEvent.message_id == Message.id)
    asked = (
        select(Message.id)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(
            and_(Message.id > since, Channel.kind == ChannelKind.WEBCHAT, Message.kind == MessageKind.OUT),
            Message.delivery_state.in_(GONE),
            ~told,
        )
    )
    yield from broken(session, NAME, asked, "replies to a chat were never shown there", "Write them again.")
