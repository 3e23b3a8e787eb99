"""How tickets find their agent, as it is shown."""

from typing import Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.tickets import Row
from web.api.schemas.shown.workspace import AgentSkillView

Kind = Literal["webchat", "telegram", "email"]
Leaving = Literal["keep", "return_late", "return_all"]


class TypeSkillsView(Shown):
    """What tickets of a type ask for."""

    type_id: int
    skills: list[AgentSkillView]


class TeamRoutingView(Shown):
    """A team's settings; team_id 0: those for tickets of no team. Units as in the names."""

    team_id: int
    mode: Literal["push", "pull"]
    order: Literal["urgency", "priority", "due", "fifo"]
    skills_by_type: list[TypeSkillsView]
    limits: dict[Kind, int]
    most_open: int | None
    offer_s: dict[Kind, int]
    missed_limit: int
    on_away: Leaving
    away_grace_min: int
    on_offline: Leaving
    offline_grace_min: int
    late_margin_min: int
    sticky_days: int | None
    sticky_wait_min: int | None
    overflow_team_id: int | None
    overflow_after_min: int
    calendar_id: int | None
    out_of_hours: Literal["route", "wait", "overflow"]
    ramp_min: int


class OfferList(Shown):
    """Tickets that wait for the agent's yes."""

    tickets: list[Row]


class NextTicket(Shown):
    """The ticket the agent has got, null when none waits for somebody like them."""

    ticket: Row | None
