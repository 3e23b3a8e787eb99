"""How wrong the forecast was on weeks it was not shown, beside the baseline: the only honest way to speak of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from routing.forecast.arrivals import SLOTS, Came, Slot
from routing.forecast.model import fit, same_as_last_week
from routing.forecast.spread import dispersion, quantile

HELD_BACK_WEEKS: Final = 4
LEAST_WEEKS_BEFORE: Final = 2
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Checked:
    """What was expected and what came on held-back days, all channels of a forecast together."""

    expected: dict[Slot, float]
    baseline: dict[Slot, float]
    came: dict[Slot, float]
    weeks: int
    spreads: dict[str, float]  # k by channel

    @property
    def spread(self) -> float:
        """How uneven all channels together are."""
        return dispersion((self.expected[slot], self.came[slot]) for slot in self.expected)


def check(came: Came, channels: Sequence[str]) -> Checked:
    """Forecast each of the last weeks from the days before it."""
    weeks = min(HELD_BACK_WEEKS, len(came.days) // 7 - LEAST_WEEKS_BEFORE)
    checked = Checked({}, {}, {}, max(0, weeks), {})
    for channel in channels:
        pairs: list[tuple[float, float]] = []
        for week in range(checked.weeks):
            begin = came.last_day - timedelta(days=7 * (week + 1) - 1)
            pairs += _held_back(came, channel, begin, checked)
        checked.spreads[channel] = dispersion(pairs)
    return checked


def _held_back(came: Came, channel: str, begin: date, checked: Checked) -> list[tuple[float, float]]:
    known = came.until(begin)
    model = fit(known, channel)
    pairs = []
    for day in (begin + timedelta(days=n) for n in range(7)):
        expected, really = model.day(day), came.of_day(channel, day)
        pairs += list(zip(expected, really, strict=True))
        _add(checked.expected, day, expected)
        _add(checked.baseline, day, same_as_last_week(known, channel, day))
        _add(checked.came, day, really)
    return pairs


def errors(checked: Checked) -> dict[str, Any]:  # JSON
    """Return the errors as shares of what came (WAPE) by half-hour and by day, and how often the interval held."""
    return {
        "weeks": checked.weeks,
        "came": round(sum(checked.came.values())),
        "model": _errors(checked.expected, checked.came),
        "baseline": _errors(checked.baseline, checked.came),
        "inside": _inside(checked),
    }


def _errors(expected: dict[Slot, float], came: dict[Slot, float]) -> dict[str, float | None]:
    return {
        "half_hour": _wape(expected, came, lambda slot: slot),
        "day": _wape(expected, came, lambda slot: slot[0]),
        "bias": _ratio(sum(expected.values()) - sum(came.values()), sum(came.values())),
    }


def _wape(expected: dict[Slot, float], came: dict[Slot, float], key: Callable[[Slot], object]) -> float | None:
    off: dict[object, float] = {}
    for slot in came:
        off[key(slot)] = off.get(key(slot), 0.0) + expected[slot] - came[slot]
    return _ratio(sum(map(abs, off.values())), sum(came.values()))


def _inside(checked: Checked) -> float | None:
    """Return how often what came lay within the interval, of the half-hours in which anything was expected."""
    k = checked.spread
    asked = [slot for slot, mean in checked.expected.items() if mean >= 0.05]
    held = sum(
        quantile(checked.expected[slot], k, LOW) <= checked.came[slot] <= quantile(checked.expected[slot], k, HIGH)
        for slot in asked
    )
    return _ratio(held, len(asked))


def _add(total: dict[Slot, float], day: date, counts: Sequence[float]) -> None:
    for place in range(SLOTS):
        total[day, place] = total.get((day, place), 0.0) + counts[place]


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None
