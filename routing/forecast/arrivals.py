"""How many tickets came in each half-hour of the desk's days, by channel."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.models import Channel, Ticket

SLOTS = 48
SLOT = timedelta(minutes=30)

Slot = tuple[date, int]  # a local day and its half-hour, 0 to 47
Counts = Mapping[str, Mapping[Slot, float]]  # by channel


@dataclass(frozen=True, slots=True)
class Came:
    """Whole local days in a row and what came in them; `closed` are the holidays, also those to come."""

    first_day: date
    last_day: date
    time_zone: str
    counts: Counts
    closed: frozenset[date] = frozenset()

    @property
    def days(self) -> list[date]:
        """All days, in order."""
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]

    def until(self, day: date) -> "Came":
        """Return what was known before a day."""
        return Came(self.first_day, day - timedelta(days=1), self.time_zone, self.counts, self.closed)

    def of_day(self, channel: str, day: date) -> list[float]:
        """Return what came on one day by half-hour."""
        counts = self.counts.get(channel, {})
        return [counts.get((day, slot), 0.0) for slot in range(SLOTS)]


def slot_of(at: datetime, zone: ZoneInfo) -> Slot:
    """Return the local day and half-hour of a moment; an hour the clocks repeat is counted in one."""
    local = at.astimezone(zone)
    return local.date(), local.hour * 2 + local.minute // 30


def begin_of(slot: Slot, zone: ZoneInfo) -> datetime:
    """Return when a half-hour begins; one that the clocks skip begins when it would have."""
    return datetime.combine(slot[0], time(slot[1] // 2, slot[1] % 2 * 30), tzinfo=zone)


def count(came: Iterable[tuple[str, datetime]], time_zone: str) -> Counts:
    """Count (channel, when) by channel and half-hour."""
    zone = ZoneInfo(time_zone)
    counts: dict[str, Counter[Slot]] = defaultdict(Counter)
    for channel, at in came:
        counts[channel][slot_of(at, zone)] += 1
    return counts


def load(
    session: Session, *, first_day: date, last_day: date, time_zone: str, team_id: int | None, closed: frozenset[date]
) -> Came:
    """Read the tickets of whole local days, spam left out. team_id: of one team; None: all."""
    zone = ZoneInfo(time_zone)
    begin, end = begin_of((first_day, 0), zone), begin_of((last_day + timedelta(days=1), 0), zone)
    wanted = (
        select(Channel.kind, Ticket.created_at)
        .join(Channel, Channel.id == Ticket.channel_id)
        .where(Ticket.created_at >= begin, Ticket.created_at < end, Ticket.spam_at.is_(None))
    )
    if team_id is not None:
        wanted = wanted.where(Ticket.team_id == team_id)
    rows = session.execute(wanted).yield_per(10_000)
    counts = count(((kind.value, at) for kind, at in rows), time_zone)
    return Came(first_day, last_day, time_zone, counts, closed)


def first_at(session: Session) -> datetime | None:
    """Return when the first ticket came, None for a desk that has none."""
    return session.scalar(select(func.min(Ticket.created_at)))
