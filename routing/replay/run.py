"""Playing past weeks: as they were, and changed."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from routing.replay.calibration import calibrate
from routing.replay.desk import ReplayDesk, TooLong, Watch
from routing.replay.heads import SLOT_S
from routing.replay.outcome import Answered, figures
from routing.replay.past_day import PLAYED_AS, Drawn, draw
from routing.replay.plan import Plan
from routing.replay.shapes import History
from routing.simulate.desk import Policy
from routing.simulate.leaving import plan_presence
from routing.simulate.policies import least_loaded, priority_edf, round_robin
from routing.strategy import assign

__all__ = ["Limits", "TooLong", "replay"]

_POLICIES: Final[Mapping[str, Policy]] = {
    "own": assign,
    "priority_edf": priority_edf,
    "least_loaded": least_loaded,
    "round_robin": round_robin,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """max_s: seconds it may take. team_ids: whose tickets are counted, beside those of no team; None: all."""

    max_s: float = 600.0
    team_ids: Collection[int] | None = None


def replay(
    history: History, plan: Plan, *, watch: Watch | None = None, limits: Limits | None = None
) -> dict[str, Any]:  # JSON
    """Play the weeks as they were and as planned; return real, unchanged and changed figures and the calibration.

    watch hears now and then which share is done. Raises TooLong when the time is over.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.max_s
    runs = 2 if plan.changes_anything else 1
    drawn = draw(history, Plan())
    played = _played(drawn, Plan(), history=history, limits=limits, watch=_part(watch, 0, runs), deadline=deadline)
    changed = played
    if runs == 2:
        other, ahead = draw(history, plan), _part(watch, 1, runs)
        changed = _played(other, plan, history=history, limits=limits, watch=ahead, deadline=deadline)
    real = _really(drawn, history, limits)
    return {
        "is_cut": history.is_cut,
        "real": real,
        "unchanged": played,
        "changed": changed,
        "calibration": calibrate(real, played),
    }


def _played(
    drawn: Drawn, plan: Plan, *, history: History, limits: Limits, watch: Watch | None, deadline: float
) -> dict[str, Any]:  # JSON
    most = {PLAYED_AS[channel]: count for channel, count in plan.limits.items()}
    desk = ReplayDesk(drawn, _POLICIES[plan.rules], limits=most, watch=watch, deadline=deadline)
    plan_presence(desk)
    desk.run()
    answered = [
        Answered(past, drawn.asked_at[id], None if at is None else at + history.since)
        for id, past in drawn.first.items()
        if _counts(past.team_id, limits)
        for at in [desk.tickets[id].first_reply_at]
    ]
    busy_s = sum(agent.hands.busy_s for agent in desk.agents.values())
    here_s = sum(b - a for person in drawn.day.people for a, b in person.present)
    return figures(answered, history) | {
        "busy": round(busy_s / here_s, 4) if here_s else None,
        "agent_hours": round(here_s / SLOT_S / 2, 2),
        "returns": desk.returns,
    }


def _really(drawn: Drawn, history: History, limits: Limits) -> dict[str, Any]:  # JSON
    answered = [
        Answered(past, drawn.asked_at[id], drawn.answered_at.get(past.id))
        for id, past in drawn.first.items()
        if _counts(past.team_id, limits)
    ]
    return figures(answered, history)


def _counts(team_id: int | None, limits: Limits) -> bool:
    return limits.team_ids is None or team_id is None or team_id in limits.team_ids


def _part(watch: Watch | None, nth: int, runs: int) -> Callable[[float], None] | None:
    if watch is None:
        return None
    return lambda share: watch((nth + share) / runs)
