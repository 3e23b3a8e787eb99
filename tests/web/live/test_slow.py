"""A browser that stops reading is let go, and nobody else notices."""

import base64
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk.config import Config
from runtime.faults.patience import patience
from runtime.faults.waiting import now_or_later
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import Browser
from tests.stories import visitor_writes
from web.live import upkeep, wire
from web.session import cookie_name

Open = Callable[..., Browser]


def raw_console(browser: Browser) -> socket.socket:
    """Open a console's socket that takes as little as it can, say hello, and leave everything else to the caller."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.connect(("127.0.0.1", browser.config.port))
    key = base64.b64encode(os.urandom(16)).decode()
    lines = (
        "GET /api/live HTTP/1.1",
        f"Host: 127.0.0.1:{browser.config.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Origin: {browser.config.origin}",
        f"Cookie: {cookie_name(browser.config)}={browser.token}",
    )
    one.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    assert b" 101 " in one.recv(1024)
    hello = b'{"t":"hello","position":null,"watch":null}'
    one.sendall(bytes((0x81, 0x80 | len(hello))) + bytes(4) + hello)
    return one


def what_is_left(one: socket.socket) -> bytes:
    """Read until the other side has ended."""
    one.settimeout(60)
    got = bytearray()
    try:
        while chunk := one.recv(65_536):
            got += chunk
    except ConnectionResetError:
        pass
    return bytes(got)


def resident_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "PAUSED_FOR_S", 1.5)
    monkeypatch.setattr(wire, "ABORT_AFTER_S", 60.0)


def flood(desk: Desk, rounds: int) -> None:
    """Have so much told that no kernel buffer can hide it."""
    for nth in range(rounds):
        visitor_writes(desk, f"{nth} " + "long " * 30, browser=f"browser {nth % 200}")


def shrink_buffers(config: Config, monkeypatch: pytest.MonkeyPatch) -> list[wire.WireProtocol]:
    """Let the kernel take little, so that a test need not send megabytes; return the connections that are made."""
    made: list[wire.WireProtocol] = []
    original = wire.WireProtocol.connection_made

    def connection_made(self: wire.WireProtocol, transport: object) -> None:
        original(self, transport)  # type: ignore[arg-type]
        made.append(self)
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.transport.set_write_buffer_limits(high=16_384)

    monkeypatch.setattr(wire.WireProtocol, "connection_made", connection_made)
    return made


@pytest.mark.usefixtures("impatient")
def test_it_is_closed_as_too_slow_and_the_others_go_on(
    desk: Desk, browser: Open, server: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = shrink_buffers(server, monkeypatch)
    stuck = raw_console(browser("boris"))
    with open_console(browser("anna")) as anna:
        flood(desk, 60)
        began = time.monotonic()
        visitor_writes(desk, "still told at once", browser="last")
        anna.next("event", where=lambda frame: frame["ticket"]["preview"] == "still told at once", within_s=60)
        took_s = time.monotonic() - began
        assert now_or_later(lambda: any(one.close_sent for one in connections), 60.0)
        stuck.shutdown(socket.SHUT_WR)  # as a browser ends its side after a close; else the desk waits for that
        left = what_is_left(stuck)
    stuck.close()

    assert took_s < 1.5 * patience()
    assert left.count(b'"t":"event"') < 60, "it was read after all: the premise fails"
    assert (4408).to_bytes(2) + b"too slow" == left[-10:]


@pytest.mark.usefixtures("impatient")
def test_memory_stays_flat_while_it_is_stuck(
    desk: Desk, browser: Open, server: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    shrink_buffers(server, monkeypatch)
    flood(desk, 20)
    stuck = [raw_console(browser("boris")) for _ in range(20)]
    before = resident_kb()

    flood(desk, 60)

    grown_kb = resident_kb() - before
    for one in stuck:
        one.close()
    assert grown_kb < 15_000


def test_a_backlog_has_an_end(browser: Open, desk: Desk, server: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink_buffers(server, monkeypatch)
    monkeypatch.setattr(wire, "MAX_BACKLOG_FRAMES", 10)
    monkeypatch.setattr(wire, "ABORT_AFTER_S", 1.0)
    stuck = raw_console(browser("boris"))

    flood(desk, 60)
    time.sleep(1.5)

    assert what_is_left(stuck).count(b'"t":"event"') < 60
    stuck.close()
