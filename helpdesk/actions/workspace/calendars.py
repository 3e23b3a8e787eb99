"""Calendars: when the desk is at work, and which days are free."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from helpdesk import clock, hours, ical, sla_policies
from helpdesk.actions.accounts.checks import checked_time_zone
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.actions.workspace.channels import ABSENT, Absent
from helpdesk.actions.workspace.team_routing import users_of_calendar
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Agent, Calendar, SlaPolicy, Team
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.public_holidays import YEARS, HolidaySource, checked_source, days_of
from helpdesk.queries.uses import uses

NAME_CHARS: Final = 80
MAX_CALENDARS: Final = 100
MAX_INTERVALS: Final = 10
MAX_OWN_DAYS: Final = 1_000
COUNTRY, HAND, ICAL = "country", "hand", "ical"

Day = tuple[date, str]
Hours = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class CalendarChanges:
    """None or ABSENT: leave it as it is.

    hours: by weekday "0" (Monday) to "6" its intervals ["09:00", "18:00"]. own_days: the days put in by hand, all of
    them. ical: a calendar text whose whole days are free, "" for none any more.
    """

    name: str | None = None
    time_zone: str | None = None
    hours: Hours | None = None
    holiday_source: HolidaySource | Absent | None = ABSENT
    own_days: Sequence[Day] | None = None
    ical: str | None = None


def create_calendar(session: Session, changes: CalendarChanges, *, by: Actor, address: str = "") -> Calendar:
    """Add a calendar; what is not given is always open, in UTC, without holidays."""
    if (session.scalar(select(func.count()).select_from(Calendar)) or 0) >= MAX_CALENDARS:
        raise Conflict(f"A desk has at most {MAX_CALENDARS} calendars.", code="too_many_calendars")
    always = {day: [list(pair) for pair in pairs] for day, pairs in hours.ALWAYS.items()}
    calendar = Calendar(name="", version=1, time_zone="UTC", hours=always, holidays=[], days=[])
    _apply(session, calendar, changes)
    if not calendar.name:
        raise Invalid("Give it a name.", name="empty")
    session.add(calendar)
    session.flush()
    _trace(session, "calendar.made", calendar, by=by, address=address)
    return calendar


def change_calendar(
    session: Session, calendar_id: int, changes: CalendarChanges, *, by: Actor, address: str = ""
) -> Calendar:
    """Change a calendar; open tickets get other due times when that matters to them. The same changes nothing."""
    calendar = _open(session, calendar_id)
    changed = _apply(session, calendar, changes)
    if set(changed) - {"name"}:
        _raise_version(session, calendar)
    if changed:
        _trace(session, "calendar.changed", calendar, by=by, address=address, data={"fields": changed})
    return calendar


def remove_calendar(session: Session, calendar_id: int, *, by: Actor, address: str = "") -> None:
    """Remove a calendar; Conflict "calendar_in_use" names the policies, teams and agents that go by it."""
    calendar = _open(session, calendar_id)
    policies, teams, agents = _users(session, calendar.id)
    others = [one for one in uses(session, "calendar", calendar.id) if one.kind == "automation"]
    if policies or teams or agents or others:
        raise Conflict(
            "Policies, teams, agents or automations go by this calendar; give them another first.",
            code="calendar_in_use",
            policy_ids=list(policies),
            team_ids=list(teams),
            agent_ids=list(agents),
            automation_ids=[one.id for one in others],
            used_by=[*policies.values(), *teams.values(), *agents.values(), *(one.name for one in others)],
        )
    for policy in session.scalars(select(SlaPolicy).where(SlaPolicy.calendar_id == calendar.id)):
        policy.calendar_id = None
    session.flush()
    session.delete(calendar)
    _trace(session, "calendar.removed", calendar, by=by, address=address)


def _users(session: Session, calendar_id: int) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    """Return the policies, teams and agents that go by a calendar, each by id with its name; team 0, that of no team, has none."""
    policies = select(SlaPolicy.id, SlaPolicy.name).where(
        SlaPolicy.calendar_id == calendar_id, SlaPolicy.removed_at.is_(None)
    )
    teams = dict.fromkeys(users_of_calendar(session, calendar_id), "")
    named = select(Team.id, Team.name).where(Team.id.in_(teams))
    agents = select(Agent.id, Agent.name).where(Agent.calendar_id == calendar_id)
    return _by_id(session, policies), teams | _by_id(session, named), _by_id(session, agents)


def _by_id(session: Session, wanted: Select[int, str]) -> dict[int, str]:
    return {row.id: row.name for row in session.execute(wanted)}


def extend_holidays(session: Session) -> int:
    """Add the holidays of years that have come near, where a country's count without end; return how many changed."""
    changed = 0
    for calendar in session.scalars(select(Calendar).order_by(Calendar.id)):
        source = source_of(calendar)
        if source is None or source.years or not _put_days(calendar, COUNTRY, days_of(source, clock.now().date())):
            continue
        changed += 1
        _raise_version(session, calendar)
        _trace(session, "calendar.extended", calendar, by=SYSTEM, address="")
    return changed


