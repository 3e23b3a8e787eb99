"""Service levels as people see them: calendars, policies, the clocks of a ticket."""

from collections import defaultdict
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Calendar, Category, SlaClock, SlaPolicy
from helpdesk.public_holidays import countries
from helpdesk.queries.rows import Json, iso
from helpdesk.sla_shapes import DEFAULT_PAUSES

MAX_CLOCKS: Final = 100


# Built once: consoles ask with every ticket.
_CLOCKS: Final = (
    select(SlaClock).where(SlaClock.ticket_id == bindparam("ticket_id")).order_by(SlaClock.id.desc()).limit(MAX_CLOCKS)
)


def ticket_clocks(session: Session, ticket_id: int) -> list[Json]:
    """Return the newest 100 clocks of a ticket, the oldest of them first; without `met_at` they still run or stand."""
    found = session.scalars(_CLOCKS, {"ticket_id": ticket_id}).all()
    return [_clock(row) for row in sorted(found, key=lambda row: (row.started_at, row.id))]


def calendars(session: Session) -> list[Json]:
    """Return all calendars with the policies that count by them."""
    users: dict[int, list[int]] = defaultdict(list)
    used = select(SlaPolicy.calendar_id, SlaPolicy.id).where(
        SlaPolicy.calendar_id.is_not(None), SlaPolicy.removed_at.is_(None)
    )
    for calendar_id, policy_id in session.execute(used.order_by(SlaPolicy.position)):
        users[calendar_id or 0].append(policy_id)
    found = session.scalars(select(Calendar).order_by(Calendar.name, Calendar.id))
    return [_calendar(row, users[row.id]) for row in found]


def calendar(session: Session, calendar_id: int) -> Json:
    """Return one calendar."""
    session.flush()
    for found in calendars(session):
        if found["id"] == calendar_id:
            return found
    raise NotFound


def holiday_countries() -> list[Json]:
    """Return the countries whose holidays are known, with their regions."""
    return [{"country": code, "subdivisions": list(regions)} for code, regions in countries().items()]


def policies(session: Session) -> list[Json]:
    """Return all policies in their order; removed ones are gone."""
    found = session.scalars(
        select(SlaPolicy).where(SlaPolicy.removed_at.is_(None)).order_by(SlaPolicy.position, SlaPolicy.id)
    )
    return [_policy(row) for row in found]


def policy(session: Session, policy_id: int) -> Json:
    """Return one policy."""
    session.flush()
    for found in policies(session):
        if found["id"] == policy_id:
            return found
    raise NotFound


def policy_names(session: Session) -> list[Json]:
    """Return what policies are called, removed ones too: clocks of the past name them."""
    return [
        {"id": id, "name": name}
        for id, name in session.execute(select(SlaPolicy.id, SlaPolicy.name).order_by(SlaPolicy.id))
    ]


def _clock(row: SlaClock) -> Json:
    return {
        "target": row.target.value,
        "run": row.run,
        "target_minutes": row.target_minutes,
        "policy_id": row.policy_id,
        "policy_version": row.policy_version,
        "started_at": iso(row.started_at),
        "due_at": iso(row.due_at),
        "paused": row.paused_at is not None,
        "paused_at": iso(row.paused_at),
        "warned_at": iso(row.warned_at),
        "met_at": iso(row.met_at),
        "breached_at": iso(row.breached_at),
    }


def _calendar(row: Calendar, policy_ids: list[int]) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "version": row.version,
        "time_zone": row.time_zone,
        "hours": row.hours,
        "holiday_source": row.holiday_source,
        "days": [{"date": date, "name": name, "source": source} for date, name, source in row.days or ()],
        "policy_ids": policy_ids,
    }


def _policy(row: SlaPolicy) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "version": row.version,
        "position": row.position,
        "is_enabled": row.is_enabled,
        "calendar_id": row.calendar_id,
        "conditions": row.conditions,
        "targets": row.targets,
        "pauses": row.pauses if row.pauses is not None else _in_order(DEFAULT_PAUSES),
        "warn_percent": row.warn_percent,
        "escalations": row.escalations or [],
    }


def _in_order(categories: frozenset[Category]) -> list[str]:
    return sorted(category.value for category in categories)
