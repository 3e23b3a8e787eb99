"""Which adapter serves which kind of channel; each is imported when a channel first needs it."""

from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

from channels.base import Adapter
from helpdesk.models import Channel, ChannelKind

ADAPTERS: Final = {
    ChannelKind.WEBCHAT: "channels.webchat.adapter:WebchatAdapter",
    ChannelKind.EMAIL: "channels.email.adapter:EmailAdapter",
    ChannelKind.TELEGRAM: "channels.telegram.adapter:TelegramAdapter",
}


def is_served(kind: ChannelKind) -> bool:
    """Say whether this desk can send on channels of this kind."""
    return kind in ADAPTERS


def adapter_of(channel: Channel) -> Adapter:
    """Make the adapter of a channel; KeyError for a kind that is not served."""
    module, _, name = ADAPTERS[channel.kind].partition(":")
    return cast("Callable[[Channel], Adapter]", getattr(import_module(module), name))(channel)
