"""What a process has claimed and never finished; told by the steady clock, which nobody sets."""

import time
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row

steady = time.monotonic


class Left:
    """Watches what is claimed, for one process that has none of it in work itself."""

    def __init__(self, after: timedelta) -> None:
        self._after_s = after.total_seconds()
        self._seen_at: dict[tuple[int, int], float] = {}

    def among(self, claimed: Sequence[Row[int, int]]) -> list[int]:
        """Take what is claimed now, each as its id and attempt; return the ids of what has been for too long, once."""
        now = steady()
        self._seen_at = {(id, attempt): self._seen_at.get((id, attempt), now) for id, attempt in claimed}
        left = [one for one, seen_at in self._seen_at.items() if now - seen_at >= self._after_s]
        for one in left:
            del self._seen_at[one]
        return [id for id, _ in left]
