"""What really happened in some weeks, as far as a replay needs it. Times are seconds since the epoch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpdesk.hours import BusinessHours
from helpdesk.team_routing import TeamRouting

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Past:
    """A ticket that really came. due_at: when its first answer was promised, None where nothing was promised."""

    id: int
    channel: str
    priority: int
    language: str
    skills: Mapping[str, int]
    team_id: int | None
    customer_id: int | None
    due_at: float | None
    type_id: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message between customer and desk. agent_id: who answered, None for the customer's own words."""

    ticket_id: int
    at: float
    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """A change of an agent's presence: whether they are online, or what they chose; the other is None."""

    agent_id: int
    at: float
    online: bool | None = None
    available: bool | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """An agent as they are set up today."""

    id: int
    skills: Mapping[str, int]
    languages: frozenset[str]
    capacity_units: int
    team_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class History:
    """Some weeks of a desk. `said` is in order of time; `time_zone` is the desk's."""

    since: float
    until: float
    time_zone: str
    tickets: Sequence[Past]
    said: Sequence[Said]
    signs: Sequence[Sign]
    members: Sequence[Member]
    given_at: Mapping[tuple[int, int], Sequence[float]] = field(default_factory=dict)  # (ticket, agent): assigned
    team_rules: Mapping[int, TeamRouting] = field(default_factory=dict)  # as they are set today, 0: of no team
    calendars: Mapping[int, BusinessHours] = field(default_factory=dict)
    skill_names: Mapping[int, str] = field(default_factory=dict)
    is_cut: bool = False  # more tickets came than a replay takes; the last ones are left out
