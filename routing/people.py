"""The agents as the router sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import hours
from helpdesk.models import Agent, Presence
from helpdesk.presence import is_routable
from routing.held import NOTHING, Load
from routing.seldom import Seldom
from routing.shapes import RoutableAgent


@dataclass(frozen=True, slots=True)
class Seat:
    """An active agent, and how they are at their desk: what changes all the time."""

    id: int
    capacity_units: int
    calendar_id: int | None
    is_routable: bool
    online_since: datetime | None
    idle_since: datetime | None
    last_assigned_at: datetime | None
    leaves_at: datetime | None


_SEATS = (
    select(
        Agent.id,
        Agent.capacity_units,
        Agent.calendar_id,
        Presence.agent_id.label("presence_id"),
        Presence.status,
        Presence.last_seen_at,
        Presence.online_since,
        Presence.idle_since,
        Presence.last_assigned_at,
        Presence.leaves_at,
    )
    .outerjoin(Presence, Presence.agent_id == Agent.id)
    .where(Agent.is_active)
)


def seats(session: Session, now: datetime) -> list[Seat]:
    """Return all active agents."""
    return [
        Seat(
            id=one.id,
            capacity_units=one.capacity_units,
            calendar_id=one.calendar_id,
            is_routable=one.presence_id is not None and is_routable(one, now),
            online_since=one.online_since,
            idle_since=one.idle_since,
            last_assigned_at=one.last_assigned_at,
            leaves_at=one.leaves_at,
        )
        for one in session.execute(_SEATS)
    ]


def routable(
    seats: Sequence[Seat], known: Seldom, *, loads: Mapping[int, Load], spoken: frozenset[str], now: datetime
) -> list[RoutableAgent]:
    """Return active agents with what they hold; `online` are those who take new work."""
    return [
        RoutableAgent(
            id=seat.id,
            skills=known.levels.get(seat.id, {}),
            # Whoever names no language is asked for all: a desk that does not care need not fill anything in.
            languages=known.languages.get(seat.id, spoken),
            capacity_units=seat.capacity_units,
            used_units=held.used_units,
            open_tickets=held.open_tickets,
            awaiting=held.awaiting,
            unanswered_email=held.unanswered_email,
            last_assigned_at=_seconds(seat.last_assigned_at),
            idle_since=_seconds(seat.idle_since),
            shift_ends_at=_seconds(_shift_end(seat, known, now)),
            online=seat.is_routable,
        )
        for seat in seats
        for held in [loads.get(seat.id, NOTHING)]
    ]


def _shift_end(seat: Seat, known: Seldom, now: datetime) -> datetime | None:
    """Tell when an agent goes home: as they said for today, or by their working hours."""
    if seat.leaves_at is not None and seat.leaves_at > now:
        return seat.leaves_at
    calendar = known.calendars.get(seat.calendar_id or 0)
    return None if calendar is None else hours.open_until(calendar, now)


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
