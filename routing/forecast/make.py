"""The whole forecast of a desk or a team: from its past to a table of half-hours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from routing.forecast.arrivals import SLOTS, Came, begin_of
from routing.forecast.checking import HIGH, LOW, Checked, check, errors
from routing.forecast.drawing import stock_of
from routing.forecast.model import fit
from routing.forecast.spread import quantile
from routing.forecast.staffing import BUSIEST, KEPT, people_needed
from routing.forecast.trial import Plans, find_factor, scaled
from routing.forecast.work import Work, measure
from routing.replay.past_day import PLAYED_AS, draw
from routing.replay.plan import Plan
from routing.replay.shapes import History

LEAST_DAYS: Final = 21
LEAST_TICKETS: Final = 200
AHEAD_DAYS: Final = 14
SHOWN_BACK_DAYS: Final = 7
STAFFED_FOR: Final = 0.75  # the quantile of arrivals people are planned for: days are more uneven than chance


@dataclass(frozen=True, slots=True)
class Effort:
    """max_s: seconds the simulation may take. watch: hears which share is done."""

    max_s: float = 180.0
    watch: Callable[[float], None] | None = None


def forecast(came: Came, history: History, *, effort: Effort | None = None) -> dict[str, Any]:  # JSON
    """Return the forecast from the day after `came` on; of a young desk why there is none."""
    tickets = round(sum(sum(counts.values()) for counts in came.counts.values()))
    days = len(came.days)
    head = {
        "time_zone": came.time_zone,
        "days": days,
        "tickets": tickets,
        "least_days": LEAST_DAYS,
        "least_tickets": LEAST_TICKETS,
    }
    if days < LEAST_DAYS or tickets < LEAST_TICKETS:
        return head | {"status": "too_little"}
    return head | {"status": "made"} | _made(came, history, effort or Effort())


def _made(came: Came, history: History, effort: Effort) -> dict[str, Any]:  # JSON
    channels = [channel for channel in PLAYED_AS if came.counts.get(channel)]
    ahead = [came.last_day + timedelta(days=n + 1) for n in range(AHEAD_DAYS)]
    models = {channel: fit(came, channel) for channel in channels}
    means = {channel: [count for day in ahead for count in models[channel].day(day)] for channel in channels}
    checked = check(came, channels)
    work = measure(history)
    busy = {channel: [_planned(mean, checked, channel) for mean in means[channel]] for channel in channels}
    heads = people_needed(busy, work)
    found = find_factor(_plans(means, heads, checked, history), max_s=effort.max_s, watch=effort.watch)
    agents = scaled(heads, found["factor"]) if found else heads
    return {
        "channels": channels,
        "slots": list(_slots(came, ahead, means, spread=checked.spread, heads=heads, agents=agents)),
        "past": list(_past(came, checked)),
        "error": errors(checked),
        "work": {channel: work[channel].as_json() for channel in channels},
        "simulation": found,
        "staffed_for": STAFFED_FOR,
        "busiest": BUSIEST,
        "kept": KEPT,
        "interval": [LOW, HIGH],
    }


def _planned(mean: float, checked: Checked, channel: str) -> float:
    """Return for how many tickets of a channel a half-hour is staffed; few are not rounded up to one."""
    return max(mean, float(quantile(mean, checked.spreads.get(channel, 0.0), STAFFED_FOR))) if mean >= 1 else mean


def _plans(means: Mapping[str, Sequence[float]], heads: Sequence[int], checked: Checked, history: History) -> Plans:
    drawn = draw(history, Plan())
    days = range(7)
    parts = [slice(day * SLOTS, (day + 1) * SLOTS) for day in days]
    return Plans(
        means=[{channel: counts[part] for channel, counts in means.items()} for part in parts],
        heads=[heads[part] for part in parts],
        spreads=checked.spreads,
        stock=stock_of(drawn),
        people=sorted(drawn.day.people, key=lambda person: -sum(b - a for a, b in person.present)),
    )


def _slots(
    came: Came,
    ahead: Sequence[date],
    means: Mapping[str, Sequence[float]],
    *,
    spread: float,
    heads: Sequence[int],
    agents: Sequence[int],
) -> Iterator[dict[str, Any]]:  # JSON
    zone = ZoneInfo(came.time_zone)
    for n, (day, slot) in enumerate((day, slot) for day in ahead for slot in range(SLOTS)):
        mean = sum(counts[n] for counts in means.values())
        yield {
            "begins_at": _iso(begin_of((day, slot), zone)),
            "day": day.isoformat(),
            "slot": slot,
            "is_holiday": day in came.closed,
            "mean": round(mean, 2),
            "low": quantile(mean, spread, LOW),
            "high": quantile(mean, spread, HIGH),
            "by_channel": {channel: round(counts[n], 2) for channel, counts in means.items()},
            "erlang": heads[n],
            "agents": agents[n],
        }


def _past(came: Came, checked: Checked) -> Iterator[dict[str, Any]]:  # JSON
    """Yield the last held-back days: what was expected of them and what came."""
    zone = ZoneInfo(came.time_zone)
    first = came.last_day - timedelta(days=SHOWN_BACK_DAYS - 1)
    for slot in sorted(slot for slot in checked.came if slot[0] >= first):
        yield {
            "begins_at": _iso(begin_of(slot, zone)),
            "mean": round(checked.expected[slot], 2),
            "came": round(checked.came[slot]),
        }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


__all__ = ["Effort", "Work", "forecast"]
