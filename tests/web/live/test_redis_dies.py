"""Redis dies and comes back while consoles are connected."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk.config import Config
from runtime.redis_child import RedisChild
from runtime.run_folder import remove_run_folder
from tests.cast import Desk
from tests.consoles import Frame, open_console
from tests.edge import signed_in_browser
from tests.live_edge import live_edge
from tests.stories import visitor_writes


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisChild]:
    """A Redis of this test alone."""
    child = RedisChild(tmp_path)
    child.start()
    yield child
    child.kill()
    Path(child.url.removeprefix("unix://")).unlink(missing_ok=True)
    remove_run_folder(tmp_path)


@pytest.fixture
def server(desk: Desk, redis: RedisChild) -> Iterator[Config]:
    """The desk served with that Redis."""
    with live_edge(desk, redis.url) as config:
        yield config


def says(preview: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["ticket"]["preview"] == preview


def test_news_arrives_while_it_is_dead_and_at_once_when_it_is_back(
    desk: Desk, server: Config, redis: RedisChild
) -> None:
    with open_console(signed_in_browser(server, "anna")) as console:
        redis.kill()
        visitor_writes(desk, "While dead")
        console.next("event", where=says("While dead"), within_s=6)
        redis.start()
        for nth in range(8):
            visitor_writes(desk, f"Back {nth}")
            console.next("event", where=says(f"Back {nth}"), within_s=6)

    previews = [frame["ticket"]["preview"] for frame in console.frames if frame["t"] == "event"]
    assert previews[-1] == "Back 7"
