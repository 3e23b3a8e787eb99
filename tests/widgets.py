"""A visitor's widget as a test holds it: a browser's token, a socket, what it sends and hears."""

import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from sqlalchemy import func, select
from websockets.sync.client import ClientConnection, connect

from channels.webchat.parse import hash_of_token
from helpdesk import db
from helpdesk.config import Config
from helpdesk.models import Base
from tests.cast import Desk
from tests.consoles import Console, Frame
from tests.edge import TLS


def new_token() -> str:
    """Return a token as the panel makes one."""
    return secrets.token_urlsafe(32)


class Widget(Console):
    """An open widget."""

    def __init__(self, connection: ClientConnection, token: str) -> None:
        super().__init__(connection)
        self.token = token

    def write(self, text: object, **more: object) -> str:
        """Send a message and return the id it was given here."""
        client_id = str(more.pop("client_id", uuid.uuid4()))
        frame = {"t": "send", "client_id": client_id, "token": self.token, "ticket": None, "text": text}
        self.say({**frame, "attachments": [], **more})
        return client_id

    def writes(self, text: str, **more: object) -> Frame:
        """Send a message and return its acknowledgement; events may come before it."""
        client_id = self.write(text, **more)
        return self.answered("ack", where=lambda frame: frame["client_id"] == client_id)


@contextmanager
def open_widget(
    server: Config,
    desk: Desk,
    *,
    token: str | None = None,
    cursors: Mapping[str, int] | None = None,
    is_known: bool = True,
    headers: Mapping[str, str] | None = None,
    identity: Mapping[str, str] | None = None,
) -> Iterator[Widget]:
    """Open a widget's socket and say hello; the welcome is in `frames`. is_known: say the token in the hello."""
    url = f"{server.public_url.replace('http', 'ws', 1)}/chat/{desk.channel_key}/live"
    options: dict[str, Any] = {"origin": server.origin, "proxy": None, "compression": None}  # what websockets takes
    with connect(url, additional_headers=dict(headers or {}), **options) as connection:
        widget = Widget(connection, token or new_token())
        said = widget.token if is_known else None
        claim = {} if identity is None else {"identity": dict(identity)}
        widget.say({"t": "hello", "token": said, "cursors": dict(cursors or {}), "locale": "uk", "page": None, **claim})
        widget.next("welcome")
        yield widget


def rest(server: Config, desk: Desk, token: str | None) -> httpx.Client:
    """Return a client as the panel's fetch is one, without any cookie."""
    headers = {"origin": server.origin, "sec-fetch-site": "same-origin"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    base_url = f"{server.public_url}/chat/{desk.channel_key}/"
    return httpx.Client(base_url=base_url, headers=headers, timeout=35, trust_env=False, verify=TLS)


def token_hash(desk: Desk, token: str) -> str:
    """Return under what the desk knows a token."""
    found = hash_of_token(desk.channel_id, token)
    assert found is not None
    return found


def row_counts() -> dict[str, int]:
    """Return how many rows each table has."""
    with db.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }
