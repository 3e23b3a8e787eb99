"""What could not be taken in, for who may put it right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.models import Channel, Inbound, InboundState, Message, Role, Ticket
from helpdesk.permissions import Actor, require_role

MAX_ROWS = 100


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One thing in quarantine. summary: {"from", "subject", "message_id", "folder"} as far as they could be read."""

    inbound_id: int
    channel_id: int
    channel_name: str
    received_at: datetime
    size: int
    error: str
    attempts: int
    has_raw: bool
    summary: Mapping[str, Any]
    ticket_id: int | None
    ticket_number: int | None


def quarantined(
    session: Session, actor: Actor, *, channel_id: int | None = None, before_id: int | None = None, limit: int = 50
) -> list[Quarantined]:
    """Return the newest first, at most 100; before_id: the last one already seen."""
    require_role(actor, Role.ADMIN)
    wanted = (
        select(Inbound, Channel.name, Ticket.id, Ticket.number)
        .join(Channel, Channel.id == Inbound.channel_id)
        .outerjoin(Message, Message.id == Inbound.message_id)
        .outerjoin(Ticket, Ticket.id == Message.ticket_id)
        .where(Inbound.state == InboundState.QUARANTINED)
        .order_by(Inbound.id.desc())
        .limit(min(limit, MAX_ROWS))
    )
    if channel_id is not None:
        wanted = wanted.where(Inbound.channel_id == channel_id)
    if before_id is not None:
        wanted = wanted.where(Inbound.id < before_id)
    return [_shown(*row) for row in session.execute(wanted)]


def count(session: Session) -> int:
    """Return how many things are in quarantine."""
    return session.scalar(select(func.count(Inbound.id)).where(Inbound.state == InboundState.QUARANTINED)) or 0


def _shown(row: Inbound, channel: str, ticket_id: int | None, number: int | None) -> Quarantined:
    return Quarantined(
        inbound_id=row.id,
        channel_id=row.channel_id,
        channel_name=channel,
        received_at=row.received_at,
        size=row.size or 0,
        error=row.error or "",
        attempts=row.attempts,
        has_raw=row.raw is not None or row.blob is not None,
        summary=row.summary or {},
        ticket_id=ticket_id,
        ticket_number=number,
    )
