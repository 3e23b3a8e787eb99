"""What can be wrong with Redis without its being dead."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

from helpdesk.errors import Unavailable
from runtime.faults.desk import BrokenDesk

Order = Callable[[Redis], object]


@dataclass(frozen=True, slots=True)
class Trouble:
    """How to bring it about and how to mend it."""

    begin: Order
    end: Order


TROUBLES: Final = {
    "out of memory": Trouble(
        lambda redis: redis.config_set("maxmemory", "1mb"), lambda redis: redis.config_set("maxmemory", "256mb")
    ),
    "read-only": Trouble(lambda redis: redis.replicaof("127.0.0.1", 1), lambda redis: redis.replicaof("NO", "ONE")),
    "without fan-out": Trouble(
        lambda redis: redis.acl_setuser("default", enabled=True, commands=["-publish"]),
        lambda redis: redis.acl_setuser("default", enabled=True, commands=["+publish"]),
    ),
}


async def order(desk: BrokenDesk, do: Order) -> bool:
    """Have Redis do something; False when it does not answer."""
    return await asyncio.to_thread(_order, desk, do)


def _order(desk: BrokenDesk, do: Order) -> bool:
    try:
        with Redis.from_url(desk.running.redis_url, socket_timeout=2.0) as redis:
            do(redis)
    except (RedisError, Unavailable):
        return False
    return True
