"""A reverse proxy of the plainest kind: each new connection goes to the next of those who answer."""

import contextlib
import socket
import threading
from collections.abc import Sequence
from typing import Final, Self

DIAL_S: Final = 2.0
PIECE_BYTES: Final = 65_536


class Balancer:
    """Listens on a free port of loopback and passes connections on to ports there, one after the other."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = list(ports)
        self._next = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, name="balancer", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Take no more connections; those that are open end with their servers."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        far = self._dial()
        if far is None:
            near.close()
            return
        threading.Thread(target=_pass_on, args=(far, near), daemon=True).start()
        _pass_on(near, far)

    def _dial(self) -> socket.socket | None:
        for _ in self._ports:
            self._next = (self._next + 1) % len(self._ports)
            with contextlib.suppress(OSError):
                far = socket.create_connection(("127.0.0.1", self._ports[self._next]), DIAL_S)
                far.settimeout(None)
                return far
        return None


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(PIECE_BYTES):
            target.sendall(piece)
    for one in (source, target):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
