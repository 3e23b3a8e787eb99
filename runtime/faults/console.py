"""A tab of an agent's console on the wire: resumes by position, asks anew when it is told to."""

import asyncio
import contextlib
import json
import random
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from runtime.faults.desk import BrokenDesk
from runtime.faults.http import Answer, NoAnswer, ask
from runtime.faults.screen import Screen

TOUCHES_EVERY_S: Final = 5.0

Json = dict[str, Any]  # shapes of the API


class SignedIn:
    """An agent's browser: cookie, CSRF token, origin."""

    def __init__(self, desk: BrokenDesk, token: str) -> None:
        self.desk = desk
        self.headers = {"Cookie": f"session={token}", "Origin": desk.base_url}
        self.agent_id = 0

    async def sign_on(self) -> None:
        """Learn who I am; asks until there is an answer."""
        me = await self.insist("GET", "/api/me")
        self.agent_id = me["agent"]["id"]
        self.headers = {**self.headers, "X-CSRF-Token": me["csrf"]}

    async def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Ask once; NoAnswer when the desk is gone before it has answered."""
        return await ask(method, self.desk.base_url + path, self.headers, body)

    async def insist(self, method: str, path: str, body: Json | None = None) -> Json:
        """Ask until there is a good answer, and return its body."""
        while True:
            try:
                answer = await self.ask(method, path, body)
            except NoAnswer:
                answer = Answer(0, None)
            if answer.status == 200:
                found: Json = answer.body
                return found
            await asyncio.sleep(0.1)


class ConsoleTab:
    """One open tab: the list, or with `ticket_id` one ticket."""

    def __init__(self, browser: SignedIn, screen: Screen, *, chance: random.Random) -> None:
        self.screen = screen
        self.changed = asyncio.Event()
        self.is_welcome = False
        self.closes: list[int] = []
        self._browser = browser
        self._chance = chance

    async def run(self) -> None:
        """Stay connected until cancelled."""
        await self._load()
        url = f"{self._browser.desk.socket_url}/api/live"
        while True:
            try:
                async with connect(
                    url,
                    additional_headers=self._browser.headers,
                    compression=None,
                    ping_interval=None,
                    max_queue=None,
                ) as socket:
                    await self._talk(socket)
                    self.closes.append(socket.close_code or 0)
            except (OSError, WebSocketException, TimeoutError):
                pass
            await asyncio.sleep(self._chance.uniform(0.05, 0.25))

    async def _talk(self, socket: ClientConnection) -> None:
        hello = {"t": "hello", "position": self.screen.position, "watch": self.screen.ticket_id}
        await socket.send(json.dumps(hello))
        touching = asyncio.create_task(_touch(socket))
        try:
            async for text in socket:
                await self._take(json.loads(text))
        finally:
            touching.cancel()

    async def _take(self, frame: Json) -> None:
        if frame["t"] == "welcome":
            self.is_welcome = True
            if not frame["resumed"]:
                self.screen.start_anew(frame["position"])
                # Frames wait in the socket meanwhile and are applied after the answer, older ones without effect.
                await self._load()
        else:
            self.screen.take(frame)
        self.changed.set()

    async def _load(self) -> None:
        ticket_id = self.screen.ticket_id
        if ticket_id is None:
            self.screen.show_list(await self._browser.insist("GET", "/api/tickets?view=all&sort=created"))
        else:
            self.screen.show_ticket(await self._browser.insist("GET", f"/api/tickets/{ticket_id}"))
        self.changed.set()


async def _touch(socket: ClientConnection) -> None:
    """Say that somebody works here: a desk whose clock jumped takes everybody for long gone, until they touch a key."""
    with contextlib.suppress(WebSocketException, OSError):
        while True:
            await asyncio.sleep(TOUCHES_EVERY_S)
            await socket.send(json.dumps({"t": "active"}))
