"""What became of the tickets: waits and promises, in reality and in a replay, counted alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from routing.replay.shapes import History, Past
from routing.simulate.world import WEIGHTS

MAX_DAYS: Final = 120


@dataclass(frozen=True, slots=True)
class Answered:
    """A ticket and when its customer had the first answer; None: not before the weeks ended."""

    ticket: Past
    asked_at: float
    answered_at: float | None


def figures(all_answered: Sequence[Answered], history: History) -> dict[str, Any]:  # JSON
    """Count in all, by channel, by day and by hour of the day of the desk's time zone."""
    zone = ZoneInfo(history.time_zone)

    def day(one: Answered) -> str:
        return datetime.fromtimestamp(one.asked_at, zone).date().isoformat()

    def hour(one: Answered) -> str:
        return str(datetime.fromtimestamp(one.asked_at, zone).hour)

    return {
        "all": counted(all_answered, history.until),
        "by_channel": _by(all_answered, history.until, lambda one: one.ticket.channel),
        "by_day": _by(all_answered, history.until, day),
        "by_hour": _by(all_answered, history.until, hour),
    }


def counted(some: Sequence[Answered], until: float) -> dict[str, Any]:  # JSON
    """Count some tickets. Waits in seconds, of those answered; shares from 0 to 1, None where there is nothing to share.

    kept: promises kept, of those that were kept or broken by then; weighted_late: the broken ones, by priority.
    """
    waits = sorted(one.answered_at - one.asked_at for one in some if one.answered_at is not None)
    decided = [(one, late) for one in some if (late := _is_late(one, until)) is not None]
    weight = sum(WEIGHTS[one.ticket.priority] for one, _ in decided)
    broken = sum(WEIGHTS[one.ticket.priority] for one, late in decided if late)
    return {
        "tickets": len(some),
        "answered": len(waits),
        "wait_mean_s": round(sum(waits) / len(waits), 1) if waits else None,
        "wait_p50_s": quantile(waits, 0.5),
        "wait_p90_s": quantile(waits, 0.9),
        "promised": len(decided),
        "late": sum(late for _, late in decided),
        "kept": round(1 - sum(late for _, late in decided) / len(decided), 4) if decided else None,
        "weighted_late": round(broken / weight, 4) if weight else None,
    }


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the quantile of ordered values, between its neighbours; None of nothing."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 1)


def _by(some: Iterable[Answered], until: float, key: Callable[[Answered], str]) -> Mapping[str, dict[str, Any]]:
    groups: dict[str, list[Answered]] = defaultdict(list)
    for one in some:
        groups[key(one)].append(one)
    return {name: counted(groups[name], until) for name in sorted(groups)[:MAX_DAYS]}


def _is_late(one: Answered, until: float) -> bool | None:
    """Say whether its promise was broken; None when nothing was promised or nobody knows yet."""
    due_at = one.ticket.due_at
    if due_at is None:
        return None
    if one.answered_at is not None:
        return one.answered_at > due_at
    return True if due_at <= until else None
