"""The relay part: numbers new events and tells the world, one process at a time."""

from helpdesk import outbox, queue
from helpdesk.config import Config
from helpdesk.leases import Fence
from runtime.leased import owner_id, run_leased
from runtime.lifeline import Lifeline
from runtime.process import prepare
from runtime.wiring import WIRING

BELL = "relay"
LOOK_EVERY_S = 1.0


def run(lifeline: Lifeline, config: Config) -> None:
    """Relay until it is time to stop: at once when an event is recorded, and once a second in any case."""
    prepare(config)
    lifeline.on_stop(lambda: queue.signal(BELL))
    lifeline.ready()
    run_leased(lifeline, _turn, name="relay", owner=owner_id(config))


def _turn(fence: Fence) -> None:
    if not outbox.relay_once(fence, WIRING):
        queue.wait(BELL, LOOK_EVERY_S)
