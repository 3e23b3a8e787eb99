"""Delivering by a real connection to a sink: what the gateway does, one turn at a time."""

from channels.delivery import Post, drain
from channels.email.adapter import EmailAdapter
from channels.system_post import drain_system
from helpdesk import leases
from helpdesk.models import Channel


def deliver(channel: Channel) -> int:
    """Send everything that is due on a mailbox, the desk's own mails too."""
    fence = leases.acquire(f"channel:{channel.id}", "here")
    assert fence is not None
    adapter = EmailAdapter(channel)
    post = Post(channel.id, adapter, fence)
    try:
        return drain(post) + drain_system(post)
    finally:
        adapter.close()
