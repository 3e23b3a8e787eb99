"""Attack 44: a visitor's token is long, kept only as a hash, bound to its channel and never part of an address."""

import uuid
from pathlib import Path

import httpx
import pytest

from helpdesk import db
from helpdesk.actions.workspace.channels import ChannelChanges, create_channel
from helpdesk.config import Config
from tests.cast import Desk
from tests.widgets import new_token, open_widget, rest


def letter() -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "ticket": None, "text": "Hello", "attachments": []}


def test_the_token_itself_is_written_nowhere(desk: Desk, server: Config, capfd: pytest.CaptureFixture[str]) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        widget.writes("Hello")

    files = [path for path in Path(desk.folder).rglob("*") if path.is_file()]
    printed = capfd.readouterr()
    assert any(path.suffix == ".sqlite3" for path in files)
    assert not any(token.encode() in path.read_bytes() for path in files)
    assert token not in printed.out + printed.err


@pytest.mark.parametrize("token", ["x", "a" * 42, "a" * 65, "п" * 43, "a" * 42 + "=", "../" * 15])
def test_a_short_or_odd_token_is_none(desk: Desk, server: Config, token: str) -> None:
    with rest(server, desk, None) as client:
        client.headers = httpx.Headers(
            [(b"authorization", f"Bearer {token}".encode()), (b"origin", server.origin.encode())]
        )
        answer = client.post("messages", json=letter())

    assert answer.status_code == 401


def test_a_token_in_the_address_counts_for_nothing(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        number = widget.writes("Hello")["ticket"]
    with rest(server, desk, None) as client:
        client.cookies.set("token", token)
        statuses = {
            client.get(f"events?token={token}").status_code,
            client.get(f"events?access_token={token}&ticket={number}").status_code,
        }

    assert statuses <= {400, 401}


def test_a_token_of_one_channel_opens_no_other(desk: Desk, server: Config) -> None:
    token = new_token()
    with db.transaction() as session:
        other = create_channel(session, ChannelChanges(name="Other"), by=desk.cast.dora).public_key
    with open_widget(server, desk, token=token) as widget:
        number = widget.writes("Hello")["ticket"]
    headers = {"authorization": f"Bearer {token}", "origin": server.origin}

    with httpx.Client(base_url=f"{server.public_url}/chat/{other}/", headers=headers, trust_env=False) as client:
        overview = client.get("events").json()
        page = client.get(f"events?ticket={number}&after=0")
        written = client.post("messages", json=letter())

    assert (overview["tickets"], page.status_code, written.status_code) == ([], 404, 201)
    assert written.json()["ticket"] != number


def test_a_stolen_hash_opens_nothing(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        number = widget.writes("Hello")["ticket"]
    with db.reading() as session:
        (token_hash,) = session.connection().exec_driver_sql("SELECT token_hash FROM visitor").one()
    with rest(server, desk, token_hash) as client:
        assert client.get("events").json()["tickets"] == []
        assert client.get(f"events?ticket={number}&after=0").status_code == 404


def test_one_socket_is_one_visitor(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as vera, open_widget(server, desk) as mallory:
        vera.writes("Hello")
        mallory.writes("Hello")
        mallory.write("As Vera?", token=vera.token)

        assert mallory.next("refused")["code"] == "invalid"
