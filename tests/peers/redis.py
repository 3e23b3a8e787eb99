"""A real Redis for tests: the private server the desk itself starts, one per run."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk.errors import Misconfigured
from runtime.redis_child import RedisChild
from runtime.run_folder import remove_run_folder


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a server of our own that ends with the run."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        child = RedisChild(Path(folder))
        try:
            child.start()
        except (Misconfigured, OSError) as error:
            _missing(error)
        yield child.url
        child.kill()
        Path(child.url.removeprefix("unix://")).unlink(missing_ok=True)
        remove_run_folder(Path(folder))


def _missing(reason: object) -> None:
    words = f"Redis did not start here: {reason!r}"
    if os.environ.get("HELPDESK_TEST_REQUIRE_PEERS") == "1":
        pytest.fail(words)
    pytest.skip(words)
