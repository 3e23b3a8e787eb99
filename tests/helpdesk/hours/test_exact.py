"""Business time against a counter that looks at every single minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.hours import BusinessHours, add_business_time, business_minutes_between
from tests.rounds import examples

# Both hemispheres, half-hour and quarter-hour offsets, half-hour summer time, a whole day skipped, midnight changes.
ZONES = [
    "UTC",
    "Europe/Kyiv",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/St_Johns",
    "Asia/Beirut",
    "Atlantic/Azores",
    "Europe/Moscow",
    "Pacific/Chatham",
]
CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5)]


def minutes_of_day() -> st.SearchStrategy[int]:
    return st.one_of(st.sampled_from([0, 60, 90, 120, 150, 180, 1440]), st.integers(0, 1440))


@st.composite
def intervals(draw: st.DrawFn) -> list[list[str]]:
    points = sorted(draw(st.sets(minutes_of_day(), min_size=0, max_size=6)))
    pairs = zip(points[::2], points[1::2], strict=False)
    return [[_clock(begin), _clock(end)] for begin, end in pairs]


def days() -> st.SearchStrategy[date]:
    near = st.builds(lambda day, off: day + timedelta(days=off), st.sampled_from(CHANGES), st.integers(-3, 2))
    return st.one_of(near, st.dates(date(2011, 12, 20), date(2027, 12, 31)))


@st.composite
def openings(draw: st.DrawFn) -> tuple[BusinessHours, datetime]:
    day = draw(days())
    holidays = draw(st.sets(st.integers(-1, 5), max_size=2))
    hours = {str(n): draw(intervals()) for n in range(7)}
    calendar = BusinessHours(
        draw(st.sampled_from(ZONES)), hours, [(day + timedelta(days=n)).isoformat() for n in sorted(holidays)]
    )
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 1439)))
    return calendar, start


@settings(max_examples=examples(40), deadline=None)
@given(openings(), st.integers(0, 3 * 1440))
def test_the_minutes_between_two_moments_are_those_a_minute_counter_counts(
    opening: tuple[BusinessHours, datetime], length: int
) -> None:
    calendar, start = opening

    counted = sum(_is_open(calendar, start + timedelta(minutes=n)) for n in range(length))

    assert business_minutes_between(calendar, start, start + timedelta(minutes=length)) == counted


@settings(max_examples=examples(40), deadline=None)
@given(openings(), st.integers(1, 900))
def test_the_due_time_is_the_first_moment_with_so_many_open_minutes_behind_it(
    opening: tuple[BusinessHours, datetime], minutes: int
) -> None:
    calendar, start = opening

    due = _counted_due(calendar, start, minutes)

    if due is not None:
        assert add_business_time(calendar, start, minutes) == due


def _counted_due(calendar: BusinessHours, start: datetime, minutes: int) -> datetime | None:
    for n in range(6 * 1440):
        minutes -= _is_open(calendar, start + timedelta(minutes=n))
        if minutes == 0:
            return start + timedelta(minutes=n + 1)
    return None


def _is_open(calendar: BusinessHours, moment: datetime) -> bool:
    local = moment.astimezone(ZoneInfo(calendar.time_zone))
    if local.date().isoformat() in calendar.holidays:
        return False
    now = _clock(local.hour * 60 + local.minute)
    return any(begin <= now < end for begin, end in calendar.hours[str(local.weekday())])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
