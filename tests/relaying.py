"""A relay at work beside a test: what actions record reaches sockets as it does in a running desk."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from helpdesk import leases, queue
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
