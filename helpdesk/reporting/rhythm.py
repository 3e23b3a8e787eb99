"""On which days, and at what hour, a report goes out; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from helpdesk.errors import Invalid
from helpdesk.models import Every

_DAY = timedelta(days=1)
_DAYS = {Every.DAY: range(1), Every.WEEK: range(7), Every.MONTH: range(1, 29)}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """day: of the week, 0 for Monday, or of the month, 1 to 28; 0 for every day. hour: 0 to 23, in the reader's zone."""

    every: Every
    day: int
    hour: int

    def __post_init__(self) -> None:
        """Raise Invalid, naming the field, for what no calendar has."""
        if self.day not in _DAYS[self.every]:
            raise Invalid("A week has days 0 to 6, a month 1 to 28 here, every day is 0.", day="range")
        if self.hour not in range(24):
            raise Invalid("A day has hours 0 to 23.", hour="range")

    def latest(self, now: datetime, zone: ZoneInfo) -> date:
        """Return the newest local day on which it was due."""
        return next(day for day in self._days(now, zone, -_DAY) if self.moment(day, zone) <= now)

    def next_after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return when it is due next."""
        days = self._days(now, zone, _DAY)
        return next(moment for moment in (self.moment(day, zone) for day in days) if moment > now)

    def moment(self, day: date, zone: ZoneInfo) -> datetime:
        """Return when it is due on a local day; an hour that the clocks skip is taken an hour later."""
        return datetime(day.year, day.month, day.day, self.hour, tzinfo=zone).astimezone(UTC)

    def _days(self, now: datetime, zone: ZoneInfo, step: timedelta) -> Iterator[date]:
        day = now.astimezone(zone).date()
        while True:
            if self._falls_on(day):
                yield day
            day += step

    def _falls_on(self, day: date) -> bool:
        if self.every is Every.WEEK:
            return day.weekday() == self.day
        return self.every is Every.DAY or day.day == self.day
