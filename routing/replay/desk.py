"""The simulated desk that plays a past: limits, the rules of teams, and somebody who watches how far it is."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from helpdesk.models import ChannelKind
from routing.replay.past_day import Drawn
from routing.replay.teams import Team
from routing.shapes import Id, WaitingTicket
from routing.simulate.day import Day
from routing.simulate.desk import Desk, Policy
from routing.simulate.state import Ticket

LOOK_EVERY: Final = 500

Watch = Callable[[float], None]


class TooLong(Exception):
    """The time a replay may take is over."""


class WatchedDesk(Desk):
    """One day with one policy, that must not take for ever. watch hears the share played."""

    def __init__(self, day: Day, policy: Policy, *, watch: Watch | None, deadline: float) -> None:
        super().__init__(day, policy)
        self._watch = watch
        self._deadline = deadline
        self._events = 0

    def looked_at(self) -> None:
        """Tell how far it is now and then; TooLong when the time is over."""
        self._events += 1
        if self._events % LOOK_EVERY:
            return
        if time.monotonic() > self._deadline:
            raise TooLong
        if self._watch is not None:
            self._watch(self.now / self.day.ends_at if self.day.ends_at else 1.0)


class ReplayDesk(WatchedDesk):
    """One past with one policy and the rules of its teams. limits: tickets of a channel an agent has at once."""

    def __init__(
        self, drawn: Drawn, policy: Policy, *, limits: Mapping[str, int], watch: Watch | None, deadline: float
    ) -> None:
        super().__init__(drawn.day, policy, watch=watch, deadline=deadline)
        self._drawn = drawn
        self._limits = limits
        self._full: dict[tuple[int, ChannelKind], tuple[float, frozenset[Id]]] = {}

    def seen(self, ticket: Ticket) -> WaitingTicket | None:
        """Return a waiting ticket with what its team's rules make of it now; None where nobody is given it."""
        past = self._drawn.all[ticket.arrival.id]
        team = self._drawn.teams.of(past)
        out = self._drawn.teams.kept_out(team, self.now - ticket.arrival.at, self.now)
        if out is None:
            return None
        waiting = ticket.as_waiting()
        excluded = waiting.excluded | out | self._those_full(team, ChannelKind(past.channel))
        if excluded == waiting.excluded and not team.id:
            return waiting
        return replace(waiting, excluded=excluded, lane=team.id or None, order=team.rules.order.value)

    def _those_full(self, team: Team, kind: ChannelKind) -> frozenset[Id]:
        """Return who has as many tickets of a channel, or of a team, as they may have."""
        limits = (self._limits.get(CHANNEL[kind]), team.rules.limits.get(kind), team.rules.most_open)
        if limits == (None, None, None):
            return frozenset()
        at, full = self._full.get((team.id, kind), (-1.0, frozenset()))
        if at != self.now:
            full = frozenset(id for id in self.agents if self._is_full(id, team, kind, limits))
            self._full[team.id, kind] = (self.now, full)
        return full

    def _is_full(self, agent_id: Id, team: Team, kind: ChannelKind, limits: tuple[int | None, ...]) -> bool:
        held = [self._drawn.all[id] for id in self.agents[agent_id].tickets]
        theirs = Counter(past.channel for past in held if (past.team_id or 0) == team.id)
        counts = (sum(past.channel == kind for past in held), theirs[kind], theirs.total())
        return any(limit is not None and count >= limit for count, limit in zip(counts, limits, strict=True))


CHANNEL: Final[Mapping[ChannelKind, str]] = {
    ChannelKind.WEBCHAT: "chat",
    ChannelKind.TELEGRAM: "telegram",
    ChannelKind.EMAIL: "email",
}
