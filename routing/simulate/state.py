"""Tickets and agents while the simulated day goes on, and how the router sees them."""

from dataclasses import dataclass, field

from routing.shapes import Id, RoutableAgent, WaitingTicket
from routing.simulate.day import Arrival, Person
from routing.simulate.hands import Hands
from routing.simulate.world import CHANNELS, ChannelWork


@dataclass(slots=True)
class Ticket:
    """An arrival and what became of it."""

    arrival: Arrival
    waiting_since: float
    due_at: float
    turn: int = 0
    holder_id: Id | None = None
    customer_waits: bool = True
    first_reply_at: float | None = None
    first_shortfall: int = 0
    first_agent_id: Id | None = None
    handed_over: bool = False
    attempts: int = 0
    excluded: frozenset[Id] = field(init=False)
    work: ChannelWork = field(init=False)

    def __post_init__(self) -> None:
        self.work = CHANNELS[self.arrival.channel]
        self.excluded = self.arrival.excluded

    def as_waiting(self) -> WaitingTicket:
        return WaitingTicket(
            id=self.arrival.id,
            channel=self.arrival.channel,
            units=self.work.units,
            skills=self.arrival.skills,
            language=self.arrival.language,
            priority=self.arrival.priority,
            waiting_since=self.waiting_since,
            due_at=self.due_at,
            customer_id=self.arrival.customer_id,
            preferred_agent_id=self.arrival.preferred_agent_id,
            responded=self.arrival.responded or self.first_reply_at is not None,
            attempts=self.attempts,
            excluded=self.excluded,
        )


@dataclass(slots=True)
class Agent:
    """A person at work: what is on their desk and whether they can be given more."""

    person: Person
    hands: Hands = field(default_factory=Hands)
    tickets: dict[int, Ticket] = field(default_factory=dict)
    planned_in: bool = False
    winding_down: bool = False
    line_dead_since: float | None = None
    last_assigned_at: float = 0.0
    idle_since: float = 0.0
    present_s: float = 0.0
    came_at: float = 0.0

    @property
    def online(self) -> bool:
        return self.planned_in and self.line_dead_since is None

    @property
    def works(self) -> bool:
        return (self.planned_in or self.winding_down) and self.line_dead_since is None

    def back_at(self, now: float) -> float | None:
        """When the plan brings this person back; None when not today."""
        return next((start for start, _ in self.person.present if start > now), None)

    def as_routable(self) -> RoutableAgent:
        used = awaiting = email = 0
        for ticket in self.tickets.values():
            work = ticket.work
            used += work.units
            if not work.live:
                email += 1
            elif ticket.customer_waits:
                awaiting += 1
        return RoutableAgent(
            id=self.person.id,
            skills=self.person.skills,
            languages=self.person.languages,
            capacity_units=self.person.capacity_units,
            used_units=used,
            open_tickets=len(self.tickets),
            awaiting=awaiting,
            unanswered_email=email,
            last_assigned_at=self.last_assigned_at,
            idle_since=self.idle_since,
            shift_ends_at=self.person.leaves_at,
            online=self.online,
        )
