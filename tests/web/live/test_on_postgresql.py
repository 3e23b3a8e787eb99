"""The talk between a visitor and an agent on PostgreSQL, from socket to socket."""

from collections.abc import Iterator

import pytest

from channels.delivery import Post, drain
from channels.webchat.adapter import WebchatAdapter
from helpdesk import db, leases
from helpdesk.config import Config
from helpdesk.models import Channel
from tests import uploads
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import signed_in_browser
from tests.live_edge import live_edge
from tests.stories import answers
from tests.widgets import new_token, open_widget, rest


@pytest.fixture
def desk(postgresql_desk: Desk) -> Desk:
    """A desk at work on a PostgreSQL of its own."""
    return postgresql_desk


@pytest.fixture
def server(desk: Desk, redis_url: str) -> Iterator[Config]:
    """That desk served; what happens reaches sockets at once."""
    with live_edge(desk, redis_url) as config:
        yield config


def deliver(desk: Desk) -> None:
    fence = leases.acquire(f"channel:{desk.channel_id}", "test")
    assert fence is not None
    with db.reading() as session:
        adapter = WebchatAdapter(session.get_one(Channel, desk.channel_id))
    drain(Post(desk.channel_id, adapter, fence))


def test_a_message_and_its_answer_arrive_and_are_seen(desk: Desk, server: Config) -> None:
    token = new_token()
    with rest(server, desk, token) as client:
        picture = client.post("uploads", files={"file": ("photo.png", uploads.png())}).json()["id"]
    with (
        open_widget(server, desk, token=token) as widget,
        open_console(signed_in_browser(server, "anna")) as console,
    ):
        number = widget.writes("Привіт", attachments=[picture])["ticket"]
        ticket_id = console.event("message.received")["ticket"]["id"]
        console.say({"t": "watch", "ticket": ticket_id})
        console.next("watching")
        answers(ticket_id, "Good day", by=desk.cast.anna)
        deliver(desk)
        told = widget.next("event", where=lambda frame: frame.get("message", {}).get("from") == "agent")
        widget.say({"t": "seen", "ticket": number, "seq": told["seq"]})
        read = console.event("message.read", "Good day")
        was_counted = any(frame["t"] == "counts" and frame["counts"]["all"] == 1 for frame in console.frames)
        if not was_counted:
            console.next("counts", where=lambda frame: frame["counts"]["all"] == 1, within_s=30)

    assert read["message"]["delivery"]["state"] == "read"
    with rest(server, desk, token) as client:
        assert client.get(f"files/{picture}").content == uploads.png()
