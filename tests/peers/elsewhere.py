"""A web server of somebody else on loopback: it notes who asks for what."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import pytest

from tests.uploads import png

BLANK: Final = "/blank"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path and its headers, their names in lower case."""

    path: str
    headers: dict[str, str]


@dataclass(slots=True)
class Elsewhere:
    """`asked`: all requests but those for the blank page, in order."""

    url: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def blank(self) -> str:
        """The address of an empty page without any policy."""
        return self.url + BLANK


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        # Another host than the desk: browsers send cookies to every port of one host.
        self.elsewhere = Elsewhere(f"http://localhost:{self.server_port}")


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answer a picture, or the blank page."""
        is_blank = self.path == BLANK
        if not is_blank:
            found = {name.lower(): value for name, value in self.headers.items()}
            self.server.elsewhere.asked.append(Asked(self.path, found))
        body = b'<!doctype html><title>blank</title><link rel="icon" href="data:,">' if is_blank else png(40, 30)
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if is_blank else "image/png")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Somebody else's server on a free port."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.elsewhere
        finally:
            server.shutdown()
            thread.join()
