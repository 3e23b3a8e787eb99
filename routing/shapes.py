"""What the router is told and what it answers: tickets that wait, agents, assignments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Id: TypeAlias = int | str
Reason: TypeAlias = tuple[str, str | int | float]

# What the strategy keeps between calls is its own business; callers only carry it.
Memory: TypeAlias = dict[str, Any]

URGENT, HIGH, NORMAL, LOW = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A ticket nobody works on. Times are seconds on one clock; skills name the least level.

    order: of the tickets of one lane among themselves: "urgency", "priority", "due" or "fifo". keep_for_usual_s: how
    long it is kept for the usual agent, None for the usual share of its target.
    """

    id: Id
    channel: str
    units: int
    skills: Mapping[str, int] = field(default_factory=dict)
    language: str = ""
    priority: int = NORMAL
    waiting_since: float = 0.0
    due_at: float | None = None
    customer_id: Id | None = None
    preferred_agent_id: Id | None = None
    responded: bool = False
    attempts: int = 0
    excluded: frozenset[Id] = frozenset()
    lane: Id | None = None
    order: str = "urgency"
    keep_for_usual_s: float | None = None


@dataclass(frozen=True, slots=True)
class RoutableAgent:
    """An agent as the router sees them. `awaiting` counts live tickets whose customer waits for them now."""

    id: Id
    skills: Mapping[str, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    capacity_units: int = 0
    used_units: int = 0
    open_tickets: int = 0
    awaiting: int = 0
    unanswered_email: int = 0
    last_assigned_at: float | None = None
    idle_since: float | None = None
    shift_ends_at: float | None = None
    online: bool = True


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gets which ticket, and why, as (name, value) pairs a page can turn into words."""

    ticket_id: Id
    agent_id: Id
    reasons: tuple[Reason, ...] = ()
