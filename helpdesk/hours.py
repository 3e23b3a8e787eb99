"""Business time: adding and counting minutes of a calendar, exact through every change of the clocks."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from helpdesk.errors import Invalid

ALWAYS: Final[Mapping[str, Sequence[Sequence[str]]]] = {str(day): [["00:00", "24:00"]] for day in range(7)}
LONGEST_CLOSURE: Final = timedelta(days=1100)
_DAY: Final = timedelta(days=1)
_ALL_DAY: Final = ((0, 86_400),)


class Opening(Protocol):
    """What tells business hours: the row helpdesk.models.Calendar, or `BusinessHours`."""

    @property
    def time_zone(self) -> str: ...
    @property
    def hours(self) -> Mapping[str, Sequence[Sequence[str]]]: ...
    @property
    def holidays(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """Opening hours: by weekday "0" (Monday) to "6" a list of ["09:00", "18:00"], closed on `holidays` ("2026-12-25").

    An interval ends on the same day; "24:00" is its midnight. A night shift is written as two intervals.
    """

    time_zone: str = "UTC"
    hours: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=lambda: ALWAYS)
    holidays: Sequence[str] = ()


def add_business_time(calendar: Opening, start: datetime, minutes: float) -> datetime:
    """Return the earliest moment, in UTC, by which `minutes` of business time have passed since `start`.

    Zero minutes is `start` itself, also outside of hours. Raises Invalid for hours that cannot be read, and for a
    calendar that stays closed for three years.
    """
    left = timedelta(minutes=minutes)
    moment = _utc(start)
    if left <= timedelta(0):
        return moment
    frozen = _frozen(calendar)
    if frozen.never_closes:
        return moment + left
    opened = moment
    for begin, end in _open_from(frozen, moment):
        if begin - opened > LONGEST_CLOSURE:
            break
        opened = end
        span = end - max(begin, moment)
        if span >= left:
            return max(begin, moment) + left
        left -= span
    raise Invalid("This calendar has no business hours for three years; give it some.", hours="never_open")


def business_minutes_between(calendar: Opening, start: datetime, end: datetime) -> float:
    """Return how many minutes of business time lie between two moments; 0 when `end` is not after `start`."""
    first, last = _utc(start), _utc(end)
    total = timedelta(0)
    if last <= first:
        return 0.0
    frozen = _frozen(calendar)
    if frozen.never_closes:
        return (last - first) / timedelta(minutes=1)
    for begin, finish in _open_from(frozen, first):
        if begin >= last:
            break
        total += min(finish, last) - max(begin, first)
    return total / timedelta(minutes=1)


def is_open(calendar: Opening, moment: datetime) -> bool:
    """Say whether a moment lies in business hours."""
    at = _utc(moment)
    begin, _ = next(_open_from(_frozen(calendar), at), (datetime.max.replace(tzinfo=UTC), None))
    return begin <= at


def next_opening(calendar: Opening, moment: datetime) -> datetime | None:
    """Return when business hours next begin, `moment` itself while they last, None when they never do."""
    at = _utc(moment)
    begin, _ = next(_open_from(_frozen(calendar), at), (None, None))
    return None if begin is None else max(begin, at)


def open_until(calendar: Opening, moment: datetime) -> datetime | None:
    """Return when the business hours that last at this moment end; None outside of them and where they never end."""
    at = _utc(moment)
    end = None
    for begin, finish in _open_from(_frozen(calendar), at):
        if begin > (end or at):
            return end
        end = finish
        if finish - at > timedelta(days=7):
            return None
    return end


def check(calendar: Opening) -> None:
    """Raise Invalid, saying what is wrong, unless the calendar can be read and opens at all."""
    frozen = _frozen(calendar)
    if not any(frozen.intervals):
        raise Invalid("Give the calendar business hours on at least one day.", hours="never_open")


@dataclass(frozen=True, slots=True)
class _Frozen:
    """A calendar that can be a key: per weekday its intervals in seconds of wall-clock time."""

    zone: str
    intervals: tuple[tuple[tuple[int, int], ...], ...]
    holidays: frozenset[date]
    never_closes: bool = False  # then business time is time, whatever the clocks on the wall do


def _frozen(calendar: Opening) -> _Frozen:
    if calendar.hours is ALWAYS and not calendar.holidays:
        return _always(calendar.time_zone)
    hours = tuple((day, tuple((str(a), str(b)) for a, b in calendar.hours.get(day, ()))) for day in map(str, range(7)))
    return _read(calendar.time_zone, hours, tuple(map(str, calendar.holidays)))


@lru_cache(maxsize=256)
def _read(zone: str, hours: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], holidays: tuple[str, ...]) -> _Frozen:
    try:
        ZoneInfo(zone)
        closed = frozenset(date.fromisoformat(day) for day in holidays)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise Invalid(f"There is no time zone {zone!r}.", time_zone="unknown") from error
    except ValueError as error:
        raise Invalid("A holiday is written 2026-12-25.", holidays="not_a_date") from error
    opened = tuple(_merged(_seconds(pair) for pair in intervals) for _, intervals in hours)
    return _Frozen(zone, opened, closed, never_closes=not closed and set(opened) == {_ALL_DAY})


@lru_cache(maxsize=256)
def _always(zone: str) -> _Frozen:
    return _read(zone, tuple((day, (("00:00", "24:00"),)) for day in ALWAYS), ())


def _seconds(interval: tuple[str, str]) -> tuple[int, int]:
    begin, end = (_wall(text) for text in interval)
    if begin >= end:
        raise Invalid(
            f"The interval {interval[0]} to {interval[1]} ends before it begins; write a night shift as two.",
            hours="ends_before_it_begins",
        )
    return begin, end


def _wall(text: str) -> int:
    if text == "24:00":
        return 86_400
    try:
        at = time.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"A time is written 09:00, not {text!r}.", hours="not_a_time") from error
    return at.hour * 3600 + at.minute * 60 + at.second


def _merged(intervals: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(intervals):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def _open_from(calendar: _Frozen, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open intervals that end after `moment`, in order; it ends after three closed years."""
    day = (moment - _DAY).date()
    closed_days = 0
    while closed_days < LONGEST_CLOSURE.days and day < date.max - _DAY:
        opened = _opened(calendar, day)
        closed_days = 0 if opened else closed_days + 1
        yield from (interval for interval in opened if interval[1] > moment)
        day += _DAY


