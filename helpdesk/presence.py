"""Who is at the desk. A lost socket counts after 45 seconds, so that a flapping one shuffles nothing."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, events, settings
from helpdesk.errors import NotFound
from helpdesk.models import Presence, PresenceStatus
from helpdesk.permissions import SYSTEM, Actor

GRACE_S = 45
SHORT_ABSENCE = timedelta(minutes=5)
INACTIVE = "inactive"  # why somebody is away, in a word the console translates


class Seen(Protocol):
    """A presence, or the columns of one that tell whether somebody is there."""

    @property
    def status(self) -> PresenceStatus: ...

    @property
    def last_seen_at(self) -> datetime | None: ...


def is_online(presence: Seen, now: datetime) -> bool:
    """Say whether a socket of this agent was alive in the last 45 seconds."""
    return presence.last_seen_at is not None and presence.last_seen_at > now - timedelta(seconds=GRACE_S)


def is_routable(presence: Seen, now: datetime) -> bool:
    """Say whether this agent takes new work: at the desk, and available by their own choice."""
    return presence.status is PresenceStatus.AVAILABLE and is_online(presence, now)


def choose_status(
    session: Session, agent_id: int, *, status: PresenceStatus, by: Actor, reason: str | None = None
) -> Presence:
    """Set what an agent chose; setting the same again records nothing."""
    presence = session.get(Presence, agent_id, with_for_update=True)
    if presence is None:
        raise NotFound
    if (presence.status, presence.reason) == (status, reason):
        return presence
    now = clock.now()
    presence.status, presence.reason, presence.changed_at = status, reason, now
    if by.agent_id == agent_id:
        presence.active_at = now
    if status is PresenceStatus.AVAILABLE:
        presence.missed_offers = 0
    events.record(session, "presence.changed", by=by, agent_id=agent_id, data={"status": status.value})
    return presence


def set_leaving(session: Session, agent_id: int, *, leaves_at: datetime | None, by: Actor) -> Presence:
    """Note when an agent goes home today, so that they are given less that they cannot finish; None: not said."""
    presence = session.get(Presence, agent_id, with_for_update=True)
    if presence is None:
        raise NotFound
    if presence.leaves_at != leaves_at:
        presence.leaves_at = leaves_at
        events.record(session, "presence.changed", by=by, agent_id=agent_id, data={"leaves": leaves_at is not None})
    return presence


def mark_seen(session: Session, agent_ids: Collection[int]) -> None:
    """Write one sign of life for all agents whose sockets are open; announce those who just came."""
    now = clock.now()
    came = session.scalars(
        select(Presence.agent_id).where(Presence.agent_id.in_(agent_ids), Presence.is_online.is_(False))
    ).all()
    if came:
        _begin(session, came, now)
    session.execute(update(Presence).where(Presence.agent_id.in_(agent_ids)).values(last_seen_at=now, is_online=True))
    for agent_id in came:
        events.record(session, "presence.changed", by=SYSTEM, agent_id=agent_id, data={"online": True})


def _begin(session: Session, came: Collection[int], now: datetime) -> None:
    """Count from now on how long they have been here; coming back after a moment is no new beginning."""
    long_away = or_(Presence.last_seen_at.is_(None), Presence.last_seen_at <= now - SHORT_ABSENCE)
    session.execute(
        update(Presence)
        .where(Presence.agent_id.in_(came), or_(long_away, Presence.online_since.is_(None)))
        .values(online_since=now, active_at=now)
    )


def mark_active(session: Session, agent_id: int) -> None:
    """Note that an agent has touched their console; whoever was away for not doing so is back."""
    presence = session.get(Presence, agent_id, with_for_update=True)
    if presence is None:
        return
    presence.active_at = clock.now()
    if (presence.status, presence.reason) == (PresenceStatus.AWAY, INACTIVE):
        choose_status(session, agent_id, status=PresenceStatus.AVAILABLE, by=SYSTEM)


def send_inactive_away(session: Session) -> int:
    """Set those away who have not touched their console for as long as the desk says; return how many."""
    minutes = settings.get(session, "away_after_min")
    if not minutes:
        return 0
    limit = clock.now() - timedelta(minutes=minutes)
    idle = session.scalars(
        select(Presence.agent_id)
        .where(Presence.is_online, Presence.status == PresenceStatus.AVAILABLE, Presence.active_at <= limit)
        .order_by(Presence.agent_id)
    ).all()
    for agent_id in idle:
        choose_status(session, agent_id, status=PresenceStatus.AWAY, by=SYSTEM, reason=INACTIVE)
    return len(idle)


def announce_gone(session: Session) -> int:
    """Announce those not seen for 45 seconds; return how many."""
    limit = clock.now() - timedelta(seconds=GRACE_S)
    gone = session.scalars(
        select(Presence.agent_id).where(
            Presence.is_online, or_(Presence.last_seen_at.is_(None), Presence.last_seen_at <= limit)
        )
    ).all()
    if not gone:
        return 0
    session.execute(update(Presence).where(Presence.agent_id.in_(gone)).values(is_online=False))
    for agent_id in gone:
        events.record(session, "presence.changed", by=SYSTEM, agent_id=agent_id, data={"online": False})
    return len(gone)
