"""What a replay changes: rules, head counts by half-hour, skills, capacity, limits."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from helpdesk.errors import Invalid

RULES: Final = ("own", "priority_edf", "least_loaded", "round_robin")
CHANNELS: Final = ("webchat", "telegram", "email")
HALF_HOURS: Final = 48
MAX_CHANGES: Final = 50
MAX_HEADS: Final = 500
MAX_MINUTES: Final = 14 * 24 * 60
NO_TEAM: Final = "0"
ORDERS: Final = ("urgency", "priority", "due", "fifo")
OUT_OF_HOURS: Final = ("route", "wait", "overflow")


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Other head counts on some weekdays (0 Monday) from one half-hour to before another, 0 to 48.

    count: so many agents; add: so many more or fewer than there were. One of the two.
    """

    days: tuple[int, ...]
    begin: int
    end: int
    add: int | None = None
    count: int | None = None


class Taught(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agent who has a skill at a level from 1 to 5; 0 takes it away."""

    agent_id: int
    skill: str
    level: int


class TeamPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Other rules of one team; what is left out stays as it is set today, in the words of its settings.

    skills_by_type: by type id, least level by the name of the skill.
    """

    order: str | msgspec.UnsetType = msgspec.UNSET
    limits: dict[str, int] | msgspec.UnsetType = msgspec.UNSET
    most_open: int | msgspec.UnsetType | None = msgspec.UNSET
    skills_by_type: dict[str, dict[str, int]] | msgspec.UnsetType = msgspec.UNSET
    overflow_team_id: int | msgspec.UnsetType | None = msgspec.UNSET
    overflow_after_min: int | msgspec.UnsetType = msgspec.UNSET
    calendar_id: int | msgspec.UnsetType | None = msgspec.UNSET
    out_of_hours: str | msgspec.UnsetType = msgspec.UNSET


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is to be different. capacity_units: of everybody; capacities: of single agents, by their id.

    limits: how many tickets of a kind of channel an agent has at once. teams: rules by team id, "0" for no team.
    """

    rules: str = "own"
    heads: tuple[Change, ...] = ()
    skills: tuple[Taught, ...] = ()
    capacity_units: int | None = None
    capacities: dict[str, int] = {}
    limits: dict[str, int] = {}
    teams: dict[str, TeamPlan] = {}

    @property
    def changes_anything(self) -> bool:
        """Whether anything differs from how it was."""
        return self != Plan()


def read_plan(data: Mapping[str, Any]) -> Plan:
    """Return the plan that JSON describes; Invalid says what is wrong with it."""
    try:
        plan = msgspec.convert(data, Plan)
    except msgspec.ValidationError as error:
        raise Invalid("This plan cannot be read.", plan=str(error)) from error
    return checked(plan)


def checked(plan: Plan) -> Plan:
    """Return the plan; Invalid names the part that cannot be."""
    _require(plan.rules in RULES, "rules")
    _require(len(plan.heads) <= MAX_CHANGES and all(map(_is_possible, plan.heads)), "heads")
    _require(len(plan.skills) <= MAX_HEADS, "skills")
    _require(all(0 <= taught.level <= 5 and 0 < len(taught.skill) <= 60 for taught in plan.skills), "skills")
    units: Sequence[int] = [*plan.capacities.values(), *([] if plan.capacity_units is None else [plan.capacity_units])]
    _require(len(units) <= MAX_HEADS and all(0 <= one <= 100 for one in units), "capacity_units")
    _require(all(map(_is_id, plan.capacities)), "capacities")
    _require(plan.limits.keys() <= set(CHANNELS) and all(0 <= n <= 100 for n in plan.limits.values()), "limits")
    _require(len(plan.teams) <= MAX_CHANGES and all(map(_is_id, plan.teams)), "teams")
    _require(all(map(_is_possible_team, plan.teams.values())), "teams")
    return plan


def _is_possible_team(team: TeamPlan) -> bool:
    skills = team.skills_by_type or {}
    return (
        (not team.order or team.order in ORDERS)
        and (not team.out_of_hours or team.out_of_hours in OUT_OF_HOURS)
        and all(kind in CHANNELS and 0 <= most <= 100 for kind, most in (team.limits or {}).items())
        and 0 <= (team.most_open or 0) <= MAX_HEADS
        and 0 <= (team.overflow_after_min or 0) <= MAX_MINUTES
        and len(skills) <= MAX_CHANGES
        and all(map(_is_id, skills))
        and all(len(name) <= 60 and 0 <= level <= 5 for levels in skills.values() for name, level in levels.items())
    )


def _is_id(key: str) -> bool:
    return key.isdecimal() and len(key) < 19


def _is_possible(change: Change) -> bool:
    if (change.add is None) == (change.count is None) or not change.days:
        return False
    if not all(0 <= day <= 6 for day in change.days) or not 0 <= change.begin < change.end <= HALF_HOURS:
        return False
    return abs(change.add or 0) <= MAX_HEADS and 0 <= (change.count or 0) <= MAX_HEADS


def _require(is_right: bool, field: str) -> None:
    if not is_right:
        raise Invalid("Put right what is marked.", **{field: "invalid"})


def as_json(plan: Plan) -> dict[str, Any]:  # JSON
    """Return the plan as `read_plan` reads it."""
    data: dict[str, Any] = msgspec.to_builtins(plan)
    return data
