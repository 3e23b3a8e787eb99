"""Customers with the chat open: one socket each, signed in by the shop they are on."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from runtime.demo.people import Customer
from runtime.demo.place import Place

PING_EVERY_S: Final = 20.0
CHARACTERS_PER_S: Final = 25.0
AGAIN_AFTER_S: Final = 2.0
TOKEN_LIFE_S: Final = 1_800

log = structlog.get_logger()
Json = dict[str, Any]


def token_of(place: Place, customer: Customer) -> str:
    """Return the secret of a customer's browser."""
    digest = hmac.new(bytes.fromhex(place.visitor_key), customer.key.encode(), hashlib.sha256).digest()
    return _base64(digest)


def identity_of(place: Place, customer: Customer, *, audience: str) -> str:
    """Return what the shop signs of a customer who is signed in there."""
    claims = {
        "sub": customer.key,
        "aud": audience,
        "exp": int(time.time()) + TOKEN_LIFE_S,
        "name": customer.name,
        "email": customer.address,
        "email_verified": True,
        "locale": customer.language,
    }
    body = ".".join(_base64(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{body}.{_base64(hmac.new(place.widget_secret.encode(), body.encode(), hashlib.sha256).digest())}"


class Visitor:
    """One customer's open chat. answered: called with the words of each answer, also of those missed meanwhile."""

    def __init__(
        self, customer: Customer, place: Place, *, url: str, origin: str, key: str, answered: Callable[[str], None]
    ) -> None:
        self._customer, self._place = customer, place
        self._url, self._origin, self._key = url, origin, key
        self._answered = answered
        self._socket: ClientConnection | None = None
        self._greeted = asyncio.Event()
        self._cursors: dict[int, int] = {}
        self.said: list[Json] = []  # facts of messages, in the order they were told

    async def run(self) -> None:
        """Keep the chat open until cancelled."""
        while True:
            try:
                async with connect(self._url, origin=self._origin, compression=None) as socket:  # type: ignore[arg-type]
                    await self._stay(socket)
            except* (OSError, WebSocketException, TimeoutError) as group:
                log.debug("a customer's chat was cut", error=str(group.exceptions[0]))
            self._greeted.clear()
            await asyncio.sleep(AGAIN_AFTER_S)

    async def write(self, text: str) -> None:
        """Say something, at the speed of typing."""
        await asyncio.wait_for(self._greeted.wait(), 30)
        await self._say({"t": "typing", "on": True})
        await asyncio.sleep(min(6.0, len(text) / CHARACTERS_PER_S))
        token = token_of(self._place, self._customer)
        frame = {"t": "send", "client_id": str(uuid.uuid4()), "token": token, "ticket": None, "text": text}
        await self._say({**frame, "attachments": [], "name": self._customer.name})

    async def _stay(self, socket: ClientConnection) -> None:
        self._socket = socket
        await self._say(
            {
                "t": "hello",
                "token": token_of(self._place, self._customer),
                "cursors": {str(number): seq for number, seq in self._cursors.items()},
                "locale": self._customer.language,
                "page": {"url": f"{self._origin}/try", "title": "Nordlicht"},
                "identity": {"jwt": identity_of(self._place, self._customer, audience=self._key)},
            }
        )
        async with asyncio.TaskGroup() as tasks:
            pinging = tasks.create_task(self._keep_alive())
            with contextlib.suppress(WebSocketException):
                async for frame in socket:
                    await self._hear(json.loads(frame))
            pinging.cancel()

    async def _hear(self, frame: Json) -> None:
        if frame["t"] == "welcome":
            self._greeted.set()
            knows_all_before = bool(self._cursors)
            for fact in frame["events"]:
                await self._note(fact, is_new=knows_all_before)
        elif frame["t"] in ("event", "ack"):
            await self._note(frame, is_new=frame["t"] == "event")
        elif frame["t"] in ("refused", "problem"):
            log.warning("the chat refused what a customer did", code=frame.get("code"))

    async def _note(self, fact: Json, *, is_new: bool) -> None:
        number, seq, message = fact.get("ticket"), fact.get("seq"), fact.get("message")
        if not isinstance(number, int) or not isinstance(seq, int) or seq <= self._cursors.get(number, 0):
            return
        self._cursors[number] = seq
        if isinstance(message, dict):
            self.said.append({**message, "ticket": number})
            if message.get("from") == "agent":
                await self._say({"t": "seen", "ticket": number, "seq": seq})
                if is_new:
                    self._answered(str(message.get("text", "")))

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(PING_EVERY_S)
            await self._say({"t": "ping"})

    async def _say(self, frame: Json) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps(frame, ensure_ascii=False))


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
