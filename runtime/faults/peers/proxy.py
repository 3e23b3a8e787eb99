"""A TCP proxy that does to connections what networks do: cuts, delays, half-opens, resets, byte by byte."""

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Self


@dataclass(slots=True)
class Weather:
    """What happens to connections from now on.

    cut_after: bytes from the server after which a connection ends, None for never; reset: it ends by RST.
    delay_s: before each piece from the server. piece: bytes passed on at once. is_silent: nothing is passed on any more,
    though both sides stay connected. is_down: new connections are refused.
    """

    cut_after: int | None = None
    reset: bool = False
    delay_s: float = 0.0
    piece: int = 65_536
    is_silent: bool = False
    is_down: bool = False


@dataclass(slots=True)
class Passed:
    """How much went through so far."""

    connections: int = 0
    from_server: int = 0
    from_client: int = 0


@dataclass(slots=True)
class Proxy:
    """Listens on a free port of loopback and passes on to another, under the weather of the moment.

    to_path: of a unix socket, which is passed on to instead of a port.
    """

    to_port: int = 0
    weather: Weather = field(default_factory=Weather)
    passed: Passed = field(default_factory=Passed)
    port: int = 0
    to_path: str = ""
    _listener: socket.socket = field(default_factory=socket.socket)
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)
    _closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """End every connection now."""
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for one in pair:
                self._end(one)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.weather.is_down:
                near.close()
                continue
            try:
                far = self._dial()
            except OSError:
                near.close()
                continue
            self.passed.connections += 1
            self._pairs.append((near, far))
            threading.Thread(target=self._from_server, args=(near, far), daemon=True).start()
            threading.Thread(target=self._from_client, args=(near, far), daemon=True).start()

    def _dial(self) -> socket.socket:
        if not self.to_path:
            return socket.create_connection(("127.0.0.1", self.to_port), 5.0)
        far = socket.socket(socket.AF_UNIX)
        try:
            far.settimeout(5.0)
            far.connect(self.to_path)
        except OSError:
            far.close()
            raise
        return far

    def _from_client(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            near.settimeout(None)
            while data := near.recv(65_536):
                self.passed.from_client += len(data)
                if not self.weather.is_silent:
                    far.sendall(data)
        self._end(far)

    def _from_server(self, near: socket.socket, far: socket.socket) -> None:
        given = 0
        with contextlib.suppress(OSError):
            far.settimeout(None)
            while data := far.recv(self.weather.piece):
                limit = self.weather.cut_after
                if limit is not None and given + len(data) >= limit:
                    near.sendall(data[: max(0, limit - given)])
                    break
                if self.weather.delay_s:
                    time.sleep(self.weather.delay_s)
                if self.weather.is_silent:
                    continue
                given += len(data)
                self.passed.from_server += len(data)
                near.sendall(data)
        self._end(near)
        self._end(far)

    def _end(self, one: socket.socket) -> None:
        if self.weather.reset:
            with contextlib.suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
