"""From facts to figures: counts, shares, medians; pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """n: how many facts. value: the count, the share (0 to 1) or the median in seconds; p90 and mean in seconds."""

    n: int
    value: float | None
    p90: float | None = None
    mean: float | None = None


def count(n: int) -> Figure:
    """Return a count as a figure."""
    return Figure(n, n)


def share(part: int, whole: int) -> Figure:
    """Return part of whole; without a whole there is no share."""
    return Figure(whole, part / whole if whole else None)


def spread(values: Sequence[int]) -> Figure:
    """Return median (the mean of the middle two where their number is even), 90th percentile (nearest rank) and mean."""
    n = len(values)
    if n == 0:
        return Figure(0, None)
    ordered = sorted(values)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    return Figure(n, middle, float(ordered[math.ceil(n * 0.9) - 1]), sum(ordered) / n)
