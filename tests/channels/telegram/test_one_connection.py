"""A bot's client goes on with its next call, however the file before it ended."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from channels.telegram.client import CHUNK, BotClient

FILE = bytes(4 * CHUNK)


class Server(BaseHTTPRequestHandler):
    """Answers every method, has one file, and says after "last" that it hangs up."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(FILE, hangs_up=self.path.endswith("last"))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(b'{"ok": true, "result": "fine"}')

    def log_message(self, *_: object) -> None:
        return

    def _answer(self, body: bytes, *, hangs_up: bool = False) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        if hangs_up:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Nobody minds that the client hung up in the middle of a file."""


@pytest.fixture
def client() -> Iterator[BotClient]:
    with QuietServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        client = BotClient(f"http://127.0.0.1:{server.server_address[1]}", "1:token")
        yield client
        client.close()
        server.shutdown()


def test_a_file_that_was_read_whole(client: BotClient) -> None:
    assert b"".join(client.fetch("whole")) == FILE

    assert client.call("getMe") == "fine"


def test_a_file_that_was_too_large_to_read_on(client: BotClient) -> None:
    chunks = client.fetch("whole")
    next(chunks)
    del chunks

    assert client.call("getMe") == "fine"


def test_a_file_after_which_the_server_hangs_up(client: BotClient) -> None:
    assert b"".join(client.fetch("last")) == FILE

    assert client.call("getMe") == "fine"
