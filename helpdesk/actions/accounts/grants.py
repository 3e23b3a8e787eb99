"""What a new agent gets: teams, skills, languages, capacity."""

import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk.errors import Invalid
from helpdesk.models import Agent, AgentLanguage, AgentSkill, Skill, Team, TeamMember
from helpdesk.models.agents import DEFAULT_CAPACITY_UNITS

MAX_CAPACITY_UNITS: Final = 100

_language = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True, slots=True)
class Grants:
    """What a new agent gets; skills are (skill id, level 1 to 5)."""

    team_ids: tuple[int, ...] = ()
    skills: tuple[tuple[int, int], ...] = ()
    languages: tuple[str, ...] = ()
    capacity_units: int = DEFAULT_CAPACITY_UNITS

    def as_json(self) -> dict[str, Any]:  # the shape of Invitation.grants
        """Return the form an invitation keeps."""
        return {
            "team_ids": list(self.team_ids),
            "skills": [list(skill) for skill in self.skills],
            "languages": list(self.languages),
            "capacity_units": self.capacity_units,
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Grants":  # the shape of Invitation.grants
        """Read the form an invitation keeps."""
        return cls(
            team_ids=tuple(kept.get("team_ids", ())),
            skills=tuple((skill_id, level) for skill_id, level in kept.get("skills", ())),
            languages=tuple(kept.get("languages", ())),
            capacity_units=kept.get("capacity_units", DEFAULT_CAPACITY_UNITS),
        )


def check_grants(session: Session, grants: Grants) -> None:
    """Raise Invalid naming the first grant that cannot be given."""
    _require_all(session, Team.id, grants.team_ids, field_name="team_ids")
    _require_all(session, Skill.id, tuple(skill_id for skill_id, _ in grants.skills), field_name="skills")
    if any(not 1 <= level <= 5 for _, level in grants.skills):
        raise Invalid("A skill level is 1 to 5.", skills="level")
    if any(not _language.fullmatch(language) for language in grants.languages):
        raise Invalid('A language is a code like "uk".', languages="unknown")
    if not 1 <= grants.capacity_units <= MAX_CAPACITY_UNITS:
        raise Invalid(f"Capacity is 1 to {MAX_CAPACITY_UNITS} units.", capacity_units="range")


def give(session: Session, agent: Agent, grants: Grants) -> None:
    """Give a new agent what still exists of their grants."""
    # A team or skill may have been deleted since the invitation was written: what is left still counts.
    teams = set(session.scalars(select(Team.id).where(Team.id.in_(grants.team_ids))))
    skills = set(session.scalars(select(Skill.id).where(Skill.id.in_([skill_id for skill_id, _ in grants.skills]))))
    agent.memberships = [TeamMember(team_id=team_id) for team_id in sorted(teams)]
    agent.skills = [
        AgentSkill(skill_id=skill_id, level=level)
        for skill_id, level in dict(grants.skills).items()
        if skill_id in skills
    ]
    agent.languages = [AgentLanguage(language=language) for language in dict.fromkeys(grants.languages)]


def _require_all(
    session: Session, column: InstrumentedAttribute[int], ids: tuple[int, ...], *, field_name: str
) -> None:
    if len(set(session.scalars(select(column).where(column.in_(ids))))) != len(set(ids)):
        raise Invalid("One of these does not exist.", **{field_name: "unknown"})
