"""How the whole desk is doing, in a few numbers: what metrics and alarms look at. No names, no texts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.backups import last_backup_at
from helpdesk.models import Category, ChannelHealth, Event, Inbound, InboundState, Message, Presence, Ticket
from helpdesk.models.deliveries import UNDELIVERED
from helpdesk.models.tickets import WAITS_FOR_AGENT
from helpdesk.presence import is_online, is_routable

ACTIVE = (Category.NEW, Category.OPEN, Category.PENDING, Category.ON_HOLD)


@dataclass(frozen=True, slots=True)
class Gauges:
    """Counts and ages (seconds, 0 when nothing waits; backup_age_s: None before the first).

    tickets: by category, resolved and closed ones left out; replies: on their way, by delivery state.
    """

    tickets: dict[str, int]
    unassigned: int
    oldest_unassigned_s: float
    replies: dict[str, int]
    inbound_pending: int
    oldest_inbound_s: float
    quarantined: int
    events_unnumbered: int
    oldest_event_s: float
    channels_in_trouble: int
    agents_online: int
    agents_available: int
    backup_age_s: float | None


def gauges(session: Session) -> Gauges:
    """Return the numbers of this moment; each comes from an index of what is not done yet."""
    now = clock.now()
    unassigned, oldest_ticket = _count_and_oldest(
        session, Ticket.created_at, and_(WAITS_FOR_AGENT, Ticket.snoozed_until.is_(None))
    )
    pending, oldest_inbound = _count_and_oldest(session, Inbound.received_at, Inbound.state == InboundState.PENDING)
    events, oldest_event = _count_and_oldest(session, Event.created_at, Event.position.is_(None))
    presences = session.scalars(select(Presence)).all()
    backup_at = last_backup_at(session)
    return Gauges(
        tickets=_by(session, select(Ticket.category, func.count()).where(Ticket.category.in_(ACTIVE)), Ticket.category),
        unassigned=unassigned,
        oldest_unassigned_s=_age_s(oldest_ticket, now),
        replies=_by(session, select(Message.delivery_state, func.count()).where(UNDELIVERED), Message.delivery_state),
        inbound_pending=pending,
        oldest_inbound_s=_age_s(oldest_inbound, now),
        quarantined=_count(session, Inbound.state == InboundState.QUARANTINED),
        events_unnumbered=events,
        oldest_event_s=_age_s(oldest_event, now),
        channels_in_trouble=session.scalar(
            select(func.count(ChannelHealth.channel_id.distinct())).where(~ChannelHealth.is_working)
        )
        or 0,
        agents_online=sum(is_online(one, now) for one in presences),
        agents_available=sum(is_routable(one, now) for one in presences),
        backup_age_s=None if backup_at is None else _age_s(backup_at, now),
    )


def _count_and_oldest(session: Session, at: Any, condition: Any) -> tuple[int, datetime | None]:
    count, oldest = session.execute(select(func.count(), func.min(at)).where(condition)).one()
    return count, oldest


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Inbound).where(condition)) or 0


def _by(session: Session, statement: Select[Any, int], column: Any) -> dict[str, int]:
    return {kind.value: count for kind, count in session.execute(statement.group_by(column))}


def _age_s(at: datetime | None, now: datetime) -> float:
    return 0.0 if at is None else max(0.0, (now - at).total_seconds())
