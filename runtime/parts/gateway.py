"""The gateway part: carries messages in and out of the channels."""

from channels import gateway
from helpdesk import queue
from helpdesk.config import Config
from runtime.leased import owner_id
from runtime.lifeline import Lifeline
from runtime.process import prepare


def run(lifeline: Lifeline, config: Config) -> None:
    """Run the channels this process owns until it is time to stop."""
    prepare(config)
    lifeline.on_stop(lambda: queue.signal("gateway"))
    lifeline.ready()
    gateway.run(lifeline, owner=owner_id(config), turning=lifeline.beat)
