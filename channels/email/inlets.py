"""The two loops of a mailbox: one fetches and stores, the other reads what is stored."""

from collections.abc import Sequence

from channels.email.drain_loop import DrainLoop
from channels.email.inlet import EmailInlet
from channels.inlets import Inlet
from helpdesk.leases import Fence
from helpdesk.models import Channel


def inlets_of(channel: Channel, fence: Fence) -> Sequence[Inlet]:
    """Return the loops of a mailbox."""
    drain = DrainLoop(channel, fence)
    return EmailInlet(channel, fence, stored=drain.wake), drain
