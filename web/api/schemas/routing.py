"""What people send about how tickets find their agent."""

from msgspec import field

from helpdesk.actions.transfer import Target
from helpdesk.actions.writing import Writing
from helpdesk.models import ChannelKind
from helpdesk.team_routing import Closed, Leaving, Mode, Order, TeamRouting
from web.api.schemas import Id, Input
from web.api.schemas.tickets import ClientKey, Text
from web.api.schemas.workspace import Level


class TypeSkills(Input):
    """What tickets of a type ask for."""

    type_id: Id
    skills: list[Level]


class TeamRoutingInput(Input):
    """All settings of a team; what is left out has its default. Units as in the names; limits and offer_s by kind."""

    mode: Mode = Mode.PUSH
    order: Order = Order.URGENCY
    skills_by_type: tuple[TypeSkills, ...] = ()
    limits: dict[ChannelKind, int] = field(default_factory=dict)
    most_open: int | None = None
    offer_s: dict[ChannelKind, int] = field(default_factory=dict)
    missed_limit: int = 3
    on_away: Leaving = Leaving.RETURN_LATE
    away_grace_min: int = 10
    on_offline: Leaving = Leaving.RETURN_LATE
    offline_grace_min: int = 2
    late_margin_min: int = 15
    sticky_days: int | None = None
    sticky_wait_min: int | None = None
    overflow_team_id: Id | None = None
    overflow_after_min: int = 15
    calendar_id: Id | None = None
    out_of_hours: Closed = Closed.ROUTE
    ramp_min: int = 0

    def as_rules(self) -> TeamRouting:
        """Return it in the words of the desk."""
        skills = {
            one.type_id: {skill.skill_id: skill.level for skill in one.skills}
            for one in self.skills_by_type
            if one.skills
        }
        given = {name: getattr(self, name) for name in self.__struct_fields__ if name != "skills_by_type"}
        return TeamRouting(skills_by_type=skills, **given)


class Transfer(Input):
    """To whom a ticket is passed on: an agent, a team or a skill, with a note for them. level: 1 to 5."""

    client_key: ClientKey
    agent_id: Id | None = None
    team_id: Id | None = None
    skill_id: Id | None = None
    level: int = 1
    note: Text = ""

    def as_target(self) -> Target:
        """Return it in the words of the desk."""
        return Target(self.agent_id, self.team_id, self.skill_id, self.level)

    def as_note(self) -> Writing | None:
        """Return the note, None where there is none."""
        return Writing(self.note, self.client_key) if self.note.strip() else None


class Capacity(Input):
    """How much somebody takes at once, 1 to 100 units."""

    capacity_units: int
