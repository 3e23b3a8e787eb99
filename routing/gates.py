"""What a team's own rules say of its tickets now: who may get one, and whether anybody does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from helpdesk import hours
from helpdesk.models import UNITS, ChannelKind
from helpdesk.team_routing import USUAL, Closed, Mode, TeamRouting
from routing.held import NOTHING, Load
from routing.hurdles import Bar, Bars, Hurdle
from routing.people import Seat
from routing.seldom import Seldom
from routing.shapes import Id

SMALLEST_UNITS = max(UNITS.values())  # one ticket of any kind, however short somebody has been here


@dataclass(frozen=True, slots=True)
class Team:
    """A team as the gates know it."""

    id: int | None
    rules: TeamRouting
    is_open: bool = True
    opens_at: datetime | None = None

    @property
    def waits(self) -> Bar | None:
        """Say why nobody is given its tickets now."""
        if not self.is_open and self.rules.out_of_hours is Closed.WAIT:
            return Bar(Hurdle.OUT_OF_HOURS, self.opens_at.isoformat() if self.opens_at else "")
        return Bar(Hurdle.TEAM_PULLS) if self.rules.mode is Mode.PULL else None

    def overflows_at(self, since: datetime) -> datetime | None:
        """Tell when the other team joins in on a ticket that has waited since then; None for never."""
        if self.rules.overflow_team_id is None:
            return None
        if not self.is_open and self.rules.out_of_hours is Closed.OVERFLOW:
            return since
        return since + timedelta(minutes=self.rules.overflow_after_min)


@dataclass(frozen=True, slots=True)
class Gate:
    """Who is kept from a team's tickets of one kind. excluded: everybody who is; bars: why, where rules say so."""

    excluded: frozenset[int]
    bars: Bars = field(default_factory=dict)


class Gates:
    """The gates of one picture, each made once."""

    def __init__(self, known: Seldom, seats: Sequence[Seat], *, loads: Mapping[int, Load], now: datetime) -> None:
        self.rules, self.members, self._loads = known.teams, known.members, loads
        self._seats = {seat.id: seat for seat in seats}
        self._everybody = frozenset(self._seats)
        self._calendars, self._now = known.calendars, now
        self._teams: dict[int | None, Team] = {}
        self._gates: dict[tuple[int | None, ChannelKind, bool], Gate] = {}

    def team(self, team_id: int | None) -> Team:
        """Return a team with its hours as they are now."""
        if team_id not in self._teams:
            rules = self.rules.get(team_id, USUAL)
            calendar = self._calendars.get(rules.calendar_id or 0)
            is_open = calendar is None or hours.is_open(calendar, self._now)
            opens_at = None if calendar is None or is_open else hours.next_opening(calendar, self._now)
            self._teams[team_id] = Team(team_id, rules, is_open, opens_at)
        return self._teams[team_id]

    def closed(self) -> Collection[int | None]:
        """Return the teams whose tickets nobody is given now."""
        return [team_id for team_id in self.rules if self.team(team_id).waits is not None]

    def gate(self, team_id: int | None, kind: ChannelKind, *, overflows: bool) -> Gate:
        """Return who is kept from these tickets; overflows: the team that helps out has joined in."""
        key = (team_id, kind, overflows)
        if key not in self._gates:
            self._gates[key] = self._make(self.team(team_id), kind, overflows=overflows)
        return self._gates[key]

    def helpers(self, team_id: int | None) -> frozenset[int]:
        """Return those who help a team out and are not in it."""
        other = self.team(team_id).rules.overflow_team_id
        return self.members.get(other or 0, frozenset()) - self._inside(team_id)

    def _inside(self, team_id: int | None) -> frozenset[int]:
        return self._everybody if team_id is None else self.members.get(team_id, frozenset())

    def _make(self, team: Team, kind: ChannelKind, *, overflows: bool) -> Gate:
        inside = self._inside(team.id) & self._everybody
        if overflows and not team.is_open and team.rules.out_of_hours is Closed.OVERFLOW:
            inside = self.members.get(team.rules.overflow_team_id or 0, inside)
        elif overflows:
            inside |= self.helpers(team.id)
        bars: dict[Id, Bar] = {
            agent_id: bar for agent_id in inside & self._everybody if (bar := self._bar(agent_id, team, kind))
        }
        return Gate((self._everybody - inside) | frozenset(map(int, bars)), bars)

    def _bar(self, agent_id: int, team: Team, kind: ChannelKind) -> Bar | None:
        rules, held = team.rules, self._loads.get(agent_id, NOTHING)
        if kind in rules.limits and held.of.get((team.id, kind), 0) >= rules.limits[kind]:
            return Bar(Hurdle.CHANNEL_LIMIT, str(rules.limits[kind]))
        if rules.most_open is not None and held.of_team(team.id) >= rules.most_open:
            return Bar(Hurdle.TEAM_LIMIT, str(rules.most_open))
        if rules.ramp_min and held.used_units + UNITS[kind] > self._ramped(agent_id, rules.ramp_min):
            return Bar(Hurdle.RAMPING)
        return None

    def _ramped(self, agent_id: int, ramp_min: int) -> float:
        """Tell how much of their capacity counts for somebody who came a moment ago."""
        seat = self._seats[agent_id]
        if seat.online_since is None:
            return seat.capacity_units
        share = (self._now - seat.online_since) / timedelta(minutes=ramp_min)
        return seat.capacity_units if share >= 1 else max(float(SMALLEST_UNITS), seat.capacity_units * share)
