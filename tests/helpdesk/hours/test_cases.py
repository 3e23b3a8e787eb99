"""Business time, case by case."""

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk.errors import Invalid
from helpdesk.hours import (
    BusinessHours,
    add_business_time,
    business_minutes_between,
    check,
    is_open,
    next_opening,
)

OFFICE = [["09:00", "13:00"], ["14:00", "18:00"]]
KYIV = BusinessHours("Europe/Kyiv", {str(day): OFFICE for day in range(5)}, ["2026-12-25"])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_lunch_does_not_count() -> None:
    assert add_business_time(KYIV, at("2026-11-23T10:30"), 60) == at("2026-11-23T12:30")


def test_what_comes_after_hours_is_due_the_next_morning() -> None:
    assert add_business_time(KYIV, at("2026-11-23T17:00"), 30) == at("2026-11-24T07:30")


def test_what_is_due_at_closing_time_is_due_then_and_not_the_next_morning() -> None:
    assert add_business_time(KYIV, at("2026-11-23T15:00"), 60) == at("2026-11-23T16:00")


def test_week_ends_and_holidays_do_not_count() -> None:
    assert add_business_time(KYIV, at("2026-12-24T15:00"), 90) == at("2026-12-28T07:30")


def test_the_hour_that_the_clocks_skip_counts_nothing() -> None:
    night = BusinessHours("Europe/Kyiv", {str(day): [["02:00", "05:00"]] for day in range(7)})

    assert business_minutes_between(night, at("2026-03-29T00:00"), at("2026-03-29T03:00")) == 120


def test_the_hour_that_the_clocks_repeat_counts_twice() -> None:
    night = BusinessHours("Europe/Kyiv", {str(day): [["02:00", "05:00"]] for day in range(7)})

    assert business_minutes_between(night, at("2026-10-24T22:00"), at("2026-10-25T04:00")) == 240


def test_no_minutes_are_due_at_once_even_at_night() -> None:
    assert add_business_time(KYIV, at("2026-11-22T03:00"), 0) == at("2026-11-22T03:00")


def test_seconds_are_kept() -> None:
    start = at("2026-11-23T10:00:17")

    due = add_business_time(KYIV, start, 2.5)

    assert due == start + timedelta(minutes=2, seconds=30)
    assert business_minutes_between(KYIV, start, due) == 2.5


def test_a_year_of_working_days_takes_no_time_to_count() -> None:
    assert business_minutes_between(KYIV, at("2026-01-01T00:00"), at("2027-01-01T00:00")) == 260 * 480


def test_a_desk_knows_whether_it_is_open_and_when_it_opens() -> None:
    assert is_open(KYIV, at("2026-11-23T07:00"))
    assert not is_open(KYIV, at("2026-11-23T11:30"))
    assert next_opening(KYIV, at("2026-11-22T12:00")) == at("2026-11-23T07:00")
    assert next_opening(BusinessHours(hours={}), at("2026-11-22T12:00")) is None


@pytest.mark.parametrize(
    "calendar",
    [
        BusinessHours("Europe/Kiew", {"0": OFFICE}),
        BusinessHours("../../etc/passwd", {"0": OFFICE}),
        BusinessHours(hours={"0": [["18:00", "09:00"]]}),
        BusinessHours(hours={"0": [["9", "nine"]]}),
        BusinessHours(hours={"0": OFFICE}, holidays=["25.12.2026"]),
        BusinessHours(hours={}),
    ],
)
def test_a_calendar_that_cannot_be_read_says_so(calendar: BusinessHours) -> None:
    with pytest.raises(Invalid):
        check(calendar)


def test_a_calendar_that_never_opens_gives_no_due_time() -> None:
    with pytest.raises(Invalid, match="no business hours"):
        add_business_time(BusinessHours(hours={"0": []}), at("2026-11-22T12:00"), 1)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        is_open(KYIV, datetime(2026, 11, 23, 9))  # noqa: DTZ001  that is the point


def test_nothing_lies_between_a_moment_and_an_earlier_one() -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    assert business_minutes_between(BusinessHours(), now, now - timedelta(hours=2)) == 0


def test_a_calendar_that_never_closes_counts_real_time_through_a_change_of_the_clocks() -> None:
    always = BusinessHours("Europe/Kyiv")

    assert add_business_time(always, at("2026-10-24T12:00"), 24 * 60) == at("2026-10-25T12:00")
    assert business_minutes_between(always, at("2026-10-24T12:00"), at("2026-10-25T12:00")) == 24 * 60


def test_a_holiday_closes_what_else_never_closes() -> None:
    always = BusinessHours("UTC", holidays=["2026-12-25"])

    assert add_business_time(always, at("2026-12-24T23:00"), 120) == at("2026-12-26T01:00")
