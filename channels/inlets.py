"""Which loops take in what comes on each kind of channel; each is imported when a channel first needs it."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from helpdesk.leases import Fence
from helpdesk.models import Channel, ChannelKind

INLETS: Final = {
    ChannelKind.EMAIL: "channels.email.inlets:inlets_of",
    ChannelKind.TELEGRAM: "channels.telegram.inlets:inlets_of",
}


class Stop(Protocol):
    """Says when to end."""

    @property
    def stopping(self) -> bool: ...
    def wait(self, timeout_s: float) -> bool: ...


def has_ended(stop: Stop) -> bool:
    """Say whether it is time to end; unlike the property, asked anew each time as type checkers see it."""
    return stop.stopping


class Inlet(Protocol):
    """One loop that takes in what comes on one channel, in a thread of its own."""

    def run(self, stop: Stop) -> None:
        """Take in what comes until told to stop; only Fenced may leave it, when another process owns the channel."""

    def wake(self) -> None:
        """Have it look at `stop` soon, from any thread."""


def inlets_of(channel: Channel, fence: Fence) -> Sequence[Inlet]:
    """Return the loops of a channel; none for what needs none, such as web chat."""
    if channel.kind not in INLETS:
        return ()
    module, _, name = INLETS[channel.kind].partition(":")
    return cast("Callable[[Channel, Fence], Sequence[Inlet]]", getattr(import_module(module), name))(channel, fence)
