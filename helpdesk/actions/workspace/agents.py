"""Agents as admins arrange them: name, role, activity, teams, skills, languages, capacity; and their presence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import presence
from helpdesk.actions import accounts, assign
from helpdesk.actions.accounts.checks import checked_name
from helpdesk.actions.accounts.grants import MAX_CAPACITY_UNITS
from helpdesk.actions.workspace.changes import What, leave_trace, require_known
from helpdesk.actions.workspace.channels import ABSENT, Absent
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import (
    ACTIVE,
    Agent,
    AgentLanguage,
    AgentSkill,
    Calendar,
    Presence,
    PresenceStatus,
    Role,
    Skill,
    Team,
    TeamMember,
    Ticket,
)
from helpdesk.permissions import Actor
from helpdesk.queries.workspace import LANGUAGES

LEVELS: Final = range(1, 6)


@dataclass(frozen=True, slots=True)
class AgentChanges:
    """None or ABSENT: leave it as it is. `skills` is skill id -> level, 1 to 5; calendar_id: their working hours."""

    name: str | None = None
    role: Role | None = None
    is_active: bool | None = None
    team_ids: Collection[int] | None = None
    skills: Mapping[int, int] | None = None
    languages: Collection[str] | None = None
    capacity_units: int | None = None
    calendar_id: int | Absent | None = ABSENT


def change_agent(session: Session, agent_id: int, changes: AgentChanges, *, by: Actor, address: str = "") -> Agent:
    """Change an agent; what is the same changes and records nothing.

    One who is deactivated is signed out everywhere and their open tickets go back to the queue with their age.
    Conflict "last_admin" when nobody would be left to administer the desk, "yourself" for shutting oneself out.
    """
    agent = session.get(Agent, agent_id, with_for_update=True)
    if agent is None:
        raise NotFound
    _change_standing(session, agent, changes, by=by, address=address)
    changed = [
        name
        for name, has_changed in (
            ("name", _rename(agent, changes.name)),
            ("capacity_units", _set_capacity(agent, changes.capacity_units)),
            ("calendar_id", _set_calendar(session, agent, changes.calendar_id)),
            ("team_ids", _set_teams(session, agent.id, changes.team_ids)),
            ("skills", _set_skills(session, agent.id, changes.skills)),
            ("languages", _set_languages(session, agent.id, changes.languages)),
        )
        if has_changed
    ]
    if changed:
        thing, data = f"agent:{agent.id}", {"fields": changed}
        what = What.TEAMS if "team_ids" in changed else What.AGENTS
        leave_trace(
            session, "agent.changed", what=what, thing=thing, by=by, address=address, data=data, agent_id=agent.id
        )
    return agent


def choose_presence(
    session: Session, agent_id: int, *, status: PresenceStatus, reason: str | None, by: Actor
) -> Presence:
    """Set for somebody else whether they take tickets: an admin for all, a supervisor for those of their own teams."""
    _require_above(session, agent_id, by)
    return presence.choose_status(session, agent_id, status=status, reason=reason, by=by)


def set_capacity(session: Session, agent_id: int, *, units: int, by: Actor, address: str = "") -> Agent:
    """Set how much somebody takes at once, from now on: an admin for all, a supervisor for those of their own teams."""
    _require_above(session, agent_id, by)
    return change_agent(session, agent_id, AgentChanges(capacity_units=units), by=by, address=address)


def _require_above(session: Session, agent_id: int, by: Actor) -> None:
    if by.role is not Role.ADMIN and not _shares_team(session, agent_id, by):
        raise Forbidden("You may only do this for agents of your teams.")


def _change_standing(session: Session, agent: Agent, changes: AgentChanges, *, by: Actor, address: str) -> None:
    if changes.is_active is False and agent.id == by.agent_id:
        raise Conflict("Ask another administrator to deactivate you.", code="yourself")
    if changes.role is not None:
        accounts.roles.set_role(session, agent.id, role=changes.role, by=by, address=address)
    if changes.is_active is None or changes.is_active is agent.is_active:
        return
    accounts.roles.set_active(session, agent.id, is_active=changes.is_active, by=by, address=address)
    if not changes.is_active:
        _return_tickets(session, agent.id, by=by)


def _return_tickets(session: Session, agent_id: int, *, by: Actor) -> None:
    theirs = select(Ticket.id).where(Ticket.assignee_id == agent_id, Ticket.category.in_(ACTIVE)).order_by(Ticket.id)
    for ticket_id in session.scalars(theirs).all():
        assign.assign(session, ticket_id, agent_id=None, by=by)


def _rename(agent: Agent, name: str | None) -> bool:
    if name is None or name == agent.name:
        return False
    agent.name = checked_name(name)
    return True


def _set_capacity(agent: Agent, units: int | None) -> bool:
    if units is None or units == agent.capacity_units:
        return False
    if not 1 <= units <= MAX_CAPACITY_UNITS:
        raise Invalid(f"Capacity is 1 to {MAX_CAPACITY_UNITS} units.", capacity_units="range")
    agent.capacity_units = units
    return True


def _set_calendar(session: Session, agent: Agent, calendar_id: int | Absent | None) -> bool:
    if isinstance(calendar_id, Absent) or calendar_id == agent.calendar_id:
        return False
    if calendar_id is not None:
        require_known(session, Calendar.id, [calendar_id], field="calendar_id")
    agent.calendar_id = calendar_id
    return True


def _set_teams(session: Session, agent_id: int, team_ids: Collection[int] | None) -> bool:
    if team_ids is None:
        return False
    before = set(session.scalars(select(TeamMember.team_id).where(TeamMember.agent_id == agent_id)))
    require_known(session, Team.id, set(team_ids) - before, field="team_ids")
    for team_id in before.symmetric_difference(team_ids):
        member = session.get(TeamMember, (team_id, agent_id))
        session.delete(member) if member else session.add(TeamMember(team_id=team_id, agent_id=agent_id))
    return before != set(team_ids)


def _set_skills(session: Session, agent_id: int, levels: Mapping[int, int] | None) -> bool:
    if levels is None:
        return False
    if any(level not in LEVELS for level in levels.values()):
        raise Invalid("A skill level is 1 to 5.", skills="level")
    before = {
        skill.skill_id: skill for skill in session.scalars(select(AgentSkill).where(AgentSkill.agent_id == agent_id))
    }
    if {skill_id: skill.level for skill_id, skill in before.items()} == dict(levels):
        return False
    require_known(session, Skill.id, levels.keys() - before.keys(), field="skills")
    for skill_id in before.keys() - levels.keys():
        session.delete(before[skill_id])
    for skill_id, level in levels.items():
        session.merge(AgentSkill(agent_id=agent_id, skill_id=skill_id, level=level))
    return True


def _set_languages(session: Session, agent_id: int, languages: Collection[str] | None) -> bool:
    if languages is None:
        return False
    unknown = set(languages) - set(LANGUAGES)
    if unknown:
        raise Invalid(f"The desk knows {', '.join(LANGUAGES)}.", languages="unknown")
    before = {
        known.language: known
        for known in session.scalars(select(AgentLanguage).where(AgentLanguage.agent_id == agent_id))
    }
    for language in before.keys() - set(languages):
        session.delete(before[language])
    session.add_all(AgentLanguage(agent_id=agent_id, language=language) for language in set(languages) - before.keys())
    return before.keys() != set(languages)


def _shares_team(session: Session, agent_id: int, by: Actor) -> bool:
    theirs = set(session.scalars(select(TeamMember.team_id).where(TeamMember.agent_id == agent_id)))
    return not theirs.isdisjoint(by.team_ids)
