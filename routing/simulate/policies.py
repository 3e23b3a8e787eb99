"""Baselines that push every ticket at once to an agent with room, as most helpdesks do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from routing.shapes import Assignment, Id, Memory, RoutableAgent, WaitingTicket

Order: TypeAlias = tuple[float | str, ...]


@dataclass(slots=True)
class _Desk:
    """Room and load as the pushing goes on."""

    agent: RoutableAgent
    used_units: int
    given: int = 0


def round_robin(
    now: float, waiting: list[WaitingTicket], agents: list[RoutableAgent], memory: Memory
) -> list[Assignment]:
    """Oldest ticket first, to the skilled agent whose last assignment is longest ago."""
    turns: dict[Id, int] = memory.setdefault("turns", {})

    def choose(_: WaitingTicket, desk: _Desk) -> Order:
        return (turns.get(desk.agent.id, 0), str(desk.agent.id))

    def given(agent_id: Id) -> None:
        turns[agent_id] = memory["clock"] = memory.get("clock", 0) + 1

    return _push(sorted(waiting, key=_age), agents, choose=choose, given=given)


def least_loaded(
    now: float, waiting: list[WaitingTicket], agents: list[RoutableAgent], memory: Memory
) -> list[Assignment]:
    """Oldest ticket first, to the skilled agent with the smallest share of capacity in use."""

    def choose(_: WaitingTicket, desk: _Desk) -> Order:
        return (desk.used_units / desk.agent.capacity_units, str(desk.agent.id))

    return _push(sorted(waiting, key=_age), agents, choose=choose)


def priority_edf(
    now: float, waiting: list[WaitingTicket], agents: list[RoutableAgent], memory: Memory
) -> list[Assignment]:
    """Priority, then earliest deadline, to the best agent: level, usual agent, load."""

    def order(ticket: WaitingTicket) -> Order:
        return (ticket.priority, ticket.due_at or 0.0, ticket.waiting_since, str(ticket.id))

    def choose(ticket: WaitingTicket, desk: _Desk) -> Order:
        missing = sum(max(0, n - desk.agent.skills[s]) for s, n in ticket.skills.items())
        usual = desk.agent.id != ticket.preferred_agent_id
        load = desk.used_units / desk.agent.capacity_units
        busy = desk.agent.awaiting + desk.agent.unanswered_email + desk.given
        return (missing + 0.3 * usual + 0.5 * busy + load, str(desk.agent.id))

    return _push(sorted(waiting, key=order), agents, choose=choose)


def _age(ticket: WaitingTicket) -> tuple[float, str]:
    return (ticket.waiting_since, str(ticket.id))


def _push(
    ordered: list[WaitingTicket],
    agents: list[RoutableAgent],
    *,
    choose: Callable[[WaitingTicket, _Desk], Order],
    given: Callable[[Id], None] = lambda agent_id: None,
) -> list[Assignment]:
    desks = [_Desk(agent, agent.used_units) for agent in agents if agent.online]
    pushed = []
    for ticket in ordered:
        able = [desk for desk in desks if _may_take(ticket, desk)]
        if not able:
            continue
        best = min(able, key=lambda desk: choose(ticket, desk))
        best.used_units += ticket.units
        best.given += 1
        given(best.agent.id)
        pushed.append(Assignment(ticket.id, best.agent.id))
    return pushed


def _may_take(ticket: WaitingTicket, desk: _Desk) -> bool:
    agent = desk.agent
    return (
        desk.used_units + ticket.units <= agent.capacity_units
        and agent.id not in ticket.excluded
        and ticket.language in agent.languages
        and ticket.skills.keys() <= agent.skills.keys()
    )
