"""Posting updates to a webhook: one at a time of each chat, the same one again until it is taken."""

import asyncio
import contextlib
import random
from typing import Final

import aiohttp

from runtime.demo.bot_api.updates import Waiting
from runtime.demo.bot_api.world import Bot, World, now

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 120.0
TIMEOUT_S: Final = 60.0
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header


class Webhooks:
    """All webhooks of all bots; lives in the server's loop. `speed` shortens the pauses between tries."""

    def __init__(self, world: World, *, speed: float = 1.0) -> None:
        self._world = world
        self._speed = speed
        self._lanes: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._client: aiohttp.ClientSession | None = None
        self.duplicates = 0  # so many updates are posted twice though they were taken

    def look(self, bot: Bot) -> None:
        """Start what can start: the oldest update of every chat that has none under way."""
        if not bot.webhook.url:
            return
        for one in bot.queue.heads():
            key = (bot.token, one.lane)
            running = sum(token == bot.token for token, _ in self._lanes)
            if key not in self._lanes and running < bot.webhook.max_connections:
                self._lanes[key] = asyncio.create_task(self._deliver(bot, one, key))

    async def close(self) -> None:
        """Stop posting."""
        for task in list(self._lanes.values()):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._client is not None:
            await self._client.close()

    async def _deliver(self, bot: Bot, one: Waiting, key: tuple[str, int]) -> None:
        pause_s = FIRST_PAUSE_S
        try:
            while bot.webhook.url and not await self._post(bot, one):
                await asyncio.sleep(pause_s * self._speed)
                pause_s = min(pause_s * 2, random.uniform(60, LONGEST_PAUSE_S))
        finally:
            self._lanes.pop(key, None)
        self.look(bot)

    async def _post(self, bot: Bot, one: Waiting) -> bool:
        hook = bot.webhook
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        if self._client is None:
            self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        try:
            async with self._client.post(hook.url, json=one.as_json(), headers=headers) as answer:
                status = answer.status
                await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._note(bot, f"Connection failed: {type(error).__name__}")
            return False
        if not 200 <= status < 300:
            self._note(bot, f"Wrong response from the webhook: {status}")
            return False
        if self.duplicates > 0:
            self.duplicates -= 1
            return False
        with self._world.lock:
            bot.queue.drop(one)
        return True

    def _note(self, bot: Bot, words: str) -> None:
        bot.webhook.last_error, bot.webhook.last_error_at = words, now()
