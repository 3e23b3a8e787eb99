"""The forecast: what came on the same weekday, recent weeks counting more; and the baseline it must beat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from routing.forecast.arrivals import SLOTS, Came, Slot

WEEKS: Final = 8
FADE: Final = 0.8  # what a week more in the past counts less
BLURS: Final = (0.0, 0.1, 0.2, 0.3)  # what a half-hour borrows of its shape from each of its neighbours
LEVEL_DAYS: Final = 14
LEVEL_TRUST: Final = 0.5  # how much of a recent rise or fall is taken to last
LEVEL_BOUNDS: Final = (0.5, 2.0)
HOLIDAY: Final = 0.25  # what a holiday brings of an ordinary day, where the desk has seen none

Means = dict[Slot, float]


@dataclass(frozen=True, slots=True)
class Model:
    """What is expected of every weekday and half-hour of one channel."""

    shapes: Mapping[int, Sequence[float]]  # by weekday, the counts of 48 half-hours
    level: float
    holiday: float
    closed: frozenset[date]

    def day(self, day: date) -> list[float]:
        """Return what is expected on a day by half-hour."""
        factor = self.level * (self.holiday if day in self.closed else 1.0)
        return [count * factor for count in self.shapes[day.weekday()]]


def fit(came: Came, channel: str) -> Model:
    """Learn from the last weeks; holidays are left out of what an ordinary day is."""
    ordinary = [day for day in came.days if day not in came.closed][-7 * WEEKS :]
    shapes = _shapes(came, channel, ordinary, _best_blur(came, channel, ordinary))
    return Model(
        shapes=shapes,
        level=_level(came, channel, ordinary, shapes),
        holiday=_holiday(came, channel, shapes),
        closed=came.closed,
    )


def same_as_last_week(came: Came, channel: str, day: date) -> list[float]:
    """Return the baseline: what came on the newest day before with the same weekday that was no holiday."""
    weeks = range(1, WEEKS + 1)
    back = (day - timedelta(days=7 * n) for n in weeks)
    known = [one for one in back if came.first_day <= one <= came.last_day and one not in came.closed]
    return came.of_day(channel, known[0]) if known else [0.0] * SLOTS


def _shapes(came: Came, channel: str, ordinary: Sequence[date], blur: float) -> dict[int, list[float]]:
    return {weekday: _blurred(_shape(came, channel, ordinary, weekday), blur) for weekday in range(7)}


def _best_blur(came: Came, channel: str, ordinary: Sequence[date]) -> float:
    """Return what foretold the last week best from the weeks before it: a desk of few tickets needs more of it."""
    before, last = ordinary[:-7], ordinary[-7:]
    if len(before) < 7:
        return BLURS[-1]
    sharp = _shapes(came, channel, before, 0.0)

    def off(blur: float) -> float:
        known = {weekday: _blurred(shape, blur) for weekday, shape in sharp.items()}
        pairs = (zip(known[day.weekday()], came.of_day(channel, day), strict=True) for day in last)
        return sum((a - b) ** 2 for pair in pairs for a, b in pair)

    return min(BLURS, key=off)


def _shape(came: Came, channel: str, ordinary: Sequence[date], weekday: int) -> list[float]:
    days = [day for day in ordinary if day.weekday() == weekday] or list(ordinary)
    if not days:
        return [0.0] * SLOTS
    weights = [FADE ** ((came.last_day - day).days // 7) for day in days]
    rows = [came.of_day(channel, day) for day in days]
    whole = sum(weights)
    return [sum(w * row[slot] for w, row in zip(weights, rows, strict=True)) / whole for slot in range(SLOTS)]


def _blurred(counts: Sequence[float], blur: float) -> list[float]:
    ring = [counts[-1], *counts, counts[0]]
    return [blur * (ring[n] + ring[n + 2]) + (1 - 2 * blur) * ring[n + 1] for n in range(len(counts))]


def _level(came: Came, channel: str, ordinary: Sequence[date], shapes: Mapping[int, Sequence[float]]) -> float:
    recent = ordinary[-LEVEL_DAYS:]
    expected = sum(sum(shapes[day.weekday()]) for day in recent)
    if len(recent) < LEVEL_DAYS or expected <= 0:
        return 1.0
    ratio = sum(sum(came.of_day(channel, day)) for day in recent) / expected
    low, high = LEVEL_BOUNDS
    return min(high, max(low, 1.0 + LEVEL_TRUST * (ratio - 1.0)))


def _holiday(came: Came, channel: str, shapes: Mapping[int, Sequence[float]]) -> float:
    seen = [day for day in came.days if day in came.closed]
    expected = sum(sum(shapes[day.weekday()]) for day in seen)
    if not seen or expected <= 0:
        return HOLIDAY
    return min(1.5, sum(sum(came.of_day(channel, day)) for day in seen) / expected)
