"""When a report is due, in the zone of who reads it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from helpdesk.errors import Invalid
from helpdesk.models import Every
from helpdesk.reporting.rhythm import Rhythm

KYIV, NEW_YORK = ZoneInfo("Europe/Kyiv"), ZoneInfo("America/New_York")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_each_reader_has_their_own_morning() -> None:
    daily = Rhythm(Every.DAY, 0, 9)

    assert daily.next_after(utc("2026-11-23T06:59"), KYIV) == utc("2026-11-23T07:00")
    assert daily.next_after(utc("2026-11-23T07:00"), KYIV) == utc("2026-11-24T07:00")
    assert daily.next_after(utc("2026-11-23T06:59"), NEW_YORK) == utc("2026-11-23T14:00")
    assert daily.latest(utc("2026-11-23T06:59"), KYIV) == date(2026, 11, 22)
    assert daily.latest(utc("2026-11-23T07:00"), KYIV) == date(2026, 11, 23)


def test_weeks_and_months_have_their_day() -> None:
    monday, third = Rhythm(Every.WEEK, 0, 8), Rhythm(Every.MONTH, 3, 8)

    assert monday.next_after(utc("2026-11-23T07:00"), KYIV) == utc("2026-11-30T06:00")
    assert monday.latest(utc("2026-11-29T12:00"), KYIV) == date(2026, 11, 23)
    assert third.next_after(utc("2026-12-31T12:00"), KYIV) == utc("2027-01-03T06:00")
    assert third.latest(utc("2027-01-03T05:59"), KYIV) == date(2026, 12, 3)


def test_changed_clocks_neither_skip_nor_repeat_a_day() -> None:
    night = Rhythm(Every.DAY, 0, 3)

    spring, after = utc("2026-03-28T23:00"), utc("2026-03-29T01:00")
    assert night.next_after(spring, KYIV) == after  # three o'clock does not exist: it is four
    assert night.next_after(after, KYIV) == utc("2026-03-30T00:00")
    autumn = night.next_after(utc("2026-10-24T23:00"), KYIV)
    assert autumn == utc("2026-10-25T00:00")  # the first of two
    assert night.next_after(autumn, KYIV) == utc("2026-10-26T01:00")


@pytest.mark.parametrize(
    ("every", "day", "hour"), [("week", 7, 9), ("month", 0, 9), ("month", 29, 9), ("day", 1, 9), ("day", 0, 24)]
)
def test_what_no_calendar_has_is_refused(every: str, day: int, hour: int) -> None:
    with pytest.raises(Invalid):
        Rhythm(Every(every), day, hour)
