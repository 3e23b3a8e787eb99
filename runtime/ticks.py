"""Work that is done every few seconds, each piece on its own."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

EARLY_MAX_S = 0.5

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tick:
    """A piece of work and how often it is done; it must be harmless to repeat."""

    name: str
    every_s: float
    work: Callable[[], object]


class Ticks:
    """Does what is due; a piece that fails is logged and done again when it is next due."""

    def __init__(self, ticks: Sequence[Tick]) -> None:
        self._ticks = ticks
        self._due_at = dict.fromkeys((tick.name for tick in ticks), 0.0)
        self.failures = 0

    def run_due(self, between: Callable[[], object] = lambda: None) -> float:
        """Do all that is due, and what soon will be, and return the seconds until the next piece is due.

        between: called before each piece; what it raises ends the run.
        """
        if min(self._due_at.values()) <= time.monotonic():
            for tick in self._ticks:
                between()
                self._run_if_due(tick)
        return max(0.0, min(self._due_at.values()) - time.monotonic())

    def _run_if_due(self, tick: Tick) -> None:
        # What is nearly due goes along: waking up for each piece alone cost an idle desk more than the pieces do.
        if self._due_at[tick.name] <= time.monotonic() + min(EARLY_MAX_S, tick.every_s / 4):
            self._run(tick)
            self._due_at[tick.name] = time.monotonic() + tick.every_s

    def _run(self, tick: Tick) -> None:
        try:
            tick.work()
        except Exception as error:
            self.failures += 1
            log.error("tick failed, going on", tick=tick.name, failures=self.failures, exc_info=error)
