"""Trying a staffing on simulated days with the desk's own router, and finding the smallest that is enough."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from routing.forecast.drawing import Stock, draw_day
from routing.forecast.staffing import KEPT
from routing.replay.desk import TooLong, WatchedDesk
from routing.simulate.day import Person
from routing.simulate.leaving import plan_presence
from routing.strategy import assign

DAYS: Final = 21
STEPS: Final = 6
LEAST_FACTOR, MOST_FACTOR = 0.5, 2.5
CLOSE_ENOUGH: Final = 0.03


@dataclass(frozen=True, slots=True)
class Plans:
    """Days to try: for each what is expected by channel, and how many people Erlang asks for."""

    means: Sequence[Mapping[str, Sequence[float]]]
    heads: Sequence[Sequence[int]]
    spreads: Mapping[str, float]
    stock: Stock
    people: Sequence[Person]


def find_factor(
    plans: Plans, *, max_s: float, kept: float = KEPT, watch: Callable[[float], None] | None = None
) -> dict[str, Any] | None:  # JSON
    """Return by which factor on Erlang's answer promises are just kept, found by bisection on the same drawn days.

    kept, low, high: the share kept over the days, and its range from a tenth of the days to nine tenths. None when not
    even the first trial could be finished, or nothing can be drawn.
    """
    if not plans.people or not any(plans.stock.values()):
        return None
    deadline = time.monotonic() + max_s
    low, high = LEAST_FACTOR, MOST_FACTOR
    tried: dict[float, list[float]] = {}
    factor = 1.0
    for step in range(STEPS):
        try:
            tried[factor] = _try(plans, factor, deadline)
        except TooLong:
            break
        if watch is not None:
            watch((step + 1) / STEPS)
        low, high = (low, factor) if _mean(tried[factor]) >= kept else (factor, high)
        if high - low <= CLOSE_ENOUGH:
            break
        factor = round((low + high) / 2, 3)
    return _answer(tried, kept)


def scaled(heads: Sequence[int], factor: float) -> list[int]:
    """Return head counts times a factor, rounded up; where somebody is needed somebody stays."""
    return [ceil(one * factor - 1e-9) for one in heads]


def _answer(tried: Mapping[float, Sequence[float]], kept: float) -> dict[str, Any] | None:  # JSON
    if not tried:
        return None
    enough = [factor for factor, shares in tried.items() if _mean(shares) >= kept]
    factor = min(enough) if enough else max(tried)
    shares = sorted(tried[factor])
    return {
        "factor": factor,
        "is_enough": bool(enough),
        "days": len(shares),
        "trials": len(tried),
        "kept": round(_mean(shares), 4),
        "low": quantile_of(shares, 0.1),
        "high": quantile_of(shares, 0.9),
        "wanted": kept,
    }


def quantile_of(shares: Sequence[float], share: float) -> float:
    """Return a quantile of sorted shares."""
    return shares[min(len(shares) - 1, int(share * len(shares)))]


def _try(plans: Plans, factor: float, deadline: float) -> list[float]:
    shares = []
    for nth in range(DAYS):
        place = nth % len(plans.means)
        day = draw_day(
            random.Random(f"forecast {nth}"),
            plans.means[place],
            spreads=plans.spreads,
            stock=plans.stock,
            people=plans.people,
            heads=scaled(plans.heads[place], factor),
        )
        desk = WatchedDesk(day, assign, watch=None, deadline=deadline)
        plan_presence(desk)
        desk.run()
        owed = [t for t in desk.tickets.values() if t.first_reply_at is not None or t.arrival.due_at <= day.ends_at]
        in_time = sum(t.first_reply_at is not None and t.first_reply_at <= t.arrival.due_at for t in owed)
        if owed:
            shares.append(round(in_time / len(owed), 4))
    return shares or [1.0]


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares)
