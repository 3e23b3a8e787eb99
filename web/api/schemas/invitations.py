"""What an admin sends to invite somebody."""

from typing import Annotated

from helpdesk.actions.accounts.grants import Grants
from helpdesk.actions.accounts.invitations import Invited
from helpdesk.models import Role
from helpdesk.models.agents import DEFAULT_CAPACITY_UNITS
from web.api.schemas import Id, Input, line


class SkillGrant(Input):
    """A skill and how good somebody is at it, 1 to 5."""

    skill_id: Id
    level: int


class NewInvitation(Input):
    """Whom to invite and what they will get."""

    email: Annotated[str, line(300)]
    role: Role = Role.AGENT
    name: Annotated[str, line(300)] = ""
    team_ids: tuple[Id, ...] = ()
    skills: tuple[SkillGrant, ...] = ()
    languages: tuple[Annotated[str, line(10)], ...] = ()
    capacity_units: int = DEFAULT_CAPACITY_UNITS

    def as_invited(self) -> Invited:
        """Return it in the words of the desk."""
        grants = Grants(
            team_ids=self.team_ids,
            skills=tuple((skill.skill_id, skill.level) for skill in self.skills),
            languages=self.languages,
            capacity_units=self.capacity_units,
        )
        return Invited(email=self.email, role=self.role, name=self.name, grants=grants)
