"""Who is at the desk. A lost socket counts after 45 seconds, so that a flapping one shuffles nothing."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.errors import NotFound
from helpdesk.models import Presence, PresenceStatus
from helpdesk.permissions import SYSTEM, Actor

GRACE_S = 45


def is_online(presence: Presence, now: datetime) -> bool:
    """Say whether a socket of this agent was alive in the last 45 seconds."""
    return presence.last_seen_at is not None and presence.last_seen_at > now - timedelta(seconds=GRACE_S)


def is_routable(presence: Presence, now: datetime) -> bool:
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
    presence.status, presence.reason, presence.changed_at = status, reason, clock.now()
    events.record(session, "presence.changed", by=by, agent_id=agent_id, data={"status": status.value})
    return presence


def mark_seen(session: Session, agent_ids: Collection[int]) -> None:
    """Write one sign of life for all agents whose sockets are open; announce those who just came."""
    now = clock.now()
    came = session.scalars(
        select(Presence.agent_id).where(Presence.agent_id.in_(agent_ids), Presence.is_online.is_(False))
    ).all()
    session.execute(update(Presence).where(Presence.agent_id.in_(agent_ids)).values(last_seen_at=now, is_online=True))
    for agent_id in came:
        events.record(session, "presence.changed", by=SYSTEM, agent_id=agent_id, data={"online": True})


def announce_gone(session: Session) -> int:
    """Announce those not seen for 45 seconds; return how many."""
    limit = clock.now() - timedelta(seconds=GRACE_S)
    gone = session.scalars(
        select(Presence.agent_id).where(
            Presence.is_online, or_(Presence.last_seen_at.is_(None), Presence.last_seen_at <= limit)
        )
    ).all()
    session.execute(update(Presence).where(Presence.agent_id.in_(gone)).values(is_online=False))
    for agent_id in gone:
        events.record(session, "presence.changed", by=SYSTEM, agent_id=agent_id, data={"online": False})
    return len(gone)
