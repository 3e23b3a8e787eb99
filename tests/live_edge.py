"""A desk whose events reach sockets as in a running one: a real Redis, a relay, an edge."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from redis import Redis

from helpdesk import queue
from helpdesk.config import Config
from tests.cast import Desk
from tests.edge import running
from tests.relaying import relaying


@contextmanager
def live_edge(desk: Desk, redis_url: str, **changes: Any) -> Iterator[Config]:  # fields of Config
    """Serve the desk on a free port, with Redis and a relay beside it."""
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
    queue.connect(redis_url)
    with relaying(), running(replace(desk.config, redis_url=redis_url, **changes)) as config:
        yield config
    queue.disconnect()
