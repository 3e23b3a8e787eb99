"""A widget on its socket: one message under way at a time, cursors, gaps asked for again."""

import asyncio
import contextlib
import json
import time
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from runtime.faults.http import NoAnswer
from runtime.faults.stream import Stream
from runtime.faults.visitor import Frame, Visitor
from runtime.faults.waiting import something

GAP_SETTLES_S: Final = 0.3
ACK_WITHIN_S: Final = 15.0


class Tab:
    """One open widget; only one tab of a visitor writes."""

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
                frame = {"t": "send", "token": self._visitor.token, **self._visitor.message(waiting[0])}
                await socket.send(json.dumps(frame))
            elif waiting and time.monotonic() - self._sent_at > ACK_WITHIN_S:
                await socket.close()
            await something(self.wake, within_s=1.0)

    async def _take(self, socket: ClientConnection, frame: Frame) -> None:
        match frame["t"]:
            case "welcome":
                for head in frame["tickets"]:
                    self.stream.head(head["number"], head["seq"])
                for event in frame["events"]:
                    self._visitor.told(self.stream, event)
            case "event":
                self._visitor.told(self.stream, frame)
                if frame.get("message", {}).get("from") == "agent":
                    await socket.send(json.dumps({"t": "seen", "ticket": frame["ticket"], "seq": frame["seq"]}))
            case "ack":
                self._in_flight = None
                self._visitor.acknowledged(self.stream, frame)
            case "refused" | "problem":
                self._visitor.journal.oddities.append(f"{self._visitor.name} was told {frame}")
        if self.stream.gaps() and (self._repairing is None or self._repairing.done()):
            self._repairing = asyncio.create_task(self._repair())

    async def _repair(self) -> None:
        """Ask for what is missing, once frames that only changed places have settled."""
        await asyncio.sleep(GAP_SETTLES_S)
        with contextlib.suppress(NoAnswer):
            for ticket in self.stream.gaps():
                await self._visitor.ask_for(self.stream, ticket)
