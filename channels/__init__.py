"""Ways in and out: each channel turns its provider's words into the desk's, and back."""

from channels.base import ConnectionTest
from channels.registry import adapter_of, is_served
from helpdesk.models import Channel


def test_connection(channel: Channel) -> ConnectionTest:
    """Try a channel's settings without sending anything; may wait for the network, so never in a transaction."""
    if not is_served(channel.kind):
        return ConnectionTest(is_working=False, detail=f"This desk cannot send on channels of kind {channel.kind}.")
    adapter = adapter_of(channel)
    try:
        return adapter.test_connection()
    finally:
        adapter.close()


# pytest would take the name for a test of its own.
test_connection.__test__ = False  # type: ignore[attr-defined]
