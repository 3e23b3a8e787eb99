"""Waiting for company: while much comes, what comes goes together; while little comes, at once and alone."""

import math
from typing import Final

OVER_S: Final = 1.0  # how long something counts


class Pace:
    """Says when the next batch may begin. Times are those of one monotonic clock, in seconds.

    A batch costs nearly the same whether it holds one or ten: from `busy` things a second on, none begins within
    `apart_s` of the one before.
    """

    def __init__(self, *, busy: float, apart_s: float) -> None:
        self._busy = busy
        self._apart_s = apart_s
        self._rate = 0.0
        self._noted_at = -math.inf
        self._began_at = -math.inf

    def came(self, count: int, now: float) -> None:
        """Note that so many things came just now."""
        self._rate = self._rate_at(now) + count / OVER_S
        self._noted_at = now

    def began(self, now: float) -> None:
        """Note that a batch begins."""
        self._began_at = now

    def wait_s(self, now: float) -> float:
        """Return how long the next batch is to wait for company; 0 while little comes."""
        if self._rate_at(now) < self._busy:
            return 0.0
        return max(0.0, self._began_at + self._apart_s - now)

    def _rate_at(self, now: float) -> float:
        return self._rate * math.exp((self._noted_at - now) / OVER_S)
