"""The clock of the machine, which is set now and then, held against the steady one, which nobody sets."""

import time
from datetime import timedelta
from typing import Final

import structlog

from helpdesk import clock, db
from helpdesk.actions import set_back, set_forward

NOTICED: Final = timedelta(seconds=5)

log = structlog.get_logger()


class WallClock:
    """Has what waits by the clock follow it when it is set."""

    def __init__(self) -> None:
        self._ahead = _ahead()

    def look(self) -> None:
        """See whether it was set since the last look; to be called before anybody's time is counted."""
        by = _ahead() - self._ahead
        if abs(by) < NOTICED:
            self._ahead += by
            return
        log.warning("the machine's clock was set, or stood still", by_s=round(by.total_seconds()))
        if by > timedelta(0):
            with db.transaction() as session:
                set_forward.shift(session, by)
        else:
            set_back.catch_up()
        self._ahead += by


def _ahead() -> timedelta:
    return timedelta(seconds=clock.now().timestamp() - time.monotonic())
