"""A relay at work beside a test: what actions record reaches sockets as it does in a running desk."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from helpdesk import db, leases, queue
from helpdesk.models import Event
from helpdesk.outbox import Wiring, relay_once

QUIET = Wiring(jobs={}, signals={})


@contextmanager
def relaying(wiring: Wiring = QUIET) -> Iterator[None]:
    """Number and announce events until the block ends."""
    fence = leases.acquire("relay", "test")
    assert fence is not None
    stopping = threading.Event()

    def run() -> None:
        while not stopping.is_set():
            if not relay_once(fence, wiring):
                queue.wait("relay", 0.05)

    thread = threading.Thread(target=run, name="relay", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(10)


def all_relayed(within_s: float = 10.0) -> None:
    """Wait until every event has its position: who connects now hears nothing of what was before."""
    deadline = time.monotonic() + within_s
    while _is_waiting():
        assert time.monotonic() < deadline, "the relay has not numbered all events"
        time.sleep(0.02)


def _is_waiting() -> bool:
    with db.reading() as session:
        return session.scalar(select(Event.id).where(Event.position.is_(None)).limit(1)) is not None
