"""How soon visitors are answered, from what really happened."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.models import Ticket

WEEKS: Final = 12
FEWEST: Final = 5
MAX_ROWS: Final = 2_000
STEPS_MIN: Final = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440)
_HOUR: Final = timedelta(hours=1)


def minutes_to_answer(session: Session, channel_id: int, now: datetime) -> int | None:
    """Return the median wait for a first answer in this hour of the week, rounded up to a plain figure.

    Tickets nobody has answered yet count with all the time they have waited. None when there were fewer than five, or
    when it takes more than a day: then nothing is promised.
    """
    hours = [and_(Ticket.created_at >= start, Ticket.created_at < start + _HOUR) for start in _same_hours(session, now)]
    found = session.execute(
        select(Ticket.created_at, Ticket.first_responded_at)
        .where(Ticket.channel_id == channel_id, Ticket.spam_at.is_(None), or_(*hours))
        .order_by(Ticket.created_at.desc())
        .limit(MAX_ROWS)
    ).all()
    if len(found) < FEWEST:
        return None
    waits = sorted(((answered or now) - created).total_seconds() / 60 for created, answered in found)
    median = waits[len(waits) // 2]  # of an even number the longer one
    return next((step for step in STEPS_MIN if median <= step), None)


def _same_hours(session: Session, now: datetime) -> list[datetime]:
    """Return when this hour began in each of the weeks before, by the clock on the desk's wall."""
    zone = ZoneInfo(settings.get(session, "time_zone"))
    wall = now.astimezone(zone).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    return [(wall - timedelta(weeks=week)).replace(tzinfo=zone).astimezone(now.tzinfo) for week in range(1, WEEKS + 1)]
