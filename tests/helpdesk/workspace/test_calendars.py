"""Calendars: hours of several intervals, free days by country, by hand and by iCalendar text."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from helpdesk import clock, db
from helpdesk.actions.workspace.calendars import (
    CalendarChanges,
    change_calendar,
    create_calendar,
    extend_holidays,
    remove_calendar,
)
from helpdesk.actions.workspace.sla_policies import PolicyChanges, create_policy
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Agent, Calendar
from helpdesk.public_holidays import HolidaySource
from helpdesk.queries import service_levels
from tests.cast import Desk

GERMANY = HolidaySource("DE", "BY", [2026])
ICAL = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261224
SUMMARY:Christmas party
END:VEVENT
END:VCALENDAR
"""


def make(desk: Desk, **changes: Any) -> int:
    with db.transaction() as session:
        return create_calendar(session, CalendarChanges(**({"name": "Office"} | changes)), by=desk.cast.dora).id


def change(desk: Desk, calendar_id: int, **changes: Any) -> Calendar:
    with db.transaction() as session:
        return change_calendar(session, calendar_id, CalendarChanges(**changes), by=desk.cast.dora)


def the_calendar(calendar_id: int) -> Calendar:
    with db.reading() as session:
        return session.get_one(Calendar, calendar_id)


def test_a_new_calendar_is_always_open(desk: Desk) -> None:
    calendar = the_calendar(make(desk))

    assert (calendar.time_zone, calendar.hours["6"], calendar.holidays) == ("UTC", [["00:00", "24:00"]], [])


def test_a_day_may_have_several_intervals(desk: Desk) -> None:
    hours = {"0": [["09:00", "13:00"], ["14:00", "18:00"]]}

    assert the_calendar(make(desk, hours=hours)).hours == hours


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "   "},
        {"name": "x" * 81},
        {"time_zone": "Mars/Olympus"},
        {"hours": {"7": [["09:00", "18:00"]]}},
        {"hours": {"0": [["18:00", "09:00"]]}},
        {"hours": {"0": [["nine", "18:00"]]}},
        {"hours": {"0": [["09:00"]]}},
        {"hours": {"0": []}},
        {"hours": {"0": [["09:00", "18:00"]] * 11}},
        {"holiday_source": HolidaySource("XX")},
        {"holiday_source": HolidaySource("DE", "Mallorca")},
        {"holiday_source": HolidaySource("DE", None, [1066])},
        {"own_days": [(date(1066, 10, 14), "")]},
        {"ical": "Dear desk, we are closed"},
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        make(desk, **changes)

    assert refused.value.fields


def test_holidays_of_a_region_are_free(desk: Desk) -> None:
    calendar = the_calendar(make(desk, holiday_source=GERMANY))

    assert {"2026-01-06", "2026-12-25"} <= set(calendar.holidays)
    assert all(day.startswith("2026") for day in calendar.holidays)
    assert ["2026-12-25", "Christmas Day", "country"] in (calendar.days or [])


def test_free_days_of_all_sources_live_side_by_side(desk: Desk) -> None:
    calendar_id = make(desk, holiday_source=GERMANY)
    change(desk, calendar_id, own_days=[(date(2026, 12, 31), "Stocktaking")])
    with clock.fixed(datetime(2026, 11, 23, tzinfo=UTC)):
        calendar = change(desk, calendar_id, ical=ICAL)

    assert {"2026-12-24", "2026-12-25", "2026-12-31"} <= set(calendar.holidays)

    calendar = change(desk, calendar_id, holiday_source=None, ical="")
    assert calendar.holidays == ["2026-12-31"]


def test_holidays_without_years_go_on_for_ever(desk: Desk) -> None:
    with clock.fixed(datetime(2026, 11, 23, tzinfo=UTC)):
        calendar_id = make(desk, holiday_source=HolidaySource("DE"))
        with db.transaction() as session:
            assert extend_holidays(session) == 0
    before = the_calendar(calendar_id)

    with clock.fixed(datetime(2027, 1, 2, tzinfo=UTC)), db.transaction() as session:
        assert extend_holidays(session) == 1

    after = the_calendar(calendar_id)
    assert (before.holidays[0][:4], before.holidays[-1][:4]) == ("2025", "2029")
    assert (after.holidays[-1][:4], after.version) == ("2030", before.version + 1)


def test_the_version_rises_with_what_counts_and_not_with_the_name(desk: Desk) -> None:
    calendar_id = make(desk)

    assert change(desk, calendar_id, name="Shop").version == 1
    assert change(desk, calendar_id, time_zone="Europe/Kyiv").version == 2
    assert change(desk, calendar_id, time_zone="Europe/Kyiv").version == 2


def test_a_name_is_taken_once(desk: Desk) -> None:
    make(desk)

    with pytest.raises(Conflict) as refused:
        make(desk, name="OFFICE")

    assert refused.value.code == "name_taken"


def test_a_calendar_in_use_stays(desk: Desk) -> None:
    calendar_id = make(desk)
    with db.transaction() as session:
        targets = {"normal": {"first_response": 60}}
        changes = PolicyChanges(name="Gold", targets=targets, calendar_id=calendar_id)
        policy_id = create_policy(session, changes, by=desk.cast.dora).id
        session.get_one(Agent, desk.cast.anna.agent_id).calendar_id = calendar_id

    with pytest.raises(Conflict) as refused, db.transaction() as session:
        remove_calendar(session, calendar_id, by=desk.cast.dora)

    fields = {"policy_ids": [policy_id], "team_ids": [], "agent_ids": [desk.cast.anna.agent_id], "automation_ids": []}
    assert refused.value.fields == {**fields, "used_by": ["Gold", "Anna"]}


def test_a_calendar_nobody_uses_can_go(desk: Desk) -> None:
    calendar_id = make(desk)
    with db.transaction() as session:
        remove_calendar(session, calendar_id, by=desk.cast.dora)

    with db.reading() as session:
        assert service_levels.calendars(session) == []


def test_countries_are_offered_with_their_regions() -> None:
    offered = {one["country"]: one["subdivisions"] for one in service_levels.holiday_countries()}

    assert "BY" in offered["DE"]
    assert {"UA", "PL", "US"} <= set(offered)
