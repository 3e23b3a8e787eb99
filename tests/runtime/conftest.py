"""A private Redis for the tests of what runs beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk import queue
from helpdesk.config import Config
from runtime.redis_child import RedisChild
from runtime.run_folder import remove_run_folder


@pytest.fixture
def redis(config: Config) -> Iterator[RedisChild]:
    child = RedisChild(config.data_dir)
    child.start()
    queue.connect(child.url)
    yield child
    queue.disconnect()
    child.kill()
    Path(child.url.removeprefix("unix://")).unlink(missing_ok=True)
    remove_run_folder(config.data_dir)
