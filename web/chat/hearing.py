"""Taking in what a widget says, as long as it makes sense and does not come in floods."""

import asyncio
from typing import Any, Final

from litestar import WebSocket

from channels.webchat.parse import Reason, client_id_of
from web.chat.frames import BadFrame, Frame, Hello, Page, Ping, Seen, Typing, decode
from web.chat.socket import VisitorSocket

MAX_BAD_FRAMES: Final = 20
FRAMES_AT_ONCE: Final = 60
FRAMES_PER_S: Final = 5.0
POLICY: Final = 1008

Said = Hello | Typing | Seen | Page | Ping | Frame


class Hearing:
    """The frames of one widget; what is wrong with one is told at once, and the next is heard."""

    def __init__(self, socket: WebSocket[Any, Any, Any], one: VisitorSocket) -> None:
        self._socket = socket
        self._one = one
        self._bad_frames = 0
        self._allowed = float(FRAMES_AT_ONCE)
        self._counted_at = asyncio.get_running_loop().time()

    async def next(self) -> Said | None:
        """Return the next frame that makes sense; None when the connection is over."""
        while True:
            event = await self._socket.receive()
            if event["type"] != "websocket.receive":
                return None
            try:
                frame = decode(event.get("text") or "")
            except BadFrame as error:
                self._bad_frames += 1
                if self._bad_frames >= MAX_BAD_FRAMES:
                    self._one.wire.end(POLICY, "too many bad frames")
                    return None
                self._one.problem(error.code, error.detail)
                continue
            if self._may_go_on():
                return frame
            self._too_many(frame)

    def _may_go_on(self) -> bool:
        now = asyncio.get_running_loop().time()
        self._allowed = min(FRAMES_AT_ONCE, self._allowed + (now - self._counted_at) * FRAMES_PER_S)
        self._counted_at = now
        if self._allowed < 1:
            return False
        self._allowed -= 1
        return True

    def _too_many(self, frame: Said) -> None:
        client_id = client_id_of(frame) if isinstance(frame, dict) else None
        if client_id is None:
            self._one.problem("too_many", "Not so fast.")
        else:
            self._one.say({"t": "refused", "client_id": client_id, "code": Reason.TOO_MANY, "detail": "Not so fast."})
