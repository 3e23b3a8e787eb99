"""One invented customer with the chat open: says a line, waits for an answer, says the next."""

import asyncio
import json
import random
import secrets
import uuid
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from runtime.demo.stories import Story

PATIENCE_S = 600.0
CHARACTERS_PER_S = 25.0
PING_EVERY_S = 20.0


class Customer:
    """Plays a story on the chat socket at `url`, with the desk's own origin."""

    def __init__(self, story: Story, *, url: str, origin: str) -> None:
        self._story = story
        self._url = url
        self._origin = origin
        self._token = secrets.token_urlsafe(32)
        self._answered = asyncio.Event()

    async def play(self) -> None:
        """Play the story to its end, or until no agent answers for ten minutes."""
        async with connect(self._url, origin=self._origin, compression=None) as socket, asyncio.TaskGroup() as tasks:  # type: ignore[arg-type]
            await _say(socket, {"t": "hello", "token": None, "cursors": {}, "locale": self._story.locale, "page": {}})
            others = [tasks.create_task(self._listen(socket)), tasks.create_task(_keep_alive(socket))]
            try:
                await asyncio.wait_for(self._talk(socket), PATIENCE_S * len(self._story.answers))
            except TimeoutError:
                pass
            finally:
                for task in others:
                    task.cancel()

    async def _talk(self, socket: ClientConnection) -> None:
        for line in self._story.opening:
            await self._write(socket, line)
        for line in self._story.answers:
            await self._answered.wait()
            self._answered.clear()
            await asyncio.sleep(random.uniform(1.0, 4.0))
            await self._write(socket, line)

    async def _write(self, socket: ClientConnection, line: str) -> None:
        await _say(socket, {"t": "typing", "on": True})
        await asyncio.sleep(len(line) / CHARACTERS_PER_S)
        await _say(
            socket,
            {
                "t": "send",
                "client_id": str(uuid.uuid4()),
                "token": self._token,
                "ticket": None,
                "text": line,
                "attachments": [],
                "name": self._story.name,
            },
        )

    async def _listen(self, socket: ClientConnection) -> None:
        async for text in socket:
            frame = json.loads(text)
            if frame["t"] == "event" and frame.get("message", {}).get("from") == "agent":
                self._answered.set()


async def _keep_alive(socket: ClientConnection) -> None:
    while True:
        await asyncio.sleep(PING_EVERY_S)
        await _say(socket, {"t": "ping"})


async def _say(socket: ClientConnection, frame: dict[str, Any]) -> None:  # any JSON
    await socket.send(json.dumps(frame, ensure_ascii=False))
