"""A running edge and browsers that talk to it over real sockets."""

import asyncio
import atexit
import shutil
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import httpx
import uvicorn
from litestar import Litestar
from sqlalchemy import select
from websockets.sync.client import ClientConnection, connect

from helpdesk import db
from helpdesk.actions.accounts import sessions
from helpdesk.config import Config
from helpdesk.models import Agent
from tests.cast import email_of
from web import api, manifest
from web.app import create_app
from web.session import cookie_name, csrf_token

START_S, END_S = 10, 2
# Reading all certificates of the machine for each browser costs more than most tests; nothing here speaks TLS.
TLS = ssl.create_default_context()


# An app costs half a second and keeps nothing from one start to the next: where settings are the same, it serves again.
_idle_apps: dict[Config, tuple[Litestar, object]] = {}
IDLE_APPS = 4


@contextmanager
def _app_for(config: Config) -> Iterator[tuple[Litestar, socket.socket]]:
    """An app for these settings that nobody else uses now, and the socket of its port."""
    wanted = replace(config, data_dir=Path(), database_url="", port=0)
    made_of = (tuple(api.controllers), manifest.STATIC)  # a test may have put its own there
    known = next(
        (
            one
            for one, (_, others) in _idle_apps.items()
            if replace(one, data_dir=Path(), database_url="", port=0) == wanted and others == made_of
        ),
        None,
    )
    app = _idle_apps.pop(known)[0] if known is not None else None
    with socket.create_server(("127.0.0.1", known.port if known is not None else 0)) as listener:
        config = replace(config, port=listener.getsockname()[1])
        app = app or create_app(replace(config, data_dir=_kept_copy(config.data_dir)))
        yield app, listener
    _idle_apps[config] = app, made_of
    while len(_idle_apps) > IDLE_APPS:
        del _idle_apps[next(iter(_idle_apps))]


def _kept_copy(folder: Path) -> Path:
    """Return a folder like this one for an app that serves other tests after this one's folder is gone."""
    kept = Path(tempfile.mkdtemp(prefix="helpdesk-app-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    return shutil.copytree(folder, kept, dirs_exist_ok=True)


@contextmanager
def running(config: Config) -> Iterator[Config]:
    """Serve the desk on a free port; yields the settings with that port."""
    with _app_for(config) as (app, listener):
        config = replace(config, port=listener.getsockname()[1])
        settings = uvicorn.Config(
            app,
            ws="web.live.wire:WireProtocol",
            ws_per_message_deflate=False,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=END_S,
        )
        server = _Server(settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        assert server.is_up.wait(START_S), "the edge did not start"
        try:
            yield config
        finally:
            server.ends()
            thread.join(START_S)


class Browser:
    """Somebody's browser: keeps cookies and says Origin and CSRF token as the console does; follows no redirect."""

    def __init__(self, config: Config, token: str = "") -> None:
        self.config = config
        self.token = token
        self.client = httpx.Client(base_url=config.public_url, timeout=20, trust_env=False, verify=TLS)
        if token:
            self.client.cookies.set(cookie_name(config), token, domain="127.0.0.1")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str, **options: Any) -> httpx.Response:  # what httpx takes
        return self.client.get(path, **options)

    def post(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        return self.send("POST", path, json=json, **options)

    def put(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        return self.send("PUT", path, json=json, **options)

    def patch(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        return self.send("PATCH", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self.send("DELETE", path, **options)

    def send(self, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any) -> httpx.Response:
        """Send an unsafe verb as the console would; `headers` adds or replaces."""
        own = {"origin": self.config.origin, "sec-fetch-site": "same-origin", "x-csrf-token": csrf_token(self.token)}
        return self.client.request(method, path, headers={**own, **(headers or {})}, **options)

    def page(self, path: str, **options: Any) -> httpx.Response:
        """Go to an address as a person does."""
        return self.client.get(path, headers={"accept": "text/html", **options.pop("headers", {})}, **options)

    def submit(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Send a form of a page without JavaScript; its token must be among the fields."""
        own = {"origin": self.config.origin, "sec-fetch-site": "same-origin", "accept": "text/html"}
        return self.client.post(path, data=dict(fields), headers={**own, **(headers or {})})

    def socket(self, path: str, **options: Any) -> ClientConnection:
        """Open a socket as the page of this browser would."""
        cookie = f"{cookie_name(self.config)}={self.token}"
        url = self.config.public_url.replace("http", "ws", 1) + path
        given = {
            "origin": self.config.origin,
            "additional_headers": {"cookie": cookie},
            "proxy": None,
            "compression": None,
        }
        opened: ClientConnection = connect(url, **{**given, **options})
        return opened


def signed_in_browser(config: Config, name: str) -> Browser:
    """Return the browser of somebody of the cast, signed in."""
    with db.transaction() as session:
        agent = session.scalars(select(Agent).where(Agent.email == email_of(name))).one()
        started = sessions.start(session, agent, address="127.0.0.1", browser="Firefox, Linux")
    return Browser(config, started.token)


class _Server(uvicorn.Server):
    def __init__(self, settings: uvicorn.Config) -> None:
        super().__init__(settings)
        self.is_up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self.is_up.set()

    async def main_loop(self) -> None:
        # Ends when it is told to, where uvicorn looks ten times a second.
        while not self._end.is_set():
            await self.on_tick(0)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # As uvicorn does it, without its rests of a tenth of a second.
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        until = time.monotonic() + END_S
        while (self.server_state.connections or self.server_state.tasks) and time.monotonic() < until:
            await asyncio.sleep(0.002)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()

    def ends(self) -> None:
        """Let the server end, from another thread."""
        self._loop.call_soon_threadsafe(self._end.set)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
