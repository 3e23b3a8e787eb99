"""Whole days out of an iCalendar text (RFC 5545): what holiday calendars are made of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from helpdesk.errors import Invalid

MAX_CHARS: Final = 1_000_000
MAX_DAYS: Final = 2_000
LONGEST: Final = timedelta(days=366)
NAME_CHARS: Final = 120

_DAY: Final = timedelta(days=1)
_line = re.compile(r"([A-Za-z0-9-]+)((?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)")
_escaped = re.compile(r"\\([\\;,nN])")
_date = re.compile(r"\d{8}")
_duration = re.compile(r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?")

Properties = Mapping[str, tuple[str, str]]  # name -> parameters, value


@dataclass(frozen=True, slots=True)
class HolidayList:
    """The days found, in order, with their names; skipped: how many events are no whole days or cannot be read."""

    days: Sequence[tuple[date, str]]
    skipped: int = 0


def read_days(text: str, *, first_year: int, last_year: int) -> HolidayList:
    """Return the whole days of all events between two years; one that comes back every year counts in each.

    Other repetitions, and events with a time of day, are skipped. Raises Invalid when this is no calendar at all.
    """
    if len(text) > MAX_CHARS:
        raise Invalid("This calendar is too long.", ical="too_long")
    if "BEGIN:VCALENDAR" not in text.upper():
        raise Invalid("This is no iCalendar text: it has no BEGIN:VCALENDAR.", ical="no_calendar")
    found: dict[date, str] = {}
    skipped = 0
    for event in _events(text):
        days = _days(event, first_year, last_year)
        skipped += days is None
        for day in days or ():
            found.setdefault(day, _name(event))
        if len(found) > MAX_DAYS:
            raise Invalid(f"This calendar has more than {MAX_DAYS} days.", ical="too_long")
    return HolidayList(sorted(found.items()), skipped)


def _events(text: str) -> Iterator[Properties]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    event: dict[str, tuple[str, str]] | None = None
    inner = 0
    for line in unfolded.splitlines():
        word = line.strip().upper()
        if word == "BEGIN:VEVENT":
            event, inner = {}, 0
        elif event is not None and word == "END:VEVENT":
            yield event
            event = None
        elif event is not None and word.startswith(("BEGIN:", "END:")):
            inner += 1 if word.startswith("BEGIN:") else -1
        elif event is not None and not inner and (match := _line.fullmatch(line)):
            event.setdefault(match[1].upper(), (match[2].upper(), match[3].strip()))


def _days(event: Properties, first_year: int, last_year: int) -> list[date] | None:
    start = _day(event.get("DTSTART"))
    length = _length(event, start)
    if start is None or length is None or event.get("STATUS", ("", ""))[1].upper() == "CANCELLED":
        return None
    starts = _repeated(start, event["RRULE"][1], last_year) if "RRULE" in event else [start]
    if starts is None:
        return None
    days = (begin + n * _DAY for begin in starts for n in range(length.days))
    return [day for day in days if first_year <= day.year <= last_year]


def _length(event: Properties, start: date | None) -> timedelta | None:
    """Return how long an event is; its end is the day after the last (RFC 5545, 3.6.1)."""
    if start is None:
        return None
    if "DURATION" in event:
        match = _duration.fullmatch(event["DURATION"][1])
        length = timedelta(weeks=int(match[1] or 0), days=int(match[2] or 0)) if match else None
    else:
        end = _day(event["DTEND"]) if "DTEND" in event else start + _DAY
        length = None if end is None else max(end - start, _DAY)
    return length if length is not None and _DAY <= length <= LONGEST else None


def _repeated(start: date, rule: str, last_year: int) -> list[date] | None:
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    same_day = {"BYMONTH": str(start.month), "BYMONTHDAY": str(start.day)}
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *same_day}
    is_plain = all(parts.get(name, value) == value for name, value in same_day.items())
    numbers = [parts.get("INTERVAL", "1"), parts.get("COUNT", "200")]
    if parts.get("FREQ") != "YEARLY" or not is_plain or set(parts) - known or not all(map(_is_count, numbers)):
        return None
    until = _day(("", parts["UNTIL"][:8])) if "UNTIL" in parts else date.max
    interval, count = map(int, numbers)
    years = range(start.year, last_year + 1, interval)[:count]
    found = [day for year in years if (day := _in_year(start, year)) is not None]
    return [day for day in found if day <= (until or date.max)]


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= len(text) <= 3 and int(text) > 0


def _day(given: tuple[str, str] | None) -> date | None:
    if given is None or not _date.fullmatch(given[1]) or not given[1].isascii():
        return None
    try:
        day = date(int(given[1][:4]), int(given[1][4:6]), int(given[1][6:]))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _name(event: Properties) -> str:
    text = _escaped.sub(lambda match: " " if match[1] in "nN" else match[1], event.get("SUMMARY", ("", ""))[1])
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:NAME_CHARS]
