"""The day before it happens: who works when, and which tickets will arrive."""

from dataclasses import dataclass

from routing.shapes import Id


@dataclass(frozen=True, slots=True)
class Person:
    """An agent of the simulated day. `present` are planned spans, `outages` unplanned gaps, in seconds."""

    id: Id
    skills: dict[str, int]
    languages: frozenset[str]
    speed: float
    present: tuple[tuple[float, float], ...]
    outages: tuple[tuple[float, float], ...] = ()
    capacity_units: int = 12

    @property
    def leaves_at(self) -> float:
        return self.present[-1][1]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A ticket that will come, with efforts and customer's pauses drawn beforehand for every policy alike."""

    id: int
    at: float
    channel: str
    priority: int
    skills: dict[str, int]
    language: str
    due_at: float
    efforts_s: tuple[float, ...]
    pauses_s: tuple[float, ...]
    escalation_draw: float
    customer_id: int | None = None
    preferred_agent_id: Id | None = None
    responded: bool = False
    excluded: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class Day:
    """Everything chance decides about a day."""

    people: tuple[Person, ...]
    arrivals: tuple[Arrival, ...]
    ends_at: float
    name: str = "day"
