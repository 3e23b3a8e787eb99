"""The wire: uvicorn's WebSocket with writes that never wait, a bounded backlog and an end for the slow."""

from asyncio import BaseTransport
from collections import deque
from typing import Any, Final, Protocol, cast

from litestar.connection import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.http11 import Request

EXTENSION: Final = "helpdesk.wire"
MAX_BACKLOG_BYTES: Final = 2 << 20
MAX_BACKLOG_FRAMES: Final = 2_000
ABORT_AFTER_S: Final = 5.0

TOO_SLOW: Final = 4408


class Wire(Protocol):
    """What a hub needs of one connection."""

    paused_at: float | None
    heard_at: float

    def write(self, frame: bytes) -> None: ...
    def end(self, code: int, reason: str = "") -> None: ...
    async def drained(self) -> None: ...


class WireProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, reachable from a handler through the scope; give it to uvicorn as `ws`.

    ASGI's own send costs a task switch and an encoding per socket and waits for slow peers; a hub writes the same
    ready frame to hundreds of sockets and must not wait for one of them. `paused_at` and `heard_at` are loop times.
    """

    paused_at: float | None = None
    heard_at: float = 0.0

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin with nothing kept back."""
        self._backlog: deque[bytes] = deque()
        self._backlog_bytes = 0
        super().connection_made(transport)

    def handle_connect(self, event: Request) -> None:
        """Lay this wire into the scope before the application sees it."""
        super().handle_connect(event)
        if not self.close_sent:
            cast("dict[str, Any]", self.scope["extensions"])[EXTENSION] = self  # ASGI lets servers add what they like

    def data_received(self, data: bytes) -> None:
        """Take any bytes as a sign of life: browsers answer pings even where a page's timers sleep."""
        self.heard_at = self.loop.time()
        super().data_received(data)

    def write(self, frame: bytes) -> None:
        """Send a ready frame now, or when the peer has read what is under way; one too far behind is ended."""
        if self.close_sent or self.disconnected:
            return
        if self.paused_at is None:
            self.transport.write(frame)
            return
        self._backlog.append(frame)
        self._backlog_bytes += len(frame)
        if self._backlog_bytes > MAX_BACKLOG_BYTES or len(self._backlog) > MAX_BACKLOG_FRAMES:
            self.end(TOO_SLOW, "too slow")

    def end(self, code: int, reason: str = "") -> None:
        """Close without waiting for the peer; whatever it has not read within 5 s is thrown away."""
        if self.close_sent or self.disconnected:
            return
        self._forget_backlog()
        try:
            self.conn.send_close(code, reason)
        except InvalidState:
            return
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.stop_keepalive()
        self.read_paused = False
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.transport.resume_reading()
        self.close_timer = self.loop.call_later(ABORT_AFTER_S, self.transport.abort)

    async def drained(self) -> None:
        """Wait until the peer has read nearly everything, or is gone."""
        await self.writable.wait()

    def pause_writing(self) -> None:
        """Keep further frames back: the peer is behind."""
        super().pause_writing()
        self.paused_at = self.loop.time()

    def resume_writing(self) -> None:
        """Go on with what was kept back."""
        super().resume_writing()
        self.paused_at = None
        while self._backlog and self.paused_at is None:
            frame = self._backlog.popleft()
            self._backlog_bytes -= len(frame)
            self.transport.write(frame)

    def _forget_backlog(self) -> None:
        self._backlog.clear()
        self._backlog_bytes = 0


def wire_of(socket: WebSocket[Any, Any, Any]) -> Wire:
    """Return the wire below a Litestar socket; RuntimeError under a server that was not given WireProtocol."""
    extensions: dict[str, Any] = socket.scope.get("extensions") or {}
    if EXTENSION not in extensions:
        raise RuntimeError('The live sockets need uvicorn with ws="web.live.wire:WireProtocol".')
    return cast("Wire", extensions[EXTENSION])


def text_frame(payload: bytes) -> bytes:
    """Return a complete, unmasked, uncompressed text frame (RFC 6455, 5.2): the same bytes for every socket."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2) + payload
    return b"\x81\x7f" + size.to_bytes(8) + payload
