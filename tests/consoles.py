"""A console's socket as a test holds it: says hello, waits for the frame it is after."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.edge import Browser

Frame = dict[str, Any]  # plain JSON


class Console:
    """An open socket; everything it ever got is in `frames`."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.frames: list[Frame] = []
        self.position = 0
        self._passed: list[Frame] = []

    def say(self, frame: Mapping[str, object]) -> None:
        """Send a frame."""
        self.connection.send(json.dumps(frame))

    def next(self, kind: str, *, where: Callable[[Frame], bool] = lambda frame: True, within_s: float = 30.0) -> Frame:
        """Return the next frame of this kind that also meets `where`; TimeoutError when none comes."""
        deadline = time.monotonic() + within_s
        while True:
            frame = self._take(deadline - time.monotonic())
            if frame["t"] == kind and where(frame):
                return frame

    def answered(self, kind: str, *, where: Callable[[Frame], bool]) -> Frame:
        """Return the next such frame as `next` does, and leave what came before it to be waited for."""
        passed: list[Frame] = []
        try:
            while True:
                frame = self._take(30.0)
                if frame["t"] == kind and where(frame):
                    return frame
                passed.append(frame)
        finally:
            self._passed = passed + self._passed

    def came(self, kind: str, *, where: Callable[[Frame], bool] = lambda frame: True) -> Frame:
        """Return the first such frame: one that came already, while another was waited for, or the next."""
        before = [frame for frame in self.frames if frame["t"] == kind and where(frame)]
        return before[0] if before else self.next(kind, where=where)

    def event(self, kind: str, text: str | None = None, *, within_s: float = 30.0) -> Frame:
        """Return the next event frame of this event kind, with a message of this text if one is given."""

        def fits(frame: Frame) -> bool:
            return frame["kind"] == kind and (text is None or frame.get("message", {}).get("text") == text)

        return self.next("event", where=fits, within_s=within_s)

    def drain(self, quiet_s: float = 0.4) -> list[Frame]:
        """Return what comes until nothing has come for a while."""
        got: list[Frame] = []
        while True:
            try:
                got.append(self._take(quiet_s))
            except TimeoutError:
                return got

    def ends(self, *, within_s: float) -> int | None:
        """Return the code with which the other side closes, None when it does not."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            try:
                self._take(deadline - time.monotonic())
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006
            except TimeoutError:
                break
        return None

    def _take(self, timeout_s: float) -> Frame:
        return self._passed.pop(0) if self._passed else self._receive(timeout_s)

    def _receive(self, timeout_s: float) -> Frame:
        frame: Frame = json.loads(self.connection.recv(timeout=max(timeout_s, 0.001)))
        self.frames.append(frame)
        self.position = max(self.position, int(frame.get("p") or frame.get("position") or 0))
        return frame


@contextmanager
def open_console(browser: Browser, *, position: int | None = None, watch: int | None = None) -> Iterator[Console]:
    """Open a console's socket and say hello; it has been welcomed when the block begins."""
    with browser.socket("/api/live") as connection:
        console = Console(connection)
        console.say({"t": "hello", "position": position, "watch": watch})
        console.next("welcome")
        if watch is not None:
            console.next("watching")
        yield console
