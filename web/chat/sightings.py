"""On which sites a widget was seen lately: for an admin who wants to know whether the line was pasted right.

Only in Redis and for a month; nothing about visitors is in it, and without Redis it is simply not known.
"""

import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Final

from redis.exceptions import RedisError

from helpdesk import clock, queue
from helpdesk.queries.rows import Json, iso

KEPT_S: Final = 30 * 24 * 3600
NOT_AGAIN_S: Final = 60.0
MAX_KEPT: Final = 2_000
MAX_REFUSED: Final = 5

_noted: dict[tuple[int, str], float] = {}


def note(channel_id: int, origin: str, *, is_allowed: bool) -> None:
    """Note that a page of a site asked for a widget; at most once a minute for each, and never a failure."""
    redis, now = queue.redis(), time.monotonic()
    if redis is None or not origin or len(origin) > 300 or _noted.get((channel_id, origin), 0.0) > now:
        return
    if len(_noted) >= MAX_KEPT:
        _noted.clear()
    _noted[(channel_id, origin)] = now + NOT_AGAIN_S
    key = _key(channel_id, is_allowed=is_allowed)
    try:
        with redis.pipeline(transaction=False) as pipe:
            pipe.zadd(key, {origin: clock.now().timestamp()})
            pipe.zremrangebyrank(key, 0, -(MAX_REFUSED + 1 if not is_allowed else 101))
            pipe.expire(key, KEPT_S)
            pipe.execute()
    except RedisError:
        pass


def seen(channel_id: int, allowed: Collection[str]) -> list[Json]:
    """Return where a widget was seen, the newest first; of sites that may not show it, the newest five."""
    redis = queue.redis()
    if redis is None:
        return []
    found: dict[str, float] = {}
    try:
        for is_allowed in (True, False):
            # What it returns redis-py does not say.
            ranked: Any = redis.zrevrange(_key(channel_id, is_allowed=is_allowed), 0, 100, withscores=True)
            for origin, at in ranked:
                name = origin.decode() if isinstance(origin, bytes) else str(origin)
                found[name] = max(found.get(name, 0.0), float(at))
    except RedisError:
        return []
    newest = sorted(found.items(), key=lambda entry: -entry[1])
    return [
        {"origin": name, "at": iso(datetime.fromtimestamp(at, UTC)), "allowed": name in allowed} for name, at in newest
    ]


def _key(channel_id: int, *, is_allowed: bool) -> str:
    return f"helpdesk:widget_seen:{channel_id}:{'allowed' if is_allowed else 'refused'}"
