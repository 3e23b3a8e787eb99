"""A line as long as one to another town: everything takes its time in both directions, the opening of connections too."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

APART_S: Final = 1e-6  # what is due in one moment stays in its order


@dataclass(slots=True)
class SlowLine:
    """Passes on from a port of loopback to another. one_way_s: how long a byte is under way; to_port may be named later."""

    one_way_s: float
    to_port: int = 0
    port: int = 0
    connections: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def cut(self) -> None:
        """End every connection, as a browser finds it that comes back after a while."""
        self._loop.call_soon_threadsafe(self._abort_all)

    def _abort_all(self) -> None:
        for one in list(self._open):
            one.transport.abort()

    async def _serve(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        # Loopback has greeted it at once; over the line that takes a round trip.
        greeted_at = self._loop.time() + 2 * self.one_way_s
        try:
            far, far_out = await asyncio.open_connection("127.0.0.1", self.to_port)
        except OSError:
            near_out.transport.abort()
            return
        self.connections += 1
        self._open |= {near_out, far_out}
        try:
            await asyncio.gather(self._pass_on(near, far_out, greeted_at), self._pass_on(far, near_out, greeted_at))
        finally:
            self._open -= {near_out, far_out}

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, greeted_at: float) -> None:
        due = greeted_at
        with contextlib.suppress(OSError):
            while data := await source.read(65_536):
                due = max(self._loop.time() + self.one_way_s, due + APART_S, greeted_at + self.one_way_s)
                self._loop.call_at(due, sink.write, data)
        self._loop.call_at(max(self._loop.time(), due) + APART_S, sink.close)


@contextmanager
def slow_line(round_trip_ms: float) -> Iterator[SlowLine]:
    """Open a line on a free port of loopback."""
    line = SlowLine(round_trip_ms / 2_000)
    loop = line._loop
    server = loop.run_until_complete(asyncio.start_server(line._serve, "127.0.0.1", 0))
    line.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.cut()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
