"""Waking everything once, after a part died that may have owed somebody a wake-up."""

from helpdesk import queue
from runtime.wiring import WIRING


def wake_all() -> None:
    """Wake every job and loop of the wiring, even where a lost wake-up left its token behind."""
    for job in sorted({job for jobs in WIRING.jobs.values() for job in jobs}):
        queue.begun(job)
        queue.wake(job)
    for loop in sorted({loop for loops in WIRING.signals.values() for loop in loops}):
        queue.signal(loop)