def source_of(calendar: Calendar) -> HolidaySource | None:
    """Return which country's holidays a calendar has."""
    return None if calendar.holiday_source is None else HolidaySource(**calendar.holiday_source)


def _open(session: Session, calendar_id: int) -> Calendar:
    calendar = session.get(Calendar, calendar_id, with_for_update=True)
    if calendar is None:
        raise NotFound
    return calendar


def _raise_version(session: Session, calendar: Calendar) -> None:
    calendar.version += 1
    session.flush()
    sla_policies.renew(session)


def _trace(
    session: Session, verb: str, calendar: Calendar, *, by: Actor, address: str, data: dict[str, Any] | None = None
) -> None:  # JSON
    thing = f"calendar:{calendar.id}"
    leave_trace(session, verb, what=What.CALENDARS, thing=thing, by=by, address=address, data=data)


def _apply(session: Session, calendar: Calendar, changes: CalendarChanges) -> list[str]:
    changed = []
    if changes.name is not None and (name := _free_name(session, changes.name, but=calendar.id)) != calendar.name:
        calendar.name = name
        changed.append("name")
    if changes.time_zone is not None and checked_time_zone(changes.time_zone) != calendar.time_zone:
        calendar.time_zone = changes.time_zone
        changed.append("time_zone")
    if changes.hours is not None and (opened := _checked_hours(changes.hours)) != calendar.hours:
        calendar.hours = opened
        changed.append("hours")
    hours.check(calendar)
    return changed + _apply_days(calendar, changes)


def _apply_days(calendar: Calendar, changes: CalendarChanges) -> list[str]:
    changed = []
    today = clock.now().date()
    if not isinstance(changes.holiday_source, Absent):
        source = changes.holiday_source
        wanted = None if source is None else _kept(checked_source(source))
        if wanted != calendar.holiday_source:
            calendar.holiday_source = wanted
            changed.append("holiday_source")
        _put_days(calendar, COUNTRY, [] if source is None else days_of(source, today))
    if changes.own_days is not None and _put_days(calendar, HAND, _checked_days(changes.own_days)):
        changed.append("own_days")
    if changes.ical is not None and _put_days(calendar, ICAL, _read_ical(changes.ical)):
        changed.append("ical")
    return changed


def _kept(source: HolidaySource) -> dict[str, Any]:  # JSON
    return asdict(source) | {"years": sorted(source.years) if source.years else None}


def _put_days(calendar: Calendar, source: str, days: Sequence[Day]) -> bool:
    """Replace the days of one source; False when they were the same."""
    others = [day for day in calendar.days or () if day[2] != source]
    found = sorted([*others, *([day.isoformat(), name, source] for day, name in days)])
    if found == (calendar.days or []):
        return False
    calendar.days = found
    calendar.holidays = sorted({day[0] for day in found})
    return True


def _checked_hours(given: Hours) -> dict[str, list[list[str]]]:
    if set(given) - {str(day) for day in range(7)}:
        raise Invalid('Days of the week are "0" (Monday) to "6".', hours="unknown_day")
    if any(len(pairs) > MAX_INTERVALS or any(len(pair) != 2 for pair in pairs) for pairs in given.values()):
        raise Invalid(f"A day has at most {MAX_INTERVALS} intervals, each from one time to another.", hours="shape")
    return {day: [list(pair) for pair in given[day]] for day in sorted(given) if given[day]}


def _checked_days(given: Sequence[Day]) -> list[Day]:
    if len(given) > MAX_OWN_DAYS or any(day.year not in YEARS for day, _ in given):
        raise Invalid(f"Give at most {MAX_OWN_DAYS} days from {YEARS[0]} to {YEARS[-1]}.", own_days="range")
    named = {day: one_line(name, field="own_days", max_chars=120) if name.strip() else "" for day, name in given}
    return sorted(named.items())


def _read_ical(text: str) -> Sequence[Day]:
    if not text.strip():
        return []
    return ical.read_days(text, first_year=clock.now().year - 1, last_year=clock.now().year + 10).days


def _free_name(session: Session, name: str, *, but: int | None) -> str:
    name = one_line(name, field="name", max_chars=NAME_CHARS)
    known = session.execute(select(Calendar.id, Calendar.name))
    if any(other.casefold() == name.casefold() and id != but for id, other in known):
        raise Conflict("There is a calendar of this name already.", code="name_taken", name="taken")
    return name
