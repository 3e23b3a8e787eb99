"""The relay part: numbers new events and tells the world, one process at a time."""

from helpdesk import outbox, queue
from helpdesk.config import Config
from helpdesk.leases import Fence
from runtime.leased import owner_id, run_leased
from runtime.lifeline import Lifeline
from runtime.process import prepare
from runtime.wake_all import wake_all
from runtime.wiring import WIRING

BELL = "relay"
LOOK_EVERY_S = 2.0


def run(lifeline: Lifeline, config: Config) -> None:
    """Relay until it is time to stop: at once when an event is recorded, and every 2 s in any case."""
    prepare(config)
    lifeline.on_stop(lambda: queue.signal(BELL))
    lifeline.ready()
    run_leased(lifeline, Relay().turn, name="relay", owner=owner_id(config))


class Relay:
    """Relays under one fence after the other."""

    def __init__(self) -> None:
        self._fence: Fence | None = None

    def turn(self, fence: Fence) -> None:
        """Relay one batch, or wait for events."""
        if fence != self._fence:
            # The relay before this one may have died between numbering events and waking what hangs on them.
            wake_all()
            self._fence = fence
        if not outbox.relay_once(fence, WIRING):
            queue.wait(BELL, LOOK_EVERY_S)
