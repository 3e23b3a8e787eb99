"""The desk: its people, teams, skills and names of things."""

from typing import Literal

from msgspec import UNSET, UnsetType

from web.api.schemas.shown import Shown
from web.api.schemas.shown.service_levels import PolicyName


class AgentSkillView(Shown):
    """A skill and how good the agent is at it, 1 to 5."""

    skill_id: int
    level: int


class AgentView(Shown):
    """An agent; `email` only for supervisors, admins and the agent, `second_factor` for admins. picture: its name below /pictures/."""

    id: int
    name: str
    role: Literal["agent", "supervisor", "admin"]
    is_active: bool
    locale: str
    time_zone: str
    capacity_units: int
    calendar_id: int | None
    team_ids: list[int]
    skills: list[AgentSkillView]
    languages: list[str]
    picture: str | None
    email: str | UnsetType = UNSET
    second_factor: bool | UnsetType = UNSET


class PresenceView(Shown):
    """What an agent chose, and whether a console of theirs was seen in the last 45 seconds."""

    agent_id: int
    status: Literal["available", "busy", "away", "offline"]
    online: bool
    reason: str | None
    since: str
    leaves_at: str | None


class PresenceReasonView(Shown):
    """Why an agent takes no new tickets, to choose from."""

    status: Literal["busy", "away"]
    name: str


class TeamView(Shown):
    """A team; others_tickets: what it sees of its customers' tickets with other teams."""

    id: int
    name: str
    member_ids: list[int]
    others_tickets: Literal["hidden", "stub", "readable"]


class SkillView(Shown):
    """Something agents are good at."""

    id: int
    name: str


class StatusView(Shown):
    """A status; `key` marks a built-in one whose name is translated."""

    id: int
    key: str | None
    name: str
    category: Literal["new", "open", "pending", "on_hold", "resolved", "closed"]
    position: int


class TypeView(Shown):
    """A ticket type; `key` marks a built-in one whose name is translated."""

    id: int
    key: str | None
    name: str
    position: int


class ChannelName(Shown):
    """A channel as everybody knows it; addresses: the desk's own ones of a mailbox.

    out_since: since when nothing leaves by it, null while its way out works.
    """

    id: int
    kind: Literal["webchat", "email", "telegram"]
    name: str
    is_paused: bool
    out_since: str | None
    addresses: list[str]


class TagView(Shown):
    """A word that can be put on tickets and customers."""

    id: int
    name: str
    color: str


class WorkspaceView(Shown):
    """All that a console needs to name what tickets point to."""

    position: int
    name: str
    agents: list[AgentView]
    presence: list[PresenceView]
    teams: list[TeamView]
    skills: list[SkillView]
    statuses: list[StatusView]
    types: list[TypeView]
    channels: list[ChannelName]
    tags: list[TagView]
    sla_policies: list[PolicyName]
    pull_team_ids: list[int]
    presence_reasons: list[PresenceReasonView]
    languages: list[str]
