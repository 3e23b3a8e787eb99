"""The ear: hears from other processes what they tell at once. Without Redis everything still arrives, a little later."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any, Final

import structlog
from redis.asyncio import Redis

from helpdesk.live import EPHEMERAL, POSITIONS

LONGEST_PAUSE_S: Final = 2.0
SILENCE_S: Final = 30.0

log = structlog.get_logger()
Ephemeral = dict[str, Any]  # plain JSON; "k" says what it is


class Ear:
    """Follows both live channels of Redis, for ever."""

    def __init__(
        self, redis_url: str, *, on_position: Callable[[int], None], on_ephemeral: Callable[[Ephemeral], None]
    ) -> None:
        self._url = redis_url
        self._on_position = on_position
        self._on_ephemeral = on_ephemeral
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen; does nothing without Redis."""
        if self._url:
            self._task = asyncio.create_task(self._run(), name="ear")

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        pause_s = 0.1
        while True:
            try:
                await self._listen()
                pause_s = 0.1
            except Exception as error:
                log.warning("live channels of redis lost, listening again", error=repr(error), in_s=pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
            await asyncio.sleep(pause_s)

    async def _listen(self) -> None:
        # A timeout on reading would end the wait for the next message; pings find a connection that died silently.
        redis = Redis.from_url(self._url, socket_timeout=None, socket_connect_timeout=2.0)
        async with redis, redis.pubsub() as channels:
            await channels.subscribe(POSITIONS, EPHEMERAL)
            silent_s = 0.0
            while silent_s < 2 * SILENCE_S:
                # Ignored confirmations would come back as None at once and pass for silence.
                heard = await channels.get_message(ignore_subscribe_messages=False, timeout=SILENCE_S)
                silent_s = 0.0 if heard else silent_s + SILENCE_S
                if heard is None:
                    await channels.ping()
                elif heard["type"] == "message":
                    self._take(heard["channel"], heard["data"])

    def _take(self, channel: bytes | str, data: bytes | str) -> None:
        name = channel.decode() if isinstance(channel, bytes) else channel
        try:
            if name == POSITIONS:
                self._on_position(int(data))
            else:
                self._on_ephemeral(json.loads(data))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("a live message made no sense", channel=name, error=repr(error))
