"""Redis may be away: everything still arrives, a little later."""

from collections.abc import Iterator

import pytest

from helpdesk.config import Config
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import running, signed_in_browser
from tests.relaying import relaying
from tests.stories import visitor_writes


@pytest.fixture
def server(desk: Desk) -> Iterator[Config]:
    """The desk served with a relay, but without Redis."""
    with relaying(), running(desk.config) as config:
        yield config


def test_news_arrives_within_two_seconds(desk: Desk, server: Config) -> None:
    with open_console(signed_in_browser(server, "anna")) as console:
        visitor_writes(desk, "No Redis here")

        assert console.event("message.received", within_s=3)["ticket"]["preview"] == "No Redis here"
