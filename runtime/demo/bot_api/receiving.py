"""How a bot gets its updates: long polls and the webhook's settings."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any, Final

from runtime.demo.bot_api.call import Call
from runtime.demo.bot_api.errors import OTHER_POLL, WEBHOOK_IS_ACTIVE, WEBHOOK_SET, ApiError, bad_request
from runtime.demo.bot_api.updates import MAX_LIMIT
from runtime.demo.bot_api.world import Bot, Webhook, World

MAX_WAIT_S: Final = 50
CONFLICT_PAUSE_S: Final = 3.0
_secret = re.compile(r"[A-Za-z0-9_-]{1,256}")

Json = dict[str, Any]


@dataclass(slots=True)
class Poll:
    """A waiting getUpdates; `refusal` ends it."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    refusal: ApiError | None = None


@dataclass(slots=True)
class _Past:
    offset: int = 0
    began_at: float = 0.0
    ended_at: float = 0.0
    conflict_at: float = 0.0


class Receiving:
    """The long polls of all bots; lives in the server's loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._polls: dict[str, Poll] = {}
        self._past: dict[str, _Past] = {}

    def wake(self, bot: Bot) -> None:
        """Have a waiting poll look again; in the loop."""
        poll = self._polls.get(bot.token)
        if poll is not None:
            poll.wake.set()

    async def get_updates(self, bot: Bot, call: Call) -> list[Json]:
        """Answer what waits, or wait for it."""
        if bot.webhook.url:
            raise WEBHOOK_IS_ACTIVE
        await self._end_other(bot)
        offset, limit = call.number("offset"), call.number("limit", MAX_LIMIT)
        wait_s = max(0, min(call.number("timeout"), MAX_WAIT_S))
        _allow(bot, call)
        limit, wait_s = self._slowed(bot, offset, limit if 1 <= limit <= MAX_LIMIT else MAX_LIMIT, wait_s)
        with self._world.lock:
            bot.queue.confirm(offset)
        poll = self._polls[bot.token] = Poll()
        try:
            return await self._wait(bot, poll, limit, wait_s)
        finally:
            self._past[bot.token].ended_at = time.monotonic()
            if self._polls.get(bot.token) is poll:
                del self._polls[bot.token]

    def set_webhook(self, bot: Bot, call: Call) -> bool:
        """Take the address updates are posted to; empty is none."""
        url, secret = call.text("url"), call.text("secret_token")
        if url and not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if secret and not _secret.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        _allow(bot, call)
        bot.webhook = Webhook(url, secret, max(1, min(call.number("max_connections", 40), 100)))
        if call.flag("drop_pending_updates"):
            bot.queue.clear()
        if url and bot.token in self._polls:
            self._end(bot.token, WEBHOOK_SET)
        return True

    def webhook_info(self, bot: Bot) -> Json:
        """Return how the webhook is doing."""
        hook = bot.webhook
        info: Json = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(bot.queue),
            "max_connections": hook.max_connections,
        }
        if hook.last_error:
            info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
        return info | ({} if bot.queue.allowed is None else {"allowed_updates": sorted(bot.queue.allowed)})

    async def _end_other(self, bot: Bot) -> None:
        if bot.token not in self._polls:
            return
        past = self._past.setdefault(bot.token, _Past())
        is_second = time.monotonic() - past.conflict_at < CONFLICT_PAUSE_S
        past.conflict_at = time.monotonic()
        self._end(bot.token, OTHER_POLL)
        if is_second:
            await asyncio.sleep(CONFLICT_PAUSE_S)

    def _end(self, token: str, refusal: ApiError) -> None:
        poll = self._polls.pop(token)
        poll.refusal = refusal
        poll.wake.set()

    def _slowed(self, bot: Bot, offset: int, limit: int, wait_s: int) -> tuple[int, int]:
        """Slow down whoever asks for the same again and again, as the real server does."""
        past, now = self._past.setdefault(bot.token, _Past()), time.monotonic()
        if offset == past.offset and wait_s < 3 and now < past.began_at + 3:
            wait_s = 3
        if offset == past.offset and now < past.ended_at + 0.5:
            limit = 1
        past.offset, past.began_at = offset, now
        return limit, wait_s

    async def _wait(self, bot: Bot, poll: Poll, limit: int, wait_s: int) -> list[Json]:
        deadline = time.monotonic() + wait_s
        while True:
            poll.wake.clear()
            with self._world.lock:
                found = bot.queue.first(limit)
            left_s = deadline - time.monotonic()
            if found or left_s <= 0:
                return found
            try:
                await asyncio.wait_for(poll.wake.wait(), left_s)
            except TimeoutError:
                continue
            if poll.refusal is not None:
                raise poll.refusal
            if bot.is_revoked:
                raise ApiError(401, "Unauthorized")


def _allow(bot: Bot, call: Call) -> None:
    allowed = call.given("allowed_updates")
    if allowed is not None:
        bot.queue.allowed = frozenset(allowed) or None
