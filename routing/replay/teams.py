"""How teams' tickets find their agent in a replay: the desk's own team rules, changed as the plan says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from msgspec import UNSET, structs

from helpdesk import hours
from helpdesk.hours import BusinessHours
from helpdesk.models import ChannelKind
from helpdesk.team_routing import USUAL, Closed, Order, TeamRouting
from routing.replay.plan import NO_TEAM, Plan
from routing.replay.shapes import History, Past
from routing.shapes import Id


@dataclass(frozen=True, slots=True)
class Team:
    """skills_by_type: by type id, least level by the name of the skill. Offers and pulling are not played."""

    id: int  # 0 for tickets of no team
    rules: TeamRouting = USUAL
    skills_by_type: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    calendar: BusinessHours | None = None

    def is_open(self, at: float) -> bool:
        """Say whether it is, at seconds since the epoch."""
        return self.calendar is None or hours.is_open(self.calendar, datetime.fromtimestamp(at, UTC))

    def needed(self, past: Past) -> dict[str, int]:
        """Return what a ticket asks for, its team's demands included."""
        usual = self.skills_by_type.get(past.type_id or 0, {})
        both = past.skills.keys() | usual.keys()
        levels = {name: max(past.skills.get(name, 0), usual.get(name, 0)) for name in sorted(both)}
        return {name: level for name, level in levels.items() if level > 0}

    def overflows(self, waited_s: float, *, is_open: bool) -> bool:
        """Say whether the other team joins in on a ticket that has waited so long."""
        if self.rules.overflow_team_id is None:
            return False
        if not is_open and self.rules.out_of_hours is Closed.OVERFLOW:
            return True
        return waited_s >= self.rules.overflow_after_min * 60.0


class Teams:
    """All teams of a replay, and who is in them; somebody in addition is in all of them."""

    def __init__(self, history: History, plan: Plan) -> None:
        known = {0, *history.team_rules, *(team_id for member in history.members for team_id in member.team_ids)}
        known |= {_id(key) for key in plan.teams}
        self._teams = {id: _team(id, history, plan) for id in known}
        self._members = {
            id: frozenset(member.id for member in history.members if id in member.team_ids) for id in known if id
        }
        self._all = frozenset(member.id for member in history.members)
        self._since = history.since
        self._open: dict[tuple[int, float], bool] = {}
        self._outside: dict[tuple[int, bool, bool], frozenset[Id]] = {}  # asked again with every look at the queue

    def of(self, past: Past) -> Team:
        """Return the team of a ticket; one that is not there any more has no rules."""
        return self._teams.get(past.team_id or 0) or Team(past.team_id or 0)

    def is_open(self, team: Team, now: float) -> bool:
        """Say whether a team is open, at seconds since the weeks began."""
        key = (team.id, now)
        if key not in self._open:
            self._open = {kept: said for kept, said in self._open.items() if kept[1] == now}
            self._open[key] = team.is_open(self._since + now)
        return self._open[key]

    def kept_out(self, team: Team, waited_s: float, now: float) -> frozenset[Id] | None:
        """Return who may not have a ticket now; None where nobody may."""
        is_open = self.is_open(team, now)
        if not is_open and team.rules.out_of_hours is Closed.WAIT:
            return None
        overflows = team.overflows(waited_s, is_open=is_open)
        key = (team.id, overflows, overflows and not is_open and team.rules.out_of_hours is Closed.OVERFLOW)
        if key not in self._outside:
            self._outside[key] = self._all - self._inside(team, overflows=overflows, instead=key[2])
        return self._outside[key]

    def _inside(self, team: Team, *, overflows: bool, instead: bool) -> frozenset[Id]:
        own = self._members.get(team.id, self._all)
        others = self._members.get(team.rules.overflow_team_id or 0, frozenset()) if overflows else frozenset()
        return others if instead else own | others


def _team(id: int, history: History, plan: Plan) -> Team:
    rules = history.team_rules.get(id, USUAL)
    names = history.skill_names
    skills = {
        type_id: {names[skill_id]: level for skill_id, level in levels.items() if skill_id in names}
        for type_id, levels in rules.skills_by_type.items()
    }
    changes: dict[str, Any] = {}  # fields of TeamRouting
    asked = plan.teams.get(str(id) if id else NO_TEAM)
    if asked is not None:
        changes = {name: value for name, value in structs.asdict(asked).items() if value is not UNSET}
        for type_id, levels in changes.pop("skills_by_type", {}).items():
            skills[int(type_id)] = dict(levels)
    if "order" in changes:
        changes["order"] = Order(changes["order"])
    if "out_of_hours" in changes:
        changes["out_of_hours"] = Closed(changes["out_of_hours"])
    if "limits" in changes:
        changes["limits"] = {ChannelKind(kind): most for kind, most in changes["limits"].items()}
    changed = replace(rules, **changes)
    return Team(id, changed, skills, history.calendars.get(changed.calendar_id or 0))


def _id(key: str) -> int:
    return 0 if key == NO_TEAM else int(key)
