"""The mail server that fails as it is told, as fault rounds use it too."""

from collections.abc import Iterator

import pytest

from runtime.faults.peers.smtp_sink import DROP, HANG, Kept, Sink, free_port, running_sink

__all__ = ["DROP", "HANG", "Kept", "Sink", "free_port", "running_sink", "sink"]


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that takes everything from everybody."""
    with running_sink() as running:
        yield running
