"""A loop that one process runs at a time and that never ends by itself."""

import hashlib
import os
import socket
import time
from collections.abc import Callable

import structlog

from helpdesk import leases
from helpdesk.config import Config
from helpdesk.leases import Fence, Fenced
from runtime.backoff import Backoff
from runtime.lifeline import Lifeline

RENEW_EVERY_S = leases.TTL_S / 3
ASK_AGAIN_S = 2.0

log = structlog.get_logger()


def owner_id(config: Config) -> str:
    """Name this installation, the same after a restart, so that it retakes its leases at once; at most 80 characters."""
    folder = hashlib.sha256(os.fsencode(config.data_dir.resolve())).hexdigest()[:16]
    return f"{socket.gethostname()[:40]}:{folder}:{config.instance[:20]}"


def run_leased(lifeline: Lifeline, work: Callable[[Fence], None], *, name: str, owner: str) -> None:
    """Call `work` over and over while this process holds the lease `name`, until it is time to stop.

    Whatever `work` raises is logged and tried again after a growing pause.
    """
    LeasedLoop(lifeline, work, name=name, owner=owner).run()


class LeasedLoop:
    """One turn after the other: have the lease, work, survive what goes wrong."""

    def __init__(self, lifeline: Lifeline, work: Callable[[Fence], None], *, name: str, owner: str) -> None:
        self._lifeline = lifeline
        self._work = work
        self._name = name
        self._owner = owner
        self._fence: Fence | None = None
        self._renewed_at = 0.0
        self._backoff = Backoff()
        self._good_since = time.monotonic()
        self.failures = 0

    def run(self) -> None:
        """Take turns until it is time to stop."""
        while not self._lifeline.stopping:
            self.turn()
        self.leave()

    def keep(self) -> None:
        """Prolong the lease in the middle of a long turn when it is time; Fenced when another process has taken over."""
        self._lifeline.beat()
        self._hold()

    def turn(self) -> None:
        """Work once, or wait a little where another process has the lease or something failed."""
        self._lifeline.beat()
        try:
            fence = self._hold()
            if fence is None:
                self._lifeline.wait(ASK_AGAIN_S)
            else:
                self._work(fence)
        except Fenced:
            # A process with our own name took it; taking it back at once would go on for ever.
            log.warning("another process took over", lease=self._name)
            self._fence = None
            self._lifeline.wait(leases.TTL_S)
        except Exception as error:
            self._set_back(error)

    def leave(self) -> None:
        """Let the next owner in without waiting."""
        if self._fence is not None:
            try:
                leases.release(self._fence)
            except Exception as error:
                log.warning("lease not released", lease=self._name, error=str(error))

    def _hold(self) -> Fence | None:
        if self._fence is None:
            self._fence = leases.acquire(self._name, self._owner)
            self._renewed_at = time.monotonic()
        elif time.monotonic() - self._renewed_at > RENEW_EVERY_S:
            if not leases.renew(self._fence):
                raise Fenced
            self._renewed_at = time.monotonic()
        return self._fence

    def _set_back(self, error: Exception) -> None:
        self.failures += 1
        pause_s = self._backoff.pause_after(time.monotonic() - self._good_since)
        log.error("turn failed, going on", lease=self._name, failures=self.failures, in_s=pause_s, exc_info=error)
        self._lifeline.wait(pause_s)
        self._good_since = time.monotonic()
