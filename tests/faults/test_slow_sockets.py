"""A console that asks for much and reads nothing: it is ended, and nobody else notices."""

import asyncio
import base64
import json
import os
import socket
import time
from collections.abc import Mapping
from typing import Final

from runtime.bench.usage import pss_mb
from runtime.faults.crowd import Crowd
from runtime.faults.desk import BrokenDesk
from runtime.faults.nemesis import Nemesis
from runtime.faults.rounds import Load, round_of
from runtime.faults.staff import Crew
from tests.faults.promises import assert_kept

ENDED_WITHIN_S: Final = 30.0
MEMORY_MB: Final = 30.0


def test_a_console_that_reads_nothing_is_ended_and_nobody_else_notices(broken: BrokenDesk, crew: Crew) -> None:
    ended: list[bool] = []

    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        agent = crowd.agents[0]
        while not agent.tickets:
            await asyncio.sleep(0.05)
        ended.append(await asyncio.to_thread(_ask_and_never_read, broken, agent.browser.headers, min(agent.tickets)))

    async def leave_alone(crowd: Crowd, nemesis: Nemesis) -> None:
        """What the first messages load belongs to nobody's socket."""

    round_of(broken, crew, leave_alone, seed=60, load=Load(visitors=2, messages=10, every_s=0.1))
    before = pss_mb([broken.pids()["web"]])
    verdict = round_of(broken, crew, blow, seed=61, load=Load(visitors=2, messages=20, every_s=0.1))
    grown = pss_mb([broken.pids()["web"]]) - before

    assert ended == [True]
    assert grown < MEMORY_MB
    assert_kept(verdict, broken, repeat="pytest tests/faults/test_slow_sockets.py")


def _ask_and_never_read(desk: BrokenDesk, headers: Mapping[str, str], ticket_id: int) -> bool:
    """Watch a ticket again and again, which is answered at length; say whether the desk ends that within 30 s."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.connect(("127.0.0.1", desk.running.port))
        sock.sendall(_upgrade(desk.running.port, headers))
        assert b" 101 " in sock.recv(1024)
        deadline = time.monotonic() + ENDED_WITHIN_S
        try:
            sock.sendall(_frame({"t": "hello", "position": None, "watch": None}))
            while time.monotonic() < deadline:
                sock.sendall(_frame({"t": "watch", "ticket": ticket_id}))
        except (ConnectionResetError, BrokenPipeError):
            return True
    return False


def _upgrade(port: int, headers: Mapping[str, str]) -> bytes:
    lines = [
        "GET /api/live HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _frame(said: Mapping[str, object]) -> bytes:
    """Return a text frame with a mask of zeros (RFC 6455, 5.2)."""
    text = json.dumps(said).encode()
    return bytes((0x81, 0x80 | len(text))) + bytes(4) + text
