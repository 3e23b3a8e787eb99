"""A visitor's socket through hands that cut, repeat and change the order of what goes over it."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Page, WebSocketRoute

CHAT: Final = re.compile(r"/chat/[^/]+/live$")
AROUND: Final = re.compile(r"/chat/[^/]+/(events|messages|seen)\b")
UP: Final = ("hello", "send", "seen")
DOWN: Final = ("welcome", "ack", "event")
FAULTS: Final = ("cut before", "cut after", "twice", "late", "silent")
# A late first frame would only be a slow connection.
STEPS: Final = {
    **dict.fromkeys(FAULTS, (*UP, *DOWN)),
    "late": ("send", "seen", "ack", "event"),
    "silent": ("send", "seen", "welcome", "ack", "event"),
}


@dataclass(slots=True)
class Line:
    """What one tab says and hears. `fault` happens to the next frame called `step`, then the line is good again."""

    page: Page
    step: str = ""
    fault: str = ""
    happened: list[str] = field(default_factory=list)
    is_up: bool = False
    _near: WebSocketRoute | None = None
    _held: list[tuple[WebSocketRoute, str]] = field(default_factory=list)
    _silent: list[WebSocketRoute] = field(default_factory=list)

    def follow(self) -> None:
        """Stand between the page's chat and the desk from the next connection on.

        Nothing goes around the socket: a machine under load takes so long to connect that the chat would poll meanwhile,
        and what is to go wrong would go well by another way.
        """
        self.page.route(AROUND, lambda route: route.abort())
        self.page.route_web_socket(CHAT, lambda near: self._connect(near))

    def arm(self, step: str, fault: str) -> None:
        """Let this happen to the next frame of this kind."""
        self.step, self.fault = step, fault

    def comes_up(self) -> None:
        """Wait until the desk has welcomed the tab over a line that passes on."""
        self._wait(lambda: self.is_up)

    def has_done(self, fault: str) -> None:
        """Wait until this has happened."""
        self._wait(lambda: self.happened[-1:] == [fault])

    def _wait(self, condition: Callable[[], bool], *, patience_s: float = 75) -> None:
        end = time.monotonic() + patience_s
        while not condition() and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        assert condition(), f"never so; happened: {self.happened}"

    def clear(self) -> None:
        """Let go what was held back, and let nothing more happen."""
        self.step = ""
        for to, frame in self._held:
            to.send(frame)
        self._held.clear()

    def _connect(self, near: WebSocketRoute) -> None:
        far = near.connect_to_server()
        self.is_up, self._near = False, near
        near.on_close(lambda _code, _reason: self._down(near, far))
        near.on_message(lambda frame: self._pass(near, far, frame, far))
        far.on_message(lambda frame: self._pass(near, far, frame, near))

    def _down(self, near: WebSocketRoute, far: WebSocketRoute) -> None:
        if near is self._near:
            self.is_up = False
        far.close()

    def _pass(self, near: WebSocketRoute, far: WebSocketRoute, frame: str | bytes, to: WebSocketRoute) -> None:
        text = frame if isinstance(frame, str) else frame.decode()
        if near in self._silent:
            return
        if json.loads(text).get("t") != self.step:
            to.send(text)
            self.is_up = self.is_up or (near is self._near and '"welcome"' in text)
            if self._held:
                self.clear()
            return
        self.happened.append(f"{self.step} {self.fault}")
        self.step = ""
        self._do(near, far, text, to)

    def _do(self, near: WebSocketRoute, far: WebSocketRoute, text: str, to: WebSocketRoute) -> None:
        if self.fault == "late":
            self._held.append((to, text))
            return
        if self.fault == "silent":
            self._silent.append(near)
            self.is_up = False
            return
        if self.fault != "cut before":
            to.send(text)
        if self.fault == "twice":
            to.send(text)
        self.is_up = self.is_up or '"welcome"' in text
        if self.fault.startswith("cut"):
            self.is_up = False
            near.close(code=4001)
            far.close(code=4001)
