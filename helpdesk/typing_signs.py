"""Signs that an agent types, on their way from web to the gateway that shows them; never stored, worth nothing late."""

import logging
from typing import Final

from redis.exceptions import RedisError

from helpdesk import queue

EVERY_S: Final = 4  # a sign is shown for five seconds
MOST_WAITING: Final = 50

log = logging.getLogger(__name__)


def send(channel_id: int, peer: str) -> bool:
    """Have a channel show its peer that somebody types; at most one in 4 s goes out, else False."""
    redis = queue.redis()
    if redis is None:
        return False
    try:
        if not redis.set(f"{_list(channel_id)}:{peer}", 1, nx=True, ex=EVERY_S):
            return False
        with redis.pipeline(transaction=False) as pipe:
            pipe.lpush(_list(channel_id), peer)
            pipe.ltrim(_list(channel_id), 0, MOST_WAITING - 1)
            pipe.expire(_list(channel_id), EVERY_S)
            pipe.execute()
    except RedisError as error:
        log.debug("a sign of typing was dropped: %s", type(error).__name__)
        return False
    return True


def wait_for_one(channel_id: int, timeout_s: float) -> str | None:
    """Return whom a channel is to show that somebody types; None when nobody does for so long (below 5 s)."""
    redis = queue.redis()
    if redis is None:
        return None
    try:
        found = redis.brpop([_list(channel_id)], timeout=timeout_s)
    except RedisError:
        return None
    return None if found is None else _text(found[1])


def _list(channel_id: int) -> str:
    return f"helpdesk:typing:{channel_id}"


def _text(found: bytes | str) -> str:
    return found if isinstance(found, str) else found.decode()
