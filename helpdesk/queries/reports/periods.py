"""Periods in the desk's time zone: boundaries are computed here, so that no database needs to know zones."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from helpdesk.errors import Invalid

MAX_DAYS: Final = 1_100
QUARTER_S: Final = 900  # every offset there is, is a whole number of quarter hours
_DAYS: Final = re.compile(r"^(\d{1,4})d$")
_DATES: Final = re.compile(r"^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch of time in a report: from `start_s` to before `end_s`, seconds since 1970."""

    key: str
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days: `since` and all up to and with `last`."""

    since: date
    last: date
    zone: ZoneInfo

    @property
    def start_s(self) -> int:
        """When it begins."""
        return _midnight_s(self.since, self.zone)

    @property
    def end_s(self) -> int:
        """When it is over."""
        return _midnight_s(self.last + _DAY, self.zone)

    def before(self) -> "Period":
        """Return the period of as many days just before it."""
        days = (self.last - self.since).days + 1
        return Period(self.since - timedelta(days=days), self.since - _DAY, self.zone)

    def buckets(self, by: str) -> list[Bucket]:
        """Return its days, weeks (from Monday) or months, cut off where the period is."""
        starts = [*_starts(self.since, self.last, by), self.last + _DAY]
        edges = [_midnight_s(day, self.zone) for day in starts]
        return [Bucket(starts[n].isoformat(), edges[n], edges[n + 1]) for n in range(len(starts) - 1)]

    def hours_of_week(self) -> Callable[[int], int]:
        """Return what tells of a moment which hour of the local week it lies in: 0 is Monday's first."""
        known: dict[int, int] = {}

        def hour_of(at_s: int) -> int:
            quarter = at_s // QUARTER_S
            found = known.get(quarter)
            if found is None:
                local = datetime.fromtimestamp(quarter * QUARTER_S, self.zone)
                found = known[quarter] = local.weekday() * 24 + local.hour
            return found

        return hour_of

    def stretches_of(self, hour: int) -> list[tuple[int, int]]:
        """Return all stretches of one hour of the week in the period."""
        hour_of = self.hours_of_week()
        found: list[tuple[int, int]] = []
        for start in range(self.start_s, self.end_s, QUARTER_S):
            if hour_of(start) != hour:
                continue
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], start + QUARTER_S)
            else:
                found.append((start, start + QUARTER_S))
        return found


def read_period(text: str, *, today: date, zone: ZoneInfo) -> Period:
    """Read "30d" (days up to today), "today", "yesterday", "this_month", "last_month" or "2026-01-01..2026-03-31"."""
    since, last = _named(text, today) or _days(text, today) or _dates(text)
    if not 0 <= (last - since).days < MAX_DAYS or since.year < 1990 or last.year > 2200:
        raise Invalid(f"A report covers 1 to {MAX_DAYS} days.", period="length")
    return Period(since, last, zone)


def bucket_of(buckets: Sequence[Bucket]) -> Callable[[int], int]:
    """Return what tells of a moment in which of these adjoining buckets it lies."""
    starts = [bucket.start_s for bucket in buckets]
    return lambda at_s: bisect_right(starts, at_s) - 1


def _named(text: str, today: date) -> tuple[date, date] | None:
    first = today.replace(day=1)
    before = first - _DAY
    monday = today - timedelta(days=today.weekday())
    return {
        "today": (today, today),
        "yesterday": (today - _DAY, today - _DAY),
        "this_week": (monday, today),
        "last_week": (monday - timedelta(days=7), monday - _DAY),
        "this_month": (first, today),
        "last_month": (before.replace(day=1), before),
        "this_year": (today.replace(month=1, day=1), today),
    }.get(text)


def _days(text: str, today: date) -> tuple[date, date] | None:
    found = _DAYS.match(text)
    days = int(found[1]) if found else 0
    return (today - timedelta(days=days - 1), today) if 0 < days <= MAX_DAYS else None


def _dates(text: str) -> tuple[date, date]:
    found = _DATES.match(text)
    try:
        if found:
            return date.fromisoformat(found[1]), date.fromisoformat(found[2])
    except ValueError:
        pass
    raise Invalid("A period is written 30d, last_month or 2026-01-01..2026-03-31.", period="unreadable")


def _starts(since: date, last: date, by: str) -> Iterator[date]:
    day = since
    while day <= last:
        yield day
        if by == "day":
            day += _DAY
        elif by == "week":
            day += timedelta(days=7 - day.weekday())
        else:
            day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _midnight_s(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
