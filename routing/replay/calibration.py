"""How far a replay with nothing changed is from what really happened."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any, Final

LEAST_TICKETS: Final = 50
GOOD_WAIT_SHARE: Final = 0.25
GOOD_KEPT: Final = 0.03
FAIR_WAIT_SHARE: Final = 0.6
FAIR_KEPT: Final = 0.10


def calibrate(real: Mapping[str, Any], replayed: Mapping[str, Any]) -> dict[str, Any]:  # JSON
    """Compare figures of both. Differences are replay minus reality; shares are of the real value.

    verdict: "good", "fair", "poor" or "too_little": how much the effect of a change can be trusted.
    """
    days = [day for day in real["by_day"] if day in replayed["by_day"]]
    pairs = [
        (real["by_day"][day]["wait_mean_s"], replayed["by_day"][day]["wait_mean_s"])
        for day in days
        if real["by_day"][day]["wait_mean_s"] is not None and replayed["by_day"][day]["wait_mean_s"] is not None
    ]
    found = {
        "wait_p50_s": _difference(real, replayed, "wait_p50_s"),
        "wait_p90_s": _difference(real, replayed, "wait_p90_s"),
        "wait_p50_share": _share(real, replayed, "wait_p50_s"),
        "wait_p90_share": _share(real, replayed, "wait_p90_s"),
        "kept": _difference(real, replayed, "kept"),
        "day_mean_off_s": round(sum(abs(b - a) for a, b in pairs) / len(pairs), 1) if pairs else None,
        "day_correlation": _correlation(pairs),
    }
    return found | {"verdict": _verdict(real, found)}


def _verdict(real: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    if real["all"]["answered"] < LEAST_TICKETS:
        return "too_little"
    kept = abs(found["kept"] or 0.0)
    waits = max(abs(found["wait_p50_share"] or 0.0), abs(found["wait_p90_share"] or 0.0))
    if kept <= GOOD_KEPT and waits <= GOOD_WAIT_SHARE:
        return "good"
    return "fair" if kept <= FAIR_KEPT and waits <= FAIR_WAIT_SHARE else "poor"


def _difference(real: Mapping[str, Any], replayed: Mapping[str, Any], name: str) -> float | None:
    before, after = real["all"][name], replayed["all"][name]
    return None if before is None or after is None else round(after - before, 4)


def _share(real: Mapping[str, Any], replayed: Mapping[str, Any], name: str) -> float | None:
    before, after = real["all"][name], replayed["all"][name]
    return None if not before or after is None else round(after / before - 1, 3)


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    if len(pairs) < 3:
        return None
    mean_a, mean_b = sum(a for a, _ in pairs) / len(pairs), sum(b for _, b in pairs) / len(pairs)
    spread = sqrt(sum((a - mean_a) ** 2 for a, _ in pairs) * sum((b - mean_b) ** 2 for _, b in pairs))
    return round(sum((a - mean_a) * (b - mean_b) for a, b in pairs) / spread, 3) if spread else None
