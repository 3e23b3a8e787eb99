"""Invented desks that several benchmarks ask one after the other: filling a large one takes longer than asking it."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from runtime.bench.seeded import Size, fill
from runtime.faults.peers.postgresql import running_postgresql


class SharedDesks:
    """Desks of certain sizes on both databases, filled when they are first asked for and gone when the block ends."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._filled: dict[str, Size] = {}
        self._server = ""

    def __enter__(self) -> "SharedDesks":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def on_sqlite(self, tickets: int) -> Size:
        """Return a desk on SQLite."""
        return self._desk(f"sqlite{tickets}", lambda: Size(tickets, self._folder()))

    def on_postgresql(self, tickets: int) -> Size:
        """Return a desk on PostgreSQL; Misconfigured where none can be started."""
        name = f"bench{tickets}"
        return self._desk(name, lambda: Size(tickets, self._folder(), self._database(name)))

    def fill_all(self, sizes: list[int]) -> dict[str, Any]:
        """Fill desks on SQLite; return how long each took."""
        took: dict[str, Any] = {}
        for tickets in sizes:
            began = time.monotonic()
            self.on_sqlite(tickets)
            took[f"{tickets}_tickets_s"] = round(time.monotonic() - began, 1)
        return took

    def _desk(self, name: str, make: Callable[[], Size]) -> Size:
        if name not in self._filled:
            size = make()
            assert size.folder is not None
            fill(size.folder, size)
            self._filled[name] = size
        return self._filled[name]

    def _folder(self) -> Path:
        return Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="helpdesk-bench-")))

    def _database(self, name: str) -> str:
        if not self._server:
            self._server = self._open.enter_context(running_postgresql()).url
        with psycopg.connect(bare(self._server), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"{self._server.rpartition('/')[0]}/{name}"


def bare(url: str) -> str:
    """Return an address as the driver alone reads it."""
    return url.replace("+psycopg", "")
