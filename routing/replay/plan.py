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


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is to be different. capacity_units: of everybody; capacities: of single agents, by their id.

    limits: how many tickets of a kind of channel an agent has at once.
    """

    rules: str = "own"
    heads: tuple[Change, ...] = ()
    skills: tuple[Taught, ...] = ()
    capacity_units: int | None = None
    capacities: dict[str, int] = {}
    limits: dict[str, int] = {}

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
    _require(all(key.isdecimal() and len(key) < 19 for key in plan.capacities), "capacities")
    _require(plan.limits.keys() <= set(CHANNELS) and all(0 <= n <= 100 for n in plan.limits.values()), "limits")
    return plan


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
