"""Agents who can start now, the one to prefer first, as bit masks: the lowest bit left is the best choice."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from routing.need import Need
from routing.relaxing import least_level
from routing.shapes import Id, RoutableAgent, WaitingTicket


class Lineup:
    """Agents in order of preference. A mask has bit n set for the n-th of them."""

    def __init__(self, agents: Sequence[RoutableAgent]) -> None:
        self.agents = agents
        self.places = {agent.id: n for n, agent in enumerate(agents)}
        self.left = (1 << len(agents)) - 1
        self._masks: dict[Hashable, int] = {}

    def take_out(self, agent_id: Id) -> None:
        """Strike out somebody who has been given a ticket."""
        place = self.places.get(agent_id)
        if place is not None:
            self.left &= ~(1 << place)

    def bit(self, agent_id: Id | None) -> int:
        """Tell the mask of one agent; 0 for somebody who is not in the line."""
        place = None if agent_id is None else self.places.get(agent_id)
        return 0 if place is None else 1 << place

    def able(self, ticket: WaitingTicket, need: Need, *, step: int) -> int:
        """Tell who of those left may take the ticket when each level may be `step` too low (3: any level)."""
        mask = self.left & self.meeting(need, step) & self._with_room(ticket.units)
        return mask & ~self._outside(ticket.excluded) if mask and ticket.excluded else mask

    def meeting(self, need: Need, step: int = 0) -> int:
        """Tell who meets a need, free or not, when each level may be `step` too low."""
        key = (need, step)
        mask = self._masks.get(key)
        if mask is None:
            mask = self._masks[key] = self._speaking(need.language)
            for skill, level in need.skills:
                mask &= self._skilled(skill, least_level(level, step))
            self._masks[key] = mask
        return mask

    def _outside(self, excluded: frozenset[Id]) -> int:
        # Tickets of one team share the very set: a few hundred ids are gone through once.
        key = ("excluded", excluded)
        mask = self._masks.get(key)
        if mask is None:
            mask = 0
            for agent_id in excluded:
                mask |= self.bit(agent_id)
            self._masks[key] = mask
        return mask

    def _speaking(self, language: str) -> int:
        if not language:
            return (1 << len(self.agents)) - 1
        return self._mask(("language", language), lambda agent: language in agent.languages)

    def _skilled(self, skill: str, level: int) -> int:
        return self._mask(("skill", skill, level), lambda agent: agent.skills.get(skill, 0) >= level)

    def _with_room(self, units: int) -> int:
        return self._mask(("room", units), lambda agent: agent.used_units + units <= agent.capacity_units)

    def _mask(self, key: Hashable, question: Callable[[RoutableAgent], bool]) -> int:
        mask = self._masks.get(key)
        if mask is None:
            mask = sum(1 << n for n, agent in enumerate(self.agents) if question(agent))
            self._masks[key] = mask
        return mask


def first(mask: int) -> int:
    """Tell the place of the best agent of a mask that is not empty."""
    return (mask & -mask).bit_length() - 1


def places(mask: int) -> Iterator[int]:
    """Yield the places of a mask, best first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def line_up(agents: Sequence[RoutableAgent], costs: Mapping[Id, float]) -> Lineup:
    """Order agents by cost; equal ones by longest idle, longest without an assignment, id."""

    def order(agent: RoutableAgent) -> tuple[float, float, float, str]:
        return (costs[agent.id], agent.idle_since or 0.0, agent.last_assigned_at or 0.0, str(agent.id))

    return Lineup(sorted(agents, key=order))
