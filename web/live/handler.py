"""The console's socket: from the first frame to the last."""

import asyncio
from typing import Any, Final

import structlog
from litestar import WebSocket, websocket

from web.live.console import Consoles
from web.live.frames import Active, BadFrame, Frame, Hello, Ping, Typing, Watch, decode
from web.live.news import encoded
from web.live.socket import AgentSocket
from web.live.upkeep import Upkeep
from web.live.wire import wire_of
from web.session import SignedIn, signed_in_of

HELLO_WITHIN_S: Final = 10.0
TYPES_AT_MOST_EVERY_S: Final = 3.0
ACTIVE_AT_MOST_EVERY_S: Final = 20.0
MAX_BAD_FRAMES: Final = 5
POLICY: Final = 1008
BROKEN: Final = 1011

PONG: Final = encoded({"t": "pong"})
log = structlog.get_logger()
AnySocket = WebSocket[Any, Any, Any]  # user, auth and state types do not matter here


@websocket("/api/live", opt={"access": "agent"})
async def live(socket: AnySocket) -> None:
    """Tell a console everything its agent may know, as it happens."""
    consoles: Consoles = socket.app.state.consoles
    upkeep: Upkeep = socket.app.state.upkeep
    signed_in = signed_in_of(socket)
    await socket.accept()
    one = AgentSocket(wire_of(socket), session_id=signed_in.session_id, actor=signed_in.actor)
    try:
        await Talk(socket, one, consoles, signed_in).run(upkeep)
    except Exception as error:
        log.error("a socket failed, its browser will come back", exc_info=error)
        one.wire.end(BROKEN, "try again")
    finally:
        consoles.leave(one)


class Talk:
    """What one console says and is answered."""

    def __init__(self, socket: AnySocket, one: AgentSocket, consoles: Consoles, signed_in: SignedIn) -> None:
        self._socket = socket
        self._one = one
        self._consoles = consoles
        self._signed_in = signed_in
        self._bad_frames = 0
        self._typed_at = float("-inf")
        self._types_in: int | None = None
        self._active_at = float("-inf")

    async def run(self, upkeep: Upkeep) -> None:
        """Listen until the connection is over."""
        try:
            hello = await asyncio.wait_for(self._hear(), HELLO_WITHIN_S)
        except TimeoutError:
            hello = None
        if not isinstance(hello, Hello):
            self._one.wire.end(POLICY, "hello comes first")
            return
        await self._greet(hello, upkeep)
        while (frame := await self._hear()) is not None:
            await self._answer(frame, upkeep)
        self._stop_typing()

    async def _greet(self, hello: Hello, upkeep: Upkeep) -> None:
        if hello.watch is not None:
            await self._consoles.show(self._one, hello.watch)
        resumed = await self._consoles.join(self._one, hello.position)
        if hello.watch is not None and self._watching(hello.watch) and not resumed:
            await self._consoles.tell_just_now(self._one)
        await upkeep.came(self._one.agent_id)

    async def _answer(self, frame: Frame, upkeep: Upkeep) -> None:
        match frame:
            case Ping():
                self._one.wire.write(PONG)
            case Active():
                await self._touched(upkeep)
            case Watch(ticket=ticket_id):
                self._stop_typing()
                await self._consoles.show(self._one, ticket_id)
                if ticket_id is not None and self._watching(ticket_id):
                    await self._consoles.tell_just_now(self._one)
            case Typing():
                self._type(frame)
            case Hello():
                self._problem("bad_frame", "hello comes once")

    async def _touched(self, upkeep: Upkeep) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._active_at >= ACTIVE_AT_MOST_EVERY_S:
            self._active_at = now
            await upkeep.touched(self._one.agent_id)

    def _watching(self, ticket_id: int) -> bool:
        if not self._one.shows(ticket_id):
            self._problem("not_found", "There is no such ticket, or you may not see it.", ticket=ticket_id)
            return False
        viewers = self._consoles.viewers.of(ticket_id)
        self._one.send(encoded({"t": "watching", "ticket": ticket_id, "viewers": viewers}))
        return True

    def _type(self, frame: Typing) -> None:
        if not self._one.may_type(frame.ticket):
            self._problem("not_found", "Only the ticket on your screen can be typed in.", ticket=frame.ticket)
            return
        now = asyncio.get_running_loop().time()
        if frame.on and now - self._typed_at < TYPES_AT_MOST_EVERY_S and self._types_in == frame.ticket:
            return
        self._typed_at = now if frame.on else float("-inf")
        self._types_in = frame.ticket if frame.on else None
        self._tell_typing(frame.ticket, frame.mode, on=frame.on)

    def _stop_typing(self) -> None:
        if self._types_in is not None and self._one.may_type(self._types_in):
            self._tell_typing(self._types_in, "reply", on=False)
        self._types_in = None

    def _tell_typing(self, ticket_id: int, mode: str, *, on: bool) -> None:
        self._consoles.typing(self._one, ticket_id, mode=mode, on=on, name=self._signed_in.name)

    async def _hear(self) -> Frame | None:
        """Return the next frame that makes sense; None when the connection is over."""
        while True:
            event = await self._socket.receive()
            if event["type"] != "websocket.receive":
                return None
            try:
                return decode(event.get("text") or "")
            except BadFrame as error:
                self._bad_frames += 1
                if self._bad_frames >= MAX_BAD_FRAMES:
                    self._one.wire.end(POLICY, "too many bad frames")
                    return None
                self._problem(error.code, error.detail)

    def _problem(self, code: str, detail: str, **more: object) -> None:
        self._one.send(encoded({"t": "problem", "code": code, "detail": detail, **more}))
