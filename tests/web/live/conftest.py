"""The desk served with Redis and a relay beside it."""

from collections.abc import Iterator

import pytest

from helpdesk.config import Config
from tests.cast import Desk
from tests.live_edge import live_edge


@pytest.fixture
def server(desk: Desk, redis_url: str) -> Iterator[Config]:
    """The desk served on a free port; what happens reaches sockets at once."""
    with live_edge(desk, redis_url) as config:
        yield config
