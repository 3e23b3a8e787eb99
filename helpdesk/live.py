"""Telling other processes at once: new positions, typing, viewing. Lost ones only cost a delay."""

import json
import logging
from typing import Any, Final

from redis.exceptions import RedisError

from helpdesk import queue

log = logging.getLogger(__name__)

POSITIONS: Final = "helpdesk:live:positions"
EPHEMERAL: Final = "helpdesk:live:ephemeral"


def announce_position(position: int) -> None:
    """Tell every web process that events up to `position` can be read."""
    _publish(POSITIONS, str(position))


def publish_ephemeral(payload: dict[str, Any]) -> None:
    """Tell every web process something that is never stored (typing, viewing)."""
    _publish(EPHEMERAL, json.dumps(payload))


def _publish(channel: str, text: str) -> None:
    redis = queue.redis()
    if redis is None:
        return
    try:
        redis.publish(channel, text)
    except RedisError as error:
        log.warning("live message dropped: %s", type(error).__name__)
