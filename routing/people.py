"""The agents as the router sees them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import hours
from helpdesk.hours import BusinessHours
from helpdesk.models import Agent, AgentLanguage, AgentSkill, Calendar, Presence, Skill
from helpdesk.presence import is_routable
from routing.held import NOTHING, Load
from routing.shapes import RoutableAgent


def routable(
    session: Session,
    agents: Sequence[Any],  # rows of (Agent, Presence | None)
    *,
    loads: Mapping[int, Load],
    languages: Mapping[int, frozenset[str]],
    spoken: frozenset[str],
    now: datetime,
) -> list[RoutableAgent]:
    """Return active agents with what they hold; `online` are those who take new work."""
    skills = _skills(session)
    calendars = working_hours(session, {agent.calendar_id for agent, _ in agents} - {None})
    return [
        RoutableAgent(
            id=agent.id,
            skills=skills.get(agent.id, {}),
            # Whoever names no language is asked for all: a desk that does not care need not fill anything in.
            languages=languages.get(agent.id, spoken),
            capacity_units=agent.capacity_units,
            used_units=held.used_units,
            open_tickets=held.open_tickets,
            awaiting=held.awaiting,
            unanswered_email=held.unanswered_email,
            last_assigned_at=_seconds(presence.last_assigned_at if presence else None),
            idle_since=_seconds(presence.idle_since if presence else None),
            shift_ends_at=_seconds(shift_end(agent, presence, calendars, now=now)),
            online=presence is not None and is_routable(presence, now),
        )
        for agent, presence in agents
        for held in [loads.get(agent.id, NOTHING)]
    ]


def shift_end(
    agent: Agent, presence: Presence | None, calendars: Mapping[int, BusinessHours], *, now: datetime
) -> datetime | None:
    """Tell when an agent goes home: as they said for today, or by their working hours."""
    if presence is not None and presence.leaves_at is not None and presence.leaves_at > now:
        return presence.leaves_at
    calendar = calendars.get(agent.calendar_id or 0)
    return None if calendar is None else hours.open_until(calendar, now)


def working_hours(session: Session, calendar_ids: set[int]) -> dict[int, BusinessHours]:
    """Return calendars by id."""
    if not calendar_ids:
        return {}
    found = session.scalars(select(Calendar).where(Calendar.id.in_(calendar_ids)))
    return {one.id: BusinessHours(one.time_zone, one.hours, one.holidays) for one in found}


def languages(session: Session) -> dict[int, frozenset[str]]:
    """Return the languages of those who name some."""
    found: dict[int, set[str]] = {}
    for agent_id, language in session.execute(select(AgentLanguage.agent_id, AgentLanguage.language)):
        found.setdefault(agent_id, set()).add(language)
    return {agent_id: frozenset(languages) for agent_id, languages in found.items()}


def _skills(session: Session) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(AgentSkill.agent_id, Skill.name, AgentSkill.level).join(Skill, Skill.id == AgentSkill.skill_id)
    )
    for agent_id, name, level in rows:
        found.setdefault(agent_id, {})[name] = level
    return found


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
