"""The loops of a bot: one gets updates, one takes them in, one runs errands, one shows that agents type."""

from collections.abc import Sequence

from channels.inlets import Inlet
from channels.telegram.drain import TelegramDrain
from channels.telegram.errands import Errands
from channels.telegram.inlet import TelegramInlet
from channels.telegram.typing_signs import TypingSigns
from helpdesk.leases import Fence
from helpdesk.models import Channel


def inlets_of(channel: Channel, fence: Fence) -> Sequence[Inlet]:
    """Return the loops of a bot."""
    errands = Errands(channel)
    drain = TelegramDrain(channel, fence, errand=errands.add, taken=errands.wake)
    return TelegramInlet(channel, fence, stored=drain.wake), drain, errands, TypingSigns(channel)
