"""In, once: every raw thing became something or waits for a person, and nothing came in twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Inbound, InboundState, Mail, Message, MessageExternalId, MessageKind, Thread
from helpdesk.models.channels import Channel, ChannelKind
from runtime.checks.finding import Finding, broken

NAME: Final = "taken in"
PATIENCE: Final = timedelta(minutes=15)
NEWEST: Final = 200_000  # messages looked at


def arriving(session: Session) -> Iterator[Finding]:
    """Look at raw things and at the keys messages are known by."""
    yield from _waiting(session)
    yield from _half_done(session)
    yield from _nameless(session)


def _waiting(session: Session) -> Iterator[Finding]:
    long_ago = clock.now() - PATIENCE
    asked = (
        select(Inbound.id)
        .join(Channel, Channel.id == Inbound.channel_id)
        .where(
            Inbound.state == InboundState.PENDING,
            Inbound.received_at < long_ago,
            or_(Inbound.next_attempt_at.is_(None), Inbound.next_attempt_at < long_ago),
            Channel.is_paused.is_(False),
        )
    )
    remedy = "Is `helpdesk gateway` running? Its log says why they are not read."
    yield from broken(session, NAME, asked, "things came in more than 15 minutes ago and were not read", remedy)


def _half_done(session: Session) -> Iterator[Finding]:
    lost = select(Inbound.id).where(
        Inbound.state == InboundState.DONE, Inbound.disposition == "message", Inbound.message_id.is_(None)
    )
    remedy = "Set their state to quarantined, and replay them in Settings, Quarantine."
    yield from broken(session, NAME, lost, "things are marked as done and became no message", remedy)
    silent = select(Inbound.id).where(Inbound.state == InboundState.QUARANTINED, func.coalesce(Inbound.error, "") == "")
    yield from broken(session, NAME, silent, "things lie in quarantine without a reason", "Replay them.")


def _nameless(session: Session) -> Iterator[Finding]:
    """Every mail and message of a customer on a channel has the name its provider gave it, which keeps it single."""
    since = (session.scalar(select(func.max(Message.id))) or 0) - NEWEST
    named = exists().where(MessageExternalId.message_id == Message.id)
    is_mail = exists().where(Mail.message_id == Message.id)
    asked = (
        select(Message.id)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Message.id > since, Message.kind == MessageKind.IN, Channel.kind != ChannelKind.EMAIL, ~named, ~is_mail)
    )
    remedy = "Received again, they would be stored twice. Restore a backup from before this began."
    yield from broken(session, NAME, asked, "messages of customers have no external id", remedy)
