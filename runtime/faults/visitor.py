"""A visitor as the widget behaves: an outbox kept until the desk says that it has it, cursors, gaps asked for again."""

import asyncio
import json
import random
import secrets
import time
import uuid
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from runtime.faults.desk import BrokenDesk
from runtime.faults.http import NoAnswer, ask
from runtime.faults.journal import Journal, Letter
from runtime.faults.stream import Stream
from runtime.faults.waiting import something

GAP_SETTLES_S: Final = 0.3
ACK_WITHIN_S: Final = 15.0

Frame = dict[str, Any]  # JSON of the protocol


class Visitor:
    """One person on the site, with one tab that writes and maybe a second one that only looks on."""

    def __init__(self, desk: BrokenDesk, key: str, name: str, *, journal: Journal, chance: random.Random) -> None:
        self.name = name
        self.token = secrets.token_urlsafe(32)
        self.letters: list[Letter] = []
        self.desk, self.key, self.journal, self.chance = desk, key, journal, chance
        self.address = f"10.{chance.randrange(1, 250)}.{chance.randrange(250)}.{chance.randrange(1, 250)}"
        self.tabs = [Tab(self, writes=True)]
        if chance.random() < 0.5:
            self.tabs.append(Tab(self, writes=False))

    def write(self) -> Letter:
        """Put a message into the outbox; it goes when those before it are acknowledged."""
        letter = Letter(str(uuid.uuid4()), self.name, f"{self.name}-{len(self.letters)}", time.monotonic())
        self.letters.append(letter)
        self.journal.letters[letter.mark] = letter
        for tab in self.tabs:
            tab.wake.set()
        return letter

    def outbox(self) -> list[Letter]:
        """Return what is not acknowledged, oldest first."""
        return [letter for letter in self.letters if letter.ack is None]


class Tab:
    """One open widget."""

    def __init__(self, visitor: Visitor, *, writes: bool) -> None:
        self.stream = Stream()
        self.wake = asyncio.Event()
        self._visitor = visitor
        self._writes = writes
        self._in_flight: str | None = None
        self._sent_at = 0.0
        self._repairing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Stay connected until cancelled."""
        visitor = self._visitor
        headers = {"Origin": visitor.desk.base_url, "X-Forwarded-For": visitor.address}
        url = f"{visitor.desk.socket_url}/chat/{visitor.key}/live"
        await self._wait_for_token()
        while True:
            try:
                async with connect(url, additional_headers=headers, compression=None, ping_interval=None) as socket:
                    await self._talk(socket)
            except (OSError, WebSocketException, TimeoutError):
                pass
            await asyncio.sleep(visitor.chance.uniform(0.05, 0.25))

    async def _wait_for_token(self) -> None:
        """A second tab connects when the first one has put the token into their storage: at the first writing."""
        while not self._writes and not self._visitor.letters:
            self.wake.clear()
            await self.wake.wait()

    async def _talk(self, socket: ClientConnection) -> None:
        self._in_flight = None
        await socket.send(json.dumps(self._hello()))
        pump: asyncio.Task[None] | None = None
        try:
            async for text in socket:
                frame = json.loads(text)
                await self._take(socket, frame)
                if frame["t"] == "welcome" and self._writes:
                    pump = asyncio.create_task(self._pump(socket))
        finally:
            if pump is not None:
                pump.cancel()

    def _hello(self) -> Frame:
        return {
            "t": "hello",
            "token": self._visitor.token if self._visitor.letters else None,
            "cursors": self.stream.cursors(),
            "locale": "en",
            "page": {"url": "https://shop.example/", "title": "Shop", "referrer": ""},
        }

    async def _pump(self, socket: ClientConnection) -> None:
        """Send the outbox, one letter at a time."""
        while True:
            self.wake.clear()
            waiting = self._visitor.outbox()
            if waiting and self._in_flight != waiting[0].client_id:
                self._in_flight, self._sent_at = waiting[0].client_id, time.monotonic()
                await socket.send(json.dumps(self._send(waiting[0])))
            elif waiting and time.monotonic() - self._sent_at > ACK_WITHIN_S:
                await socket.close()
            await something(self.wake, within_s=1.0)

    def _send(self, letter: Letter) -> Frame:
        return {
            "t": "send",
            "client_id": letter.client_id,
            "token": self._visitor.token,
            "ticket": None,
            "text": letter.mark,
            "attachments": [],
        }

    async def _take(self, socket: ClientConnection, frame: Frame) -> None:
        match frame["t"]:
            case "welcome":
                for head in frame["tickets"]:
                    self.stream.head(head["number"], head["seq"])
                for event in frame["events"]:
                    self._add(event)
            case "event":
                self._add(frame)
                if frame.get("message", {}).get("from") == "agent":
                    await socket.send(json.dumps({"t": "seen", "ticket": frame["ticket"], "seq": frame["seq"]}))
            case "ack":
                self._acknowledged(frame)
            case "refused" | "problem":
                self._visitor.journal.oddities.append(f"{self._visitor.name} was told {frame}")
        if self.stream.gaps() and (self._repairing is None or self._repairing.done()):
            self._repairing = asyncio.create_task(self._repair())

    def _add(self, event: Frame) -> None:
        wrong = self.stream.add(event)
        if wrong:
            self._visitor.journal.oddities.append(f"{self._visitor.name}: {wrong}")
        message = event.get("message")
        if message and message["from"] == "agent":
            self._visitor.journal.seen_by_visitor(message["text"].removeprefix("re "))

    def _acknowledged(self, frame: Frame) -> None:
        letter = next(one for one in self._visitor.letters if one.client_id == frame["client_id"])
        ack = (frame["ticket"], frame["seq"])
        if letter.ack is None:
            letter.ack, letter.acked_at = ack, time.monotonic()
        elif letter.ack != ack:
            self._visitor.journal.oddities.append(f"{letter.mark} was acknowledged as {letter.ack} and as {ack}")
        self._add({"ticket": frame["ticket"], "seq": frame["seq"], "kind": "message", "message": frame["message"]})
        self._in_flight = None
        for tab in self._visitor.tabs:
            tab.wake.set()

    async def _repair(self) -> None:
        """Ask for what is missing, page by page, once frames that only changed places have settled."""
        await asyncio.sleep(GAP_SETTLES_S)
        visitor = self._visitor
        headers = {"Authorization": f"Bearer {visitor.token}", "X-Forwarded-For": visitor.address}
        for ticket in self.stream.gaps():
            url = (
                f"{visitor.desk.base_url}/chat/{visitor.key}/events?ticket={ticket}&after={self.stream.cursor(ticket)}"
            )
            try:
                answer = await ask("GET", url, headers)
            except NoAnswer:
                return
            for event in answer.body["events"] if answer.status == 200 else ():
                self._add(event)
