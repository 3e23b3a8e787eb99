"""A pace for work that is asked for again and again: at once while there is little of it, in breaths under load."""

import time
from types import TracebackType
from typing import Final, Self

LONGEST_PAUSE_S: Final = 0.5
REST: Final = 2.0  # of the time, two thirds stay free for what waits for the same database and processor
CREDIT_S: Final = 0.4  # of rest may be owed: tickets that come one by one are not made to wait for the one before


class Pace:
    """Entered before and left after each run; entering waits until no more than 0.4 s of rest is owed."""

    def __init__(self) -> None:
        self._began = 0.0
        self._rested_at = 0.0
        self._least_s = 0.0

    def __enter__(self) -> Self:
        time.sleep(max(0.0, self._rested_at - CREDIT_S - time.monotonic()))
        self._began = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ended = time.monotonic()
        owed = max(self._least_s, max(0.0, self._rested_at - self._began) + REST * (ended - self._began))
        self._least_s = 0.0
        self._rested_at = ended + min(CREDIT_S + LONGEST_PAUSE_S, owed)

    def rest_long(self) -> None:
        """Have this run followed by the longest pause: so much comes that a few large runs cost less than many."""
        self._least_s = CREDIT_S + LONGEST_PAUSE_S
