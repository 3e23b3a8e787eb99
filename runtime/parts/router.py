"""The worker's loop that gives tickets out: woken by a bell, for a customer waits while it begins."""

import threading
import time
from typing import Final

import structlog

from helpdesk import queue
from routing.jobs import route
from runtime.lifeline import Lifeline

LISTEN_S: Final = 4.0
FINISH_S: Final = 60.0
AFTER_A_FAILURE_S: Final = 0.5

log = structlog.get_logger()


class Router:
    """Runs the routing job in a thread whenever its bell rings. busy_since: monotonic; None while it waits."""

    def __init__(self, lifeline: Lifeline) -> None:
        self.busy_since: float | None = None
        self._lifeline = lifeline
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._listen, name="router", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def finish(self) -> None:
        """Let a run that has begun come to its end, and begin no other."""
        self._turn.acquire(timeout=FINISH_S)

    def _listen(self) -> None:
        while not self._lifeline.stopping:
            if queue.wait(queue.ROUTE, LISTEN_S):
                self._run()

    def _run(self) -> None:
        with self._turn:
            if self._lifeline.stopping:
                queue.signal(queue.ROUTE)  # for another worker, or for the next one
                return
            self.busy_since = time.monotonic()
            try:
                route()
            except Exception:
                log.exception("routing failed; the clock asks again")
                self._lifeline.wait(AFTER_A_FAILURE_S)
            finally:
                self.busy_since = None
