"""Reading a moment: what is understood is taken out of the text, and nothing may be left over. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from helpdesk.moments import words

MAX_CHARS: Final = 80
MORNING: Final = time(9)
Found = re.Match[str]


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known so far. after: a span from now; has_year: a date that says its year."""

    now: datetime
    after: timedelta | None = None
    day: date | None = None
    at: time | None = None
    has_year: bool = True


def read_moment(text: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """Return the moment a text names, seen from `now` by a person in `zone`; None where it cannot be understood.

    A day without a time means nine in the morning; a time without a day the next time it is so late. May be past.
    """
    rest = " ".join(text.lower().replace("ё", "е").replace(",", " ").split())
    if not rest or len(rest) > MAX_CHARS:
        return None
    read = _Read(now.astimezone(zone))
    try:
        for pattern, step in _STEPS:
            found = pattern.search(rest)
            if found is not None:
                read = step(read, found)
                rest = f"{rest[: found.start()]} {rest[found.end() :]}"
        if re.sub(words.any_of(words.AT), "", rest).strip():
            return None
        return _moment(read)
    except (ValueError, OverflowError):
        return None


def _moment(read: _Read) -> datetime | None:
    if read.after is not None:
        if read.after < timedelta(days=1) and read.at is None:
            return read.now + read.after if read.day is None else None
        read = replace(read, day=(read.now + read.after).date(), after=None)
    if read.day is None and read.at is None:
        return None
    day, at = read.day or read.now.date(), read.at or MORNING
    moment = datetime.combine(day, at, tzinfo=read.now.tzinfo)
    if read.day is None and moment <= read.now:
        return datetime.combine(day + timedelta(days=1), at, tzinfo=read.now.tzinfo)
    if not read.has_year and moment <= read.now:
        return moment.replace(year=moment.year + 1)
    return moment


def _span(read: _Read, found: Found) -> _Read:
    many, unit = found["many"], found["unit"]
    number = 1.0 if many is None or not many[0].isdigit() else float(many.replace(",", "."))
    sizes = {
        words.MINUTE: timedelta(minutes=1),
        words.HOUR: timedelta(hours=1),
        words.DAY: timedelta(days=1),
        words.WEEK: timedelta(weeks=1),
    }
    for pattern, size in sizes.items():
        if re.fullmatch(pattern, unit):
            return replace(read, after=number * size)
    return replace(read, day=_months_on(read.now.date(), int(number)))


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _on(days: int, at: time | None = None) -> Callable[[_Read, Found], _Read]:
    return lambda read, _found: replace(read, day=read.now.date() + timedelta(days=days), at=at or read.at)


def _half_hour(read: _Read, _found: Found) -> _Read:
    return replace(read, after=timedelta(minutes=30))


def _next_week(read: _Read, _found: Found) -> _Read:
    return replace(read, day=read.now.date() + timedelta(days=7 - read.now.weekday()))


def _next_month(read: _Read, _found: Found) -> _Read:
    return replace(read, day=_months_on(read.now.date().replace(day=1), 1))


def _weekday(read: _Read, found: Found) -> _Read:
    wanted = words.numbered(found["day"], words.WEEKDAYS) or 0
    today = read.now.date()
    if found["next"]:
        return replace(read, day=today + timedelta(days=7 - today.weekday() + wanted))
    return replace(read, day=today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1))


def _weekend(read: _Read, _found: Found) -> _Read:
    return replace(read, day=read.now.date() + timedelta(days=(5 - read.now.weekday() - 1) % 7 + 1))


def _iso_date(read: _Read, found: Found) -> _Read:
    return replace(read, day=date(int(found[1]), int(found[2]), int(found[3])))


def _dotted_date(read: _Read, found: Found) -> _Read:
    year = int(found[3]) if found[3] else read.now.year
    return replace(
        read, day=date(year + (2000 if year < 100 else 0), int(found[2]), int(found[1])), has_year=bool(found[3])
    )


def _named_date(read: _Read, found: Found) -> _Read:
    month = words.numbered(found["month"] or found["month_"], words.MONTHS) or 0
    year = found["year"]
    day = date(int(year or read.now.year), month + 1, int(found["day"] or found["day_"]))
    return replace(read, day=day, has_year=year is not None)


def _clock(read: _Read, found: Found) -> _Read:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and (half[0] == "p" or re.fullmatch(f"{words.EVENING}|дня", half)) and hour < 12:
        hour += 12
    elif half and half[0] == "a" and hour == 12:
        hour = 0
    return replace(read, at=time(hour, minute))


def _time(at: time) -> Callable[[_Read, Found], _Read]:
    return lambda read, _found: replace(read, at=read.at or at)


_units = "|".join((words.MINUTE, words.HOUR, words.DAY, words.WEEK, words.MONTH))
_months = "|".join(words.MONTHS)
_halves = rf"[ap]\.?m\.?|{words.EVENING}|{words.MORNING}|дня"
# In this order: what is longer or surer comes before what could be a part of it.
_STEPS: Final[tuple[tuple[re.Pattern[str], Callable[[_Read, Found], _Read]], ...]] = tuple(
    (re.compile(pattern), step)
    for pattern, step in (
        (rf"(?:(?:{words.IN}) )?{words.any_of(words.HALF_HOUR)}", _half_hour),
        (rf"(?<!\w)(?:{words.IN}) (?:(?P<many>\d+(?:[.,]\d)?|{words.ONE}) ?)?(?P<unit>{_units})(?!\w)", _span),
        (rf"^(?P<many>\d+(?:[.,]\d)?) ?(?P<unit>{_units})$", _span),
        (r"(?<!\d)(\d{4})-(\d\d?)-(\d\d?)(?!\d)", _iso_date),
        (r"(?<!\d)(\d\d?)[./](\d\d?)(?:[./](\d{4}|\d\d))?(?!\d)", _dotted_date),
        (
            rf"(?<!\d)(?:(?P<day>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<month>{_months})"
            rf"|(?P<month_>{_months}) (?P<day_>\d\d?)(?:st|nd|rd|th)?)(?!\w)(?: (?P<year>\d{{4}}))?",
            _named_date,
        ),
        (words.any_of(words.TONIGHT), _on(0, time(18))),
        (words.any_of(words.DAY_AFTER), _on(2)),
        (words.any_of(words.TOMORROW), _on(1)),
        (words.any_of(words.TODAY), _on(0)),
        (words.any_of(words.NEXT_WEEK), _next_week),
        (words.any_of(words.NEXT_MONTH), _next_month),
        (rf"(?<!\w)(?P<next>(?:{words.NEXT}) )?(?P<day>{'|'.join(words.WEEKDAYS)})(?!\w)", _weekday),
        (words.any_of(words.WEEKEND), _weekend),
        (words.any_of(words.NOON), _time(time(12))),
        (rf"(?<!\d)(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))? ?(?P<half>{_halves})(?!\w)", _clock),
        (r"(?<!\d)(?P<hour>\d\d?)(?::(?P<minute>\d\d))?(?P<half>)(?!\w)", _clock),
        (words.any_of(words.AFTERNOON), _time(time(14))),
        (words.any_of(words.EVENING), _time(time(18))),
        (words.any_of(words.MORNING), _time(MORNING)),
    )
)
