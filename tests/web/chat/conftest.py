"""The desk served with Redis and a relay beside it."""

from collections.abc import Iterator

import httpx
import pytest

from helpdesk.config import Config
from tests.cast import Desk
from tests.live_edge import live_edge
from tests.widgets import new_token, open_widget, rest


@pytest.fixture
def server(desk: Desk, redis_url: str) -> Iterator[Config]:
    """The desk served on a free port; what happens reaches sockets at once."""
    with live_edge(desk, redis_url) as config:
        yield config


@pytest.fixture
def vera(desk: Desk, server: Config) -> Iterator[tuple[httpx.Client, int]]:
    """A visitor who has written: her requests, and the number of her ticket."""
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        number = widget.writes("My parcel is lost", name="Vera")["ticket"]
    with rest(server, desk, token) as client:
        yield client, int(number)
