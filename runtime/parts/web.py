"""The web part: uvicorn on the listening socket it was given."""

import contextlib
import gc
import socket
from collections.abc import Iterator

import uvicorn

from helpdesk.config import Config
from runtime.lifeline import Lifeline
from runtime.process import prepare
from web.app import create_app

DRAIN_S = 10
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

    def finish(self) -> None:
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._lifeline.ready()

    async def on_tick(self, counter: int) -> bool:
        """Do what uvicorn does ten times a second, and say that the loop still turns."""
        self._lifeline.beat()
        return await super().on_tick(counter)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _settings(config: Config) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(config),
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
