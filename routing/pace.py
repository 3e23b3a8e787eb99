"""A pace for work that is asked for again and again: at once when idle, in breaths under load."""

import time
from types import TracebackType
from typing import Final, Self

LONGEST_PAUSE_S: Final = 0.5
REST: Final = 2.0  # of the time, two thirds stay free for what waits for the same database and processor


class Pace:
    """Entered before and left after each run; entering waits until the last run has been rested from."""

    def __init__(self) -> None:
        self._began = 0.0
        self._free_at = 0.0

    def __enter__(self) -> Self:
        time.sleep(max(0.0, self._free_at - time.monotonic()))
        self._began = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ended = time.monotonic()
        self._free_at = ended + min(LONGEST_PAUSE_S, REST * (ended - self._began))
