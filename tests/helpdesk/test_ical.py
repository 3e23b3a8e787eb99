"""Whole days out of iCalendar texts as calendars really write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.errors import Invalid
from helpdesk.ical import HolidayList, read_days


def read(*lines: str) -> HolidayList:
    text = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""))
    return read_days(text, first_year=2025, last_year=2028)


def days(*lines: str) -> list[str]:
    return [day.isoformat() for day, _ in read(*lines).days]


def test_one_day_with_its_name() -> None:
    found = read("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226", "SUMMARY:Різдво\\, Christmas")

    assert list(found.days) == [(date(2026, 12, 25), "Різдво, Christmas")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20261224"], ["2026-12-24"]),
        (["dtstart;value=date:20261224"], ["2026-12-24"]),
        (['DTSTART;X-A="a:b;c";VALUE=DATE:20261224'], ["2026-12-24"]),
        (["DTSTART:20261224", "DTEND:20261227"], ["2026-12-24", "2026-12-25", "2026-12-26"]),
        (["DTSTART:20261224", "DURATION:P1W2D"], [f"2026-12-{day}" for day in range(24, 32)] + ["2027-01-01"]),
        (["DTSTART:20261224", "DTEND:20261224"], ["2026-12-24"]),
        (
            ["DTSTART:20100824", "RRULE:FREQ=YEARLY"],
            ["2025-08-24", "2026-08-24", "2027-08-24", "2028-08-24"],
        ),
        (["DTSTART:20100824", "RRULE:FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=24;UNTIL=20260901T000000Z"], ["2025-08-24", "2026-08-24"]),
        (["DTSTART:20240824", "RRULE:FREQ=YEARLY;COUNT=2"], ["2025-08-24"]),
        (["DTSTART:20240824", "RRULE:FREQ=YEARLY;INTERVAL=2"], ["2026-08-24", "2028-08-24"]),
        (["DTSTART:20240229", "RRULE:FREQ=YEARLY"], ["2028-02-29"]),
        (["DTSTART;VALUE=DA", " TE:20261224"], ["2026-12-24"]),
        (["BEGIN:VALARM", "DTSTART:20270101", "END:VALARM", "DTSTART:20261224"], ["2026-12-24"]),
        (["DTSTART:19991224"], []),
    ],
)  # fmt: skip
def test_whole_days_as_calendars_write_them(lines: list[str], expected: list[str]) -> None:
    assert days(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20261224T090000Z"],
        ["DTSTART:20261399"],
        ["SUMMARY:no day at all"],
        ["DTSTART:20261224", "DTEND:20291224"],
        ["DTSTART:20261224", "DURATION:PT4H"],
        ["DTSTART:20261224", "STATUS:CANCELLED"],
        ["DTSTART:20261224", "RRULE:FREQ=DAILY"],
        ["DTSTART:20261126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"],
        ["DTSTART:20261224", "RRULE:FREQ=YEARLY;COUNT=many"],
        ["DTSTART:٢٠٢٦١٢٢٤"],
    ],
)
def test_what_is_no_whole_day_is_counted_as_skipped(lines: list[str]) -> None:
    assert read(*lines) == HolidayList([], skipped=1)


def test_a_text_that_is_no_calendar_is_refused() -> None:
    with pytest.raises(Invalid):
        read_days("We are closed on Monday.", first_year=2025, last_year=2028)


def test_a_calendar_that_is_too_long_is_refused() -> None:
    with pytest.raises(Invalid):
        read_days("BEGIN:VCALENDAR" + " " * 1_000_001, first_year=2025, last_year=2028)


LINES = st.sampled_from(
    [
        "DTSTART:20261224",
        "DTEND:20261220",
        "RRULE:",
        "RRULE:FREQ=YEARLY;UNTIL=x",
        "BEGIN:VEVENT",
        "END:VEVENT",
        " x",
        "::;",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30))))
def test_any_text_is_read_or_refused(lines: list[str]) -> None:
    found = read(*lines)

    assert all(2025 <= day.year <= 2028 for day, _ in found.days)
