"""How far a count strays from its mean: a negative binomial, as arrivals are more uneven than pure chance."""

from collections.abc import Iterable
from math import exp, lgamma, log

_LONGEST = 100_000


def dispersion(pairs: Iterable[tuple[float, float]]) -> float:
    """Return k of variance = mean + k * mean² from (mean, what came); 0 is pure chance."""
    extra = squares = 0.0
    for mean, came in pairs:
        extra += (came - mean) ** 2 - mean
        squares += mean * mean
    return max(0.0, extra / squares) if squares else 0.0


def quantile(mean: float, k: float, share: float) -> int:
    """Return the least count that is not exceeded with this probability."""
    if mean <= 0.0:
        return 0
    total = 0.0
    for count in range(_LONGEST):
        total += exp(_log_chance(count, mean, k))
        if total >= share:
            return count
    return _LONGEST


def _log_chance(count: int, mean: float, k: float) -> float:
    if k < 1e-9:
        return count * log(mean) - mean - lgamma(count + 1)
    size = 1.0 / k
    return (
        lgamma(count + size)
        - lgamma(size)
        - lgamma(count + 1)
        + size * log(size / (size + mean))
        + count * log(mean / (size + mean))
    )
