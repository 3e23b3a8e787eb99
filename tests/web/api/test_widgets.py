"""The designer's side of the API: a design is kept whole, refused by field, sketched without being kept."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from helpdesk import db, queue
from helpdesk.config import Config
from helpdesk.models import Audit, Channel
from tests.cast import Desk
from tests.edge import Browser

Open = Callable[..., Browser]


def path(desk: Desk, name: str = "widget") -> str:
    return f"/api/channels/{desk.channel_id}/{name}"


def test_a_design_is_kept_and_told_to_the_widget(desk: Desk, server: Config, browser: Open) -> None:
    drawn = {
        "design": {"title": {"uk": " Чай "}, "launcher": {"icon": "wave"}, "uploads": {"max_mb": 5}},
        "accent": "#FFEE00",
        "position": "left",
        "greeting": {"uk": "Вітаємо"},
        "allowed_origins": ["https://shop.example"],
    }

    answer = browser("dora").put(path(desk), json=drawn)

    assert answer.status_code == 200
    told = httpx.get(f"{server.public_url}/chat/{desk.channel_key}/config", trust_env=False).json()
    assert (told["texts"]["title"], told["launcher"]["icon"], told["position"]) == ({"uk": "Чай"}, "wave", "left")
    assert told["colors"]["on_accent"] == "#000000"
    assert told["max_upload_bytes"] == 5_000_000


@pytest.mark.parametrize(
    ("design", "field"),
    [
        ({"languages": []}, "languages"),
        ({"languages": ["en"], "language": "uk"}, "language"),
        ({"title": {"en": "x" * 61}}, "title"),
        ({"launcher": {"side_px": -1}}, "launcher"),
        ({"form": [{"key": "a b", "kind": "text", "label": {"en": "?"}}]}, "form"),
        ({"form": [{"key": "a", "kind": "choice", "label": {"en": "?"}}]}, "form"),
        ({"form": [{"key": "a", "kind": "name"}, {"key": "a", "kind": "email"}]}, "form"),
        ({"consent": {"is_asked": True}}, "consent"),
        ({"consent": {"is_asked": True, "text": {"en": "?"}, "link": "javascript:alert(1)"}}, "consent_link"),
        ({"proactive": [{"id": "a", "text": {}}]}, "proactive"),
        ({"uploads": {"max_mb": 21}}, "max_mb"),
        ({"uploads": {"kinds": []}}, "kinds"),
        ({"hand_over": {"after_min": 0}}, "after_min"),
        ({"hand_over": {"telegram_channel_id": 999}}, "telegram_channel_id"),
        ({"calendar_id": 999}, "calendar_id"),
        ({"erase_after_h": 721}, "erase_after_h"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(desk: Desk, browser: Open, design: dict[str, Any], field: str) -> None:
    answer = browser("dora").put(path(desk), json={"design": design})

    assert answer.status_code == 400
    assert field in answer.json()["fields"]


@pytest.mark.parametrize("design", [{"hmac_verified": True}, {"form": [{"key": "a", "kind": "password"}]}, 7, None])
def test_what_is_no_design_is_refused(desk: Desk, browser: Open, design: Any) -> None:  # wrong on purpose
    assert browser("dora").put(path(desk), json={"design": design}).status_code == 400


def test_a_sketch_keeps_nothing(desk: Desk, browser: Open) -> None:
    answer = browser("dora").post(path(desk, "widget-sketches"), json={"design": {}, "accent": "#112233"})

    assert answer.json()["config"]["colors"]["accent"] == "#112233"
    with db.reading() as session:
        assert session.get_one(Channel, desk.channel_id).config == {}


def test_a_secret_is_shown_once_and_there_are_two_at_most(desk: Desk, browser: Open) -> None:
    dora = browser("dora")

    made = [dora.post(path(desk, "identity-secrets"), json={}) for _ in range(3)]
    shown = dora.get(path(desk)).text
    gone = dora.delete(path(desk, f"identity-secrets/{made[0].json()['name']}"))

    assert [one.status_code for one in made] == [201, 201, 409]
    assert made[0].json()["secret"] not in shown
    assert gone.status_code == 204
    assert len(dora.get(path(desk)).json()["secrets"]) == 1
    with db.reading() as session:
        kept = str([(one.data, one.object) for one in session.scalars(select(Audit))])
        config = str(session.get_one(Channel, desk.channel_id).config)
    assert made[1].json()["secret"] not in kept + config


def test_where_it_was_seen_is_told_also_of_sites_that_may_not(
    desk: Desk, server: Config, browser: Open, redis_url: str
) -> None:
    queue.connect(redis_url)
    dora = browser("dora")
    dora.put(path(desk), json={"design": {}, "allowed_origins": ["https://shop.example"]})
    for origin in ("https://shop.example", "https://evil.example"):
        httpx.get(f"{server.public_url}/chat/{desk.channel_key}/config", headers={"origin": origin}, trust_env=False)

    seen = dora.get(path(desk, "widget-sightings")).json()

    queue.disconnect()
    assert {one["origin"]: one["allowed"] for one in seen} == {
        "https://shop.example": True,
        "https://evil.example": False,
    }
