"""The simulated desk that plays a past: limits by channel, and somebody who watches how far it is."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from routing.shapes import Id, WaitingTicket
from routing.simulate.day import Day
from routing.simulate.desk import Desk, Policy
from routing.simulate.state import Ticket

LOOK_EVERY: Final = 500

Watch = Callable[[float], None]


class TooLong(Exception):
    """The time a replay may take is over."""


class ReplayDesk(Desk):
    """One day with one policy. limits: tickets of a channel an agent has at once; watch hears the share played."""

    def __init__(
        self, day: Day, policy: Policy, *, limits: Mapping[str, int], watch: Watch | None, deadline: float
    ) -> None:
        super().__init__(day, policy)
        self._limits = limits
        self._watch = watch
        self._deadline = deadline
        self._events = 0
        self._full: dict[str, tuple[float, frozenset[Id]]] = {}

    def looked_at(self) -> None:
        """Tell how far it is now and then; TooLong when the time is over."""
        self._events += 1
        if self._events % LOOK_EVERY:
            return
        if time.monotonic() > self._deadline:
            raise TooLong
        if self._watch is not None:
            self._watch(self.now / self.day.ends_at if self.day.ends_at else 1.0)

    def seen(self, ticket: Ticket) -> WaitingTicket:
        """Return a waiting ticket as the policy sees it: those who have enough of its channel are no choice."""
        waiting = ticket.as_waiting()
        full = self._those_full(ticket.arrival.channel)
        return replace(waiting, excluded=waiting.excluded | full) if full else waiting

    def _those_full(self, channel: str) -> frozenset[Id]:
        limit = self._limits.get(channel)
        if limit is None:
            return frozenset()
        at, full = self._full.get(channel, (-1.0, frozenset()))
        if at != self.now:
            full = frozenset(id for id, agent in self.agents.items() if self._held(id)[channel] >= limit)
            self._full[channel] = (self.now, full)
        return full

    def _held(self, agent_id: Id) -> Counter[str]:
        return Counter(ticket.arrival.channel for ticket in self.agents[agent_id].tickets.values())
