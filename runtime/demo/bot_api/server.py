"""The server: calls of bots, files, and the control side, on one loopback port in a thread of its own."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from aiohttp import web

from runtime.demo.bot_api import control
from runtime.demo.bot_api.answering import Answering
from runtime.demo.bot_api.people import People
from runtime.demo.bot_api.receiving import Receiving
from runtime.demo.bot_api.webhook import Webhooks
from runtime.demo.bot_api.world import Bot, World

START_WITHIN_S: Final = 10.0
MAX_BODY: Final = 60_000_000


class BotApi:
    """A running emulator. speed: what pauses between tries of a webhook are multiplied with."""

    def __init__(self, *, speed: float = 1.0) -> None:
        self.world = World()
        self.port = 0
        self.webhooks = Webhooks(self.world, speed=speed)
        self._receiving = Receiving(self.world)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="bot-api", daemon=True)
        self._people: dict[str, People] = {}

    @property
    def url(self) -> str:
        """Where it is, without a trailing slash."""
        return f"http://127.0.0.1:{self.port}"

    def add_bot(self, token: str, *, username: str = "desk_bot", name: str = "Desk") -> People:
        """Make a bot known and return the people who may write to it."""
        with self.world.lock:
            bot = self.world.add_bot(token, username=username, name=name)
            self._people[token] = People(self.world, bot)
        return self._people[token]

    def people(self, token: str) -> People:
        """Return the people around a bot; KeyError when there is no such bot."""
        return self._people[token]

    def bot(self, token: str) -> Bot:
        """Return a bot as the server sees it."""
        return self.world.bots[token]

    def start(self, port: int = 0) -> None:
        """Begin to listen; returns when it does."""
        self.port = port
        self.world.on_update = self._tell
        self._thread.start()
        if not self._ready.wait(START_WITHIN_S):
            raise RuntimeError("The Bot API emulator did not start.")

    def stop(self) -> None:
        """End it; waiting polls are cut off. Ended already, it stays so."""
        if self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(START_WITHIN_S)

    def _tell(self, bot: Bot) -> None:
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._look, bot)

    def _look(self, bot: Bot) -> None:
        self._receiving.wake(bot)
        self.webhooks.look(bot)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        answering = Answering(self.world, self._receiving, self._look)
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes(answering.routes())
        app.add_routes(control.routes(self))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._stop.wait()
        await self.webhooks.close()
        await runner.cleanup()


@contextmanager
def running_bot_api(port: int = 0, **how: Any) -> Iterator[BotApi]:
    """Run an emulator while the block runs."""
    api = BotApi(**how)
    api.start(port)
    try:
        yield api
    finally:
        api.stop()
