"""What the router knows of a desk and what seldom changes: rules, teams, skills, languages, calendars.

Read anew only when it has changed: one statement returns it all as the text the database keeps, and what is the same
text as before has been read already. So nothing here is ever old, whoever changed it and how.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, cast, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import db, settings, team_routing
from helpdesk.actions.learning import SETTING
from helpdesk.db import Database
from helpdesk.hours import BusinessHours
from helpdesk.models import (
    AgentLanguage,
    AgentSkill,
    Calendar,
    Learning,
    PlanningState,
    Rule,
    Setting,
    Skill,
    TeamMember,
    TeamRoutingRow,
)
from helpdesk.models import TicketType as Type
from helpdesk.team_routing import TeamRouting
from routing.desk_rules import Desk, load_desk
from routing.learning.acting import InForce, in_force

Column = InstrumentedAttribute[Any]  # of any type


@dataclass(frozen=True, slots=True)
class Seldom:
    """desk: what verdicts refer to. levels: by agent, level by skill name. Calendars are by id, skills' names too."""

    desk: Desk
    teams: Mapping[int | None, TeamRouting] = field(default_factory=dict)
    members: Mapping[int, frozenset[int]] = field(default_factory=dict)
    levels: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    languages: Mapping[int, frozenset[str]] = field(default_factory=dict)
    calendars: Mapping[int, BusinessHours] = field(default_factory=dict)
    skill_names: Mapping[int, str] = field(default_factory=dict)
    usual_days: int = 0
    learnt: InForce | None = None


def of(session: Session) -> Seldom:
    """Return what holds in this transaction; one small statement as long as nobody changed any of it."""
    global _known
    database, text = db.current(), tuple(session.execute(_AS_TEXT).one())
    known = _known
    if known is None or known.database is not database or known.text != text:
        known = _known = _Known(database, text, _read(session))
    return known.what


@dataclass(frozen=True, slots=True)
class _Known:
    database: Database
    text: tuple[str | None, ...]
    what: Seldom


_known: _Known | None = None


def _read(session: Session) -> Seldom:
    calendars = session.execute(select(Calendar.id, Calendar.time_zone, Calendar.hours, Calendar.holidays))
    return Seldom(
        desk=load_desk(session),
        teams=team_routing.of_teams(session),
        members=_sets(session, TeamMember.team_id, TeamMember.agent_id),
        levels=_levels(session),
        languages=_sets(session, AgentLanguage.agent_id, AgentLanguage.language),
        calendars={id: BusinessHours(zone, hours, holidays) for id, zone, hours, holidays in calendars},
        skill_names=dict(session.execute(select(Skill.id, Skill.name)).all()),
        usual_days=settings.get(session, "usual_agent_days"),
        learnt=in_force(session),
    )


def _sets(session: Session, key: Column, value: Column) -> dict[int, frozenset[Any]]:  # values of a column
    found: dict[int, set[Any]] = {}
    for owner, one in session.execute(select(key, value)):
        found.setdefault(owner, set()).add(one)
    return {owner: frozenset(ones) for owner, ones in found.items()}


def _levels(session: Session) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(AgentSkill.agent_id, Skill.name, AgentSkill.level).join(Skill, Skill.id == AgentSkill.skill_id)
    )
    for agent_id, name, level in rows:
        found.setdefault(agent_id, {})[name] = level
    return found


# Written out: bound, they were fifty parameters of each of these statements.
_NOTHING: Final[ColumnElement[str]] = literal_column("'-'", Text)
_BETWEEN: Final[ColumnElement[str]] = literal_column("'\x1f'", Text)


def _text(*columns: Column, where: Collection[ColumnElement[bool]] = ()) -> ColumnElement[str | None]:
    """Return all rows of a table, or those of these conditions, as one text."""
    parts: list[ColumnElement[str]] = [func.coalesce(cast(column, Text), _NOTHING) for column in columns]
    row = parts[0]
    for part in parts[1:]:
        row = row + _BETWEEN + part
    return select(func.aggregate_strings(row, "\x1e")).where(*where).scalar_subquery()


_AS_TEXT: Final = select(
    _text(Rule.id, Rule.name, Rule.position, Rule.is_enabled, Rule.conditions, Rule.actions),
    _text(Type.id, Type.key, Type.name),
    _text(Skill.id, Skill.name),
    _text(TeamRoutingRow.team_id, TeamRoutingRow.settings),
    _text(TeamMember.team_id, TeamMember.agent_id),
    _text(AgentSkill.agent_id, AgentSkill.skill_id, AgentSkill.level),
    _text(AgentLanguage.agent_id, AgentLanguage.language),
    _text(Calendar.id, Calendar.version, Calendar.time_zone, Calendar.hours, Calendar.holidays),
    _text(Setting.key, Setting.value, where=[Setting.key.in_(("usual_agent_days", SETTING))]),
    select(cast(func.max(Learning.id), Text)).where(Learning.state == PlanningState.DONE).scalar_subquery(),
)
