"""Agents who watch and visitors who write, over real sockets."""

import asyncio
import json
import secrets
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from runtime.bench.desk import BenchDesk, Staff


@dataclass(slots=True)
class Stopwatch:
    """When each message was sent, acknowledged and seen on screens; seconds on the monotonic clock."""

    sent: dict[str, float] = field(default_factory=dict)
    acked: dict[str, float] = field(default_factory=dict)
    seen: dict[str, list[float]] = field(default_factory=dict)
    frames: int = 0

    def forget(self) -> None:
        """Begin anew, after the warm-up."""
        self.sent.clear()
        self.acked.clear()
        self.seen.clear()
        self.frames = 0


class Watcher:
    """One agent's open console."""

    def __init__(self, desk: BenchDesk, token: str, watch: Stopwatch) -> None:
        self._desk, self._token, self._watch = desk, token, watch
        self._shown: set[str] = set()

    async def run(self, ready: asyncio.Event) -> None:
        """Watch until cancelled; sets `ready` when the socket is welcome."""
        headers = {"Cookie": f"session={self._token}", "Origin": self._desk.running.base_url}
        async with connect(
            f"{self._desk.socket_url}/api/live", additional_headers=headers, compression=None, max_queue=None
        ) as socket:
            await socket.send(json.dumps({"t": "hello", "position": None, "watch": None}))
            async for text in socket:
                self._note(json.loads(text), ready)

    def _note(self, frame: dict[str, Any], ready: asyncio.Event) -> None:
        if frame["t"] == "welcome":
            ready.set()
        if frame["t"] != "event":
            return
        self._watch.frames += 1
        mark = frame.get("ticket", {}).get("preview", "")
        # In a burst a later event of the ticket carries the row, whatever its kind.
        if mark in self._watch.sent and mark not in self._shown:
            self._shown.add(mark)
            self._watch.seen.setdefault(mark, []).append(time.monotonic())


class Writer:
    """One visitor with the chat open."""

    def __init__(self, desk: BenchDesk, key: str, number: int, watch: Stopwatch) -> None:
        self._desk, self._key, self._number, self._watch = desk, key, number, watch
        self._token = secrets.token_urlsafe(32)
        self._socket: ClientConnection | None = None
        self._acks: dict[str, asyncio.Event] = {}

    async def run(self, ready: asyncio.Event) -> None:
        """Keep the chat open until cancelled."""
        address = f"10.{self._number >> 16 & 255}.{self._number >> 8 & 255}.{self._number & 255}"
        headers = {"Origin": self._desk.running.base_url, "X-Forwarded-For": address}
        url = f"{self._desk.socket_url}/chat/{self._key}/live"
        async with connect(url, additional_headers=headers, compression=None, max_queue=None) as socket:
            self._socket = socket
            hello: dict[str, Any] = {"t": "hello", "token": None, "cursors": {}, "locale": "en", "page": {}}
            await socket.send(json.dumps(hello))
            async for text in socket:
                self._note(json.loads(text), ready)

    async def write(self, said: str = "", *, timeout_s: float = 30) -> None:
        """Send one message and wait for its acknowledgement; without words of its own it is told by its text."""
        mark, acked = uuid.uuid4().hex, asyncio.Event()
        self._acks[mark] = acked
        self._watch.sent[mark] = time.monotonic()
        frame: dict[str, Any] = {
            "t": "send",
            "client_id": str(uuid.UUID(mark)),
            "token": self._token,
            "ticket": None,
            "text": said or mark,
            "attachments": [],
        }
        assert self._socket is not None
        await self._socket.send(json.dumps(frame))
        await asyncio.wait_for(acked.wait(), timeout_s)
        self._watch.acked[mark] = time.monotonic()

    def _note(self, frame: dict[str, Any], ready: asyncio.Event) -> None:
        if frame["t"] == "welcome":
            ready.set()
        elif frame["t"] == "ack":
            self._acks.pop(uuid.UUID(frame["client_id"]).hex).set()
        elif frame["t"] == "refused":
            raise RuntimeError(f"refused: {frame}")


async def open_all(people: Sequence[Watcher | Writer], tasks: asyncio.TaskGroup) -> list["asyncio.Task[None]"]:
    """Open everybody's socket, twenty at a time, and return their tasks once all are welcome."""
    running = []
    for start in range(0, len(people), 20):
        readies = [asyncio.Event() for _ in people[start : start + 20]]
        for person, ready in zip(people[start : start + 20], readies, strict=True):
            running.append(tasks.create_task(person.run(ready)))
        await asyncio.wait_for(asyncio.gather(*(ready.wait() for ready in readies)), 30)
    return running


def watchers(desk: BenchDesk, staff: Staff, watch: Stopwatch) -> list[Watcher]:
    """Return one watcher for each agent."""
    return [Watcher(desk, token, watch) for token in staff.tokens]


def writers(desk: BenchDesk, staff: Staff, watch: Stopwatch, *, count: int) -> list[Writer]:
    """Return visitors, spread over the channels."""
    keys = staff.channel_keys
    return [Writer(desk, keys[number % len(keys)], number, watch) for number in range(count)]
