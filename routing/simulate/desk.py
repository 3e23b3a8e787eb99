"""The simulated desk: events in order of time, one router for all, one pair of hands for each agent."""

import heapq
from collections.abc import Callable
from itertools import count
from typing import TypeAlias

from routing.shapes import Assignment, Id, Memory, RoutableAgent, WaitingTicket
from routing.simulate.day import Day
from routing.simulate.hands import Turn
from routing.simulate.state import Agent, Ticket
from routing.simulate.world import (
    ESCALATED_PER_SHORTFALL,
    LEVEL_SHORTFALL_EFFORT,
    OUTAGE_GRACE_S,
    READING_S,
    TICK_S,
    USUAL_AGENT_EFFORT,
)

Policy: TypeAlias = Callable[[float, list[WaitingTicket], list[RoutableAgent], Memory], list[Assignment]]

DEBOUNCE_S = 1.0
DEBOUNCE_UNDER_LOAD_S = 3.0
LOADED_AT = 40


class Desk:
    """One day with one policy."""

    def __init__(self, day: Day, policy: Policy) -> None:
        self.day = day
        self.policy = policy
        self.now = 0.0
        self.memory: Memory = {}
        self.agents: dict[Id, Agent] = {person.id: Agent(person) for person in day.people}
        self.tickets = {a.id: Ticket(a, waiting_since=a.at, due_at=a.due_at) for a in day.arrivals}
        self.waiting: dict[int, Ticket] = {}
        self.returns = 0
        self._alarms: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()
        self._routed_at = -TICK_S
        self._route_planned = False

    def at(self, time: float, action: Callable[[], None]) -> None:
        heapq.heappush(self._alarms, (time, next(self._numbers), action))

    def run(self) -> None:
        """Play the day from the first arrival to its end."""
        for arrival in self.day.arrivals:
            self.at(arrival.at, self._arrives(self.tickets[arrival.id]))
        self.at(0.0, self._tick)
        while self._alarms:
            time, _, action = heapq.heappop(self._alarms)
            if time > self.day.ends_at:
                break
            self.now = time
            action()
            self.looked_at()

    def looked_at(self) -> None:
        """Called after everything that happens; for those who watch a long run."""

    def seen(self, ticket: Ticket) -> WaitingTicket | None:
        """Return a waiting ticket as the policy sees it; None where it does not see it now."""
        return ticket.as_waiting()

    def route_soon(self) -> None:
        """Ask the policy shortly: at once when idle, at most every few seconds under load."""
        if self._route_planned:
            return
        self._route_planned = True
        pause_s = DEBOUNCE_UNDER_LOAD_S if len(self.waiting) > LOADED_AT else DEBOUNCE_S
        self.at(max(self.now, self._routed_at + pause_s), self._route)

    def give_back(self, ticket: Ticket) -> None:
        """Put a ticket back into the queue, with its age as long as nobody has answered it."""
        if ticket.holder_id is None:
            return
        holder = self.agents[ticket.holder_id]
        holder.hands.drop(self.now, ticket.arrival.id)
        del holder.tickets[ticket.arrival.id]
        ticket.holder_id = None
        ticket.attempts += 1
        self.returns += 1
        if ticket.first_reply_at is not None:
            ticket.handed_over = True
            ticket.waiting_since = self.now
            ticket.due_at = self.now + ticket.work.target_s(ticket.arrival.priority)
        self.waiting[ticket.arrival.id] = ticket
        self.pick_up(holder)
        self.route_soon()

    def pick_up(self, agent: Agent) -> None:
        """Let an agent go on with the next turn."""
        if not agent.works:
            return
        done_at = agent.hands.pick_up(self.now)
        if done_at is None:
            return
        stamp = agent.hands.stamp
        self.at(done_at, lambda: self._turn_done(agent, stamp))

    def _arrives(self, ticket: Ticket) -> Callable[[], None]:
        def arrive() -> None:
            self.waiting[ticket.arrival.id] = ticket
            self.route_soon()

        return arrive

    def _tick(self) -> None:
        self.route_soon()
        self.at(self.now + TICK_S, self._tick)

    def _route(self) -> None:
        self._route_planned = False
        self._routed_at = self.now
        agents = [agent.as_routable() for agent in self.agents.values() if agent.online] if self.waiting else []
        if not agents:
            return
        waiting = [one for ticket in self.waiting.values() if (one := self.seen(ticket)) is not None]
        for assignment in self.policy(self.now, waiting, agents, self.memory):
            self._assign(self.waiting.pop(int(assignment.ticket_id)), self.agents[assignment.agent_id])

    def _assign(self, ticket: Ticket, agent: Agent) -> None:
        _refuse_invalid(ticket, agent)
        ticket.holder_id = agent.person.id
        agent.tickets[ticket.arrival.id] = ticket
        agent.last_assigned_at = self.now
        ticket.customer_waits = True
        self._add_turn(ticket, agent)

    def _add_turn(self, ticket: Ticket, agent: Agent) -> None:
        effort_s = ticket.arrival.efforts_s[ticket.turn] * agent.person.speed
        effort_s *= LEVEL_SHORTFALL_EFFORT ** shortfall(ticket, agent)
        if agent.person.id == ticket.arrival.preferred_agent_id:
            effort_s *= USUAL_AGENT_EFFORT
        if ticket.handed_over:
            effort_s += READING_S
            ticket.handed_over = False
        agent.hands.add(self.now, Turn(ticket.arrival.id, ticket.work.live, effort_s))
        self.pick_up(agent)

    def _turn_done(self, agent: Agent, stamp: int) -> None:
        if agent.hands.stamp != stamp:
            return
        ticket = self.tickets[agent.hands.finish(self.now).ticket_id]
        ticket.customer_waits = False
        ticket.turn += 1
        missing = shortfall(ticket, agent)
        first = ticket.first_reply_at is None
        if first:
            ticket.first_reply_at = self.now
            ticket.first_agent_id = agent.person.id
            ticket.first_shortfall = missing
        if first and ticket.arrival.escalation_draw < 1 - (1 - ESCALATED_PER_SHORTFALL) ** missing:
            self._escalate(ticket, agent)
        elif ticket.turn >= len(ticket.arrival.efforts_s):
            self._solve(ticket, agent)
        else:
            pause_s = ticket.arrival.pauses_s[ticket.turn - 1]
            self.at(self.now + pause_s, lambda: self._customer_writes(ticket))
        self.pick_up(agent)
        if agent.hands.are_idle:
            agent.idle_since = self.now
        self.route_soon()

    def _escalate(self, ticket: Ticket, agent: Agent) -> None:
        ticket.turn -= 1
        ticket.customer_waits = True
        ticket.excluded = ticket.excluded | {agent.person.id}
        self.give_back(ticket)

    def _solve(self, ticket: Ticket, agent: Agent) -> None:
        ticket.holder_id = None
        del agent.tickets[ticket.arrival.id]

    def _customer_writes(self, ticket: Ticket) -> None:
        if ticket.holder_id is None:
            return
        ticket.customer_waits = True
        holder = self.agents[ticket.holder_id]
        if holder.works or self._just_lost(holder):
            self._add_turn(ticket, holder)
        else:
            self.give_back(ticket)

    def _just_lost(self, agent: Agent) -> bool:
        lost_at = agent.line_dead_since
        return lost_at is not None and self.now - lost_at < OUTAGE_GRACE_S


def shortfall(ticket: Ticket, agent: Agent) -> int:
    """How many levels the agent lacks, over all the skills the ticket wants."""
    wanted = ticket.arrival.skills.items()
    return sum(max(0, level - agent.person.skills.get(skill, 0)) for skill, level in wanted)


def _refuse_invalid(ticket: Ticket, agent: Agent) -> None:
    arrival, person = ticket.arrival, agent.person
    used = sum(held.work.units for held in agent.tickets.values())
    wrongs = {
        "offline": not agent.online,
        "excluded": person.id in ticket.excluded,
        "language": arrival.language not in person.languages,
        "skill": any(skill not in person.skills for skill in arrival.skills),
        "capacity": used + ticket.work.units > person.capacity_units,
    }
    if any(wrongs.values()):
        names = ", ".join(name for name, wrong in wrongs.items() if wrong)
        raise ValueError(f"ticket {arrival.id} may not go to agent {person.id}: {names}")
