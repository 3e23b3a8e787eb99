"""The web part: uvicorn on the listening socket it was given."""

import asyncio
import contextlib
import gc
import socket
from collections.abc import Iterator

import uvicorn

from helpdesk.config import Config
from runtime.lifeline import Lifeline
from runtime.process import prepare
from web.app import create_app
from web.heads import answering_heads

DRAIN_S = 10
ON_THE_SECOND = 0  # the count at which uvicorn writes the date of its answers anew
MAX_FRAME_BYTES = 1024 * 1024  # far above what any frame may hold, so that a long one is answered instead of cut off


def run(lifeline: Lifeline, config: Config, listener: socket.socket) -> None:
    """Make the app, wait for the word to go, and serve until it is time to stop; finish open requests within 10 s."""
    settings = _settings(config)
    lifeline.wait_for_go()
    if lifeline.stopping:
        return
    prepare(config)
    gc.freeze()
    server = Server(settings, lifeline)
    lifeline.on_stop(server.finish)
    server.run(sockets=[listener])


class Server(uvicorn.Server):
    """A uvicorn server that takes its orders from a lifeline instead of from signals."""

    def __init__(self, settings: uvicorn.Config, lifeline: Lifeline) -> None:
        super().__init__(settings)
        self._lifeline = lifeline
        self._loop: asyncio.AbstractEventLoop | None = None
        self._exits = asyncio.Event()

    def finish(self) -> None:
        """End soon; from any thread, also before the loop runs."""
        self.should_exit = True
        if self._loop is not None:
            # A loop that is closed by now has ended already.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._exits.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._lifeline.ready()

    async def main_loop(self) -> None:
        """Do once a second what uvicorn does ten times, and say that the loop still turns."""
        while not await self.on_tick(ON_THE_SECOND):
            self._lifeline.beat()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._exits.wait(), 1.0)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _settings(config: Config) -> uvicorn.Config:
    return uvicorn.Config(
        answering_heads(create_app(config)),
        http="httptools",
        loop="uvloop",
        ws="web.live.wire:WireProtocol",
        ws_per_message_deflate=False,
        ws_max_size=MAX_FRAME_BYTES,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_S,
    )
