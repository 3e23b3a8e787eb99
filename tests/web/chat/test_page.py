"""What a site's page loads before a visitor writes."""

import httpx
import pytest

from helpdesk import db
from helpdesk.config import Config
from helpdesk.models import Channel
from tests.cast import Desk
from tests.widgets import row_counts
from web import manifest

SHOP = "https://shop.example"


@pytest.fixture
def embedded(desk: Desk) -> Desk:
    """The chat is embedded by one shop."""
    with db.transaction() as session:
        channel = session.get_one(Channel, desk.channel_id)
        channel.config = {"allowed_origins": [SHOP], "colors": {"accent": "#aa0000"}, "greeting": {"uk": "Вітаємо"}}
    return desk


def get(server: Config, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.public_url}{path}", headers=headers, trust_env=False)


def test_the_settings_say_how_it_looks_and_keep_nothing(embedded: Desk, server: Config) -> None:
    before = row_counts()

    answer = get(server, f"/chat/{embedded.channel_key}/config", origin=SHOP)

    told = answer.json()
    assert (
        told
        | {
            "name": "Helpdesk",
            "colors": {"accent": "#aa0000", "on_accent": "#ffffff", "text": "#aa0000", "text_dark": "#ce6b6b"},
            "position": "right",
            "greeting": {"uk": "Вітаємо"},
            "online": False,
            "max_upload_bytes": 20_000_000,
            "form": [],
            "consent": None,
            "hours": None,
            "reply_time": None,
            "hand_over": {"mail": False, "telegram": False},
        }
        == told
    )
    assert "set-cookie" not in answer.headers
    assert row_counts() == before


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [(SHOP, SHOP), ("https://evil.example", None), ("null", None), ("https://shop.example.", None)],
)
def test_only_allowed_sites_may_read_them(embedded: Desk, server: Config, origin: str, allowed: str | None) -> None:
    answer = get(server, f"/chat/{embedded.channel_key}/config", origin=origin)

    assert answer.headers.get("access-control-allow-origin") == allowed
    assert "origin" in answer.headers["vary"]


@pytest.mark.skipif(manifest.address_of("panel/panel.js") is None, reason="the front end is not built")
def test_the_frame_may_be_shown_by_the_allowed_sites_alone(embedded: Desk, server: Config) -> None:
    answer = get(server, f"/chat/{embedded.channel_key}/frame")
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))

    assert SHOP in policy["frame-ancestors"].split()
    assert "*" not in policy["frame-ancestors"]
    assert policy["script-src"] == "'self'"
    assert "x-frame-options" not in answer.headers
    assert f'data-channel="{embedded.channel_key}"' in answer.text


def test_an_unknown_or_paused_chat_is_not_there(desk: Desk, server: Config) -> None:
    unknown = get(server, "/chat/nobody/config")
    with db.transaction() as session:
        session.get_one(Channel, desk.channel_id).is_paused = True

    paused = get(server, f"/chat/{desk.channel_key}/config")

    assert (unknown.status_code, paused.status_code) == (404, 404)