@lru_cache(maxsize=65_536)
def _opened(calendar: _Frozen, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Return when it is open on one local day.

    A moment is open when the clock on the wall shows a time within the hours. So an hour that the clocks skip counts
    nothing and one that they repeat counts twice: for each offset from UTC that is in force around the day, those
    moments are one interval.
    """
    intervals = calendar.intervals[day.weekday()]
    if not intervals or day in calendar.holidays:
        return ()
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found: list[tuple[datetime, datetime]] = []
    for since, until, offset in _offsets(calendar.zone, midnight - _DAY, midnight + 2 * _DAY):
        for begin, end in intervals:
            first = max(since, midnight + timedelta(seconds=begin) - offset)
            last = min(until, midnight + timedelta(seconds=end) - offset)
            if first < last:
                found.append((first, last))
    return tuple(sorted(found))


def _offsets(zone: str, since: datetime, until: datetime) -> list[tuple[datetime, datetime, timedelta]]:
    changes = [moment for moment in _changes(zone, since.year) if since < moment < until]
    edges = [since, *changes, until]
    place = ZoneInfo(zone)
    return [(a, b, _offset(place, a)) for a, b in pairwise(edges)]


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[datetime, ...]:
    """Return the moments when the zone's offset changes, from the last days of the year before to those of the next."""
    place = ZoneInfo(zone)
    first = datetime(year, 1, 1, tzinfo=UTC) - 5 * _DAY
    # Offsets have changed twice within two weeks (Ramadan in Morocco: a month), never twice within a day.
    days = [first + n * _DAY for n in range(377)]
    offsets = [_offset(place, day) for day in days]
    return tuple(_change(place, days[n], days[n + 1]) for n in range(len(days) - 1) if offsets[n] != offsets[n + 1])


def _change(place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    seconds = range(1, int((after - before).total_seconds()) + 1)
    old = _offset(place, before)
    return before + timedelta(
        seconds=1 + bisect_right(seconds, 0, key=lambda s: int(_offset(place, before + timedelta(seconds=s)) != old))
    )


def _offset(place: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(place).utcoffset()
    assert offset is not None
    return offset


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Business time needs an aware moment; use helpdesk.clock.now().")
    return moment.astimezone(UTC)
