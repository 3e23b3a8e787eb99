"""Starts the parts, starts again what dies or is stuck, stops all of them in good order."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Protocol

import structlog

from helpdesk.errors import Misconfigured
from runtime.backoff import Backoff
from runtime.signals import StopSignals

DRAIN_S = 20.0
LOOK_EVERY_S = 5.0
STUCK_AFTER_S = 120.0

log = structlog.get_logger()


class Child(Protocol):
    """A process the supervisor keeps alive; `sources` wake it when there is news of the child."""

    name: str

    @property
    def pid(self) -> int | None: ...
    @property
    def sources(self) -> Sequence[int | Connection]: ...
    def start(self) -> None: ...
    def heard(self) -> list[str]: ...
    def ended(self) -> str | None: ...
    def ask_to_stop(self) -> None: ...
    def kill(self) -> None: ...


@dataclass(slots=True)
class Charge:
    """A child and when it was, or is to be, started (monotonic seconds); beat_at: None until it first said it is well."""

    child: Child
    backoff: Backoff = field(default_factory=Backoff)
    started_at: float = 0.0
    due_at: float | None = None
    beat_at: float | None = None

    @property
    def running(self) -> bool:
        return self.due_at is None


class Supervisor:
    """Watches children until a signal asks to stop.

    on_change: called with the pids by name whenever they changed; on_ready: with the name of a part that says it is ready.
    stuck_after_s: how long a part that says it is well from time to time may be silent before it is killed.
    """

    def __init__(
        self,
        signals: StopSignals,
        *,
        on_change: Callable[[dict[str, int]], None] = lambda pids: None,
        on_ready: Callable[[str], None] = lambda name: None,
        drain_s: float = DRAIN_S,
        stuck_after_s: float = STUCK_AFTER_S,
    ) -> None:
        self._signals = signals
        self._drain_s = drain_s
        self._stuck_after_s = stuck_after_s
        self._looked_at = time.monotonic()
        self._charges: list[Charge] = []
        self._on_change = on_change
        self._on_ready = on_ready

    @property
    def pids(self) -> dict[str, int]:
        return {charge.child.name: charge.child.pid for charge in self._charges if charge.child.pid}

    def take(self, *children: Child) -> None:
        """Be responsible for children from now on; one not started yet is started by `run`."""
        now = time.monotonic()
        for child in children:
            self._charges.append(Charge(child, started_at=now, due_at=None if child.pid else now))

    def run(self) -> None:
        """Keep every child running; return when asked to stop, with all of them gone."""
        while not self._signals.stopping:
            self._start_due()
            self._wait(self._pause_s())
            self._look()

    def stop(self) -> None:
        """Ask all parts to finish, wait up to `drain_s`, kill what is left; Redis goes last."""
        redis = [charge for charge in self._charges if charge.child.name == "redis"]
        self._drain([charge for charge in self._charges if charge not in redis], self._drain_s)
        self._drain(redis, 5.0)

    def _start_due(self) -> None:
        started = [
            charge for charge in self._charges if charge.due_at is not None and charge.due_at <= time.monotonic()
        ]
        for charge in started:
            self._start(charge)
        if started:
            self._on_change(self.pids)

    def _start(self, charge: Charge) -> None:
        charge.started_at, charge.due_at, charge.beat_at = time.monotonic(), None, None
        try:
            charge.child.start()
        except (OSError, EOFError, Misconfigured) as error:
            self._start_later(charge, f"could not start: {error}")

    def _look(self) -> None:
        now, since = time.monotonic(), self._looked_at
        self._looked_at = now
        for charge in self._charges:
            if charge.running:
                # Whoever stopped this process for a while stopped the parts as well.
                if charge.beat_at is not None and now - since > 3 * LOOK_EVERY_S:
                    charge.beat_at = now
                self._listen(charge)
                how = self._how_it_ended(charge)
                if how is not None and not self._signals.stopping:
                    self._start_later(charge, how)

    def _listen(self, charge: Charge) -> None:
        for word in charge.child.heard():
            if word == "ready":
                self._on_ready(charge.child.name)
            elif word == "beat":
                charge.beat_at = time.monotonic()

    def _how_it_ended(self, charge: Charge) -> str | None:
        how = charge.child.ended()
        if how is None and charge.beat_at is not None and time.monotonic() - charge.beat_at > self._stuck_after_s:
            log.error("part is stuck, killed", name=charge.child.name, silent_s=round(self._stuck_after_s))
            charge.child.kill()
            how = charge.child.ended()
        return how

    def _start_later(self, charge: Charge, how: str) -> None:
        pause_s = charge.backoff.pause_after(time.monotonic() - charge.started_at)
        charge.due_at = time.monotonic() + pause_s
        log.warning("part ended, starting it again", name=charge.child.name, how=how, in_s=pause_s)

    def _pause_s(self) -> float:
        due = [charge.due_at for charge in self._charges if charge.due_at is not None]
        return max(0.0, min([LOOK_EVERY_S, *(at - time.monotonic() for at in due)]))

    def _wait(self, timeout_s: float) -> None:
        sources = [source for charge in self._charges if charge.running for source in charge.child.sources]
        if self._signals.source in wait([self._signals.source, *sources], timeout_s):
            self._signals.forget()

    def _drain(self, charges: list[Charge], within_s: float) -> None:
        alive = [charge for charge in charges if charge.running and charge.child.ended() is None]
        for charge in alive:
            charge.child.ask_to_stop()
        deadline = time.monotonic() + within_s
        while alive and time.monotonic() < deadline and not self._signals.hurrying:
            self._wait(min(0.5, max(0.0, deadline - time.monotonic())))
            for charge in alive:
                charge.child.heard()
            alive = [charge for charge in alive if charge.child.ended() is None]
        for charge in alive:
            log.warning("part did not finish in time, killed", name=charge.child.name)
            charge.child.kill()
