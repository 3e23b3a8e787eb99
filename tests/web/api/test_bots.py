"""Bots in the API: added by their token, tried in words, changed without loss, deleted while unused."""

from collections.abc import Callable
from typing import Any

from helpdesk import db
from helpdesk.actions import channel_health
from helpdesk.models import Channel, Direction, Inbound, Secret
from runtime.demo.bot_api.world import Bot
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, take_in
from tests.edge import Browser
from tests.peers.bot_api import TOKEN, TelegramPeer

Open = Callable[..., Browser]


def add(dora: Browser, telegram: TelegramPeer, **more: object) -> dict[str, Any]:
    """Add the emulator's bot as an admin does."""
    made = dora.send("POST", "/api/bots", json={"token": TOKEN, "api_url": telegram.url, **more})
    assert made.status_code == 201, made.text
    bot: dict[str, Any] = made.json()
    return bot


def try_it(dora: Browser, bot: dict[str, Any]) -> dict[str, Any]:
    """Test the connection."""
    found: dict[str, Any] = dora.send("POST", f"/api/bots/{bot['id']}/tests", json={}).json()
    return found


def test_a_bot_is_added_by_its_token_alone_and_never_shows_it(
    desk: Desk, telegram: TelegramPeer, browser: Open
) -> None:
    dora = browser("dora")

    bot = add(dora, telegram)

    assert (bot["name"], bot["username"], bot["url"]) == ("Desk", "desk_bot", "https://t.me/desk_bot")
    assert (bot["intake"], bot["has_token"], bot["is_used"]) == ("polling", True, False)
    secret = TOKEN.partition(":")[2]
    assert all(secret not in dora.get(path).text for path in ("/api/bots", f"/api/bots/{bot['id']}", "/api/channels"))


def test_a_wrong_token_is_refused_in_the_readers_language(desk: Desk, telegram: TelegramPeer, browser: Open) -> None:
    dora = browser("dora")
    dora.send("PATCH", "/api/me", json={"locale": "ru"})
    wrong = {"token": TOKEN[:-4] + "XXXX", "api_url": telegram.url}

    refused = dora.send("POST", "/api/bots", json=wrong)

    assert (refused.status_code, refused.json()["code"]) == (409, "token_refused")
    assert "не знает" in refused.json()["detail"]
    assert dora.send("POST", "/api/bots", json={"token": "hello"}).json()["fields"] == {"token": "invalid"}


def test_the_same_bot_is_not_added_twice(desk: Desk, telegram: TelegramPeer, browser: Open) -> None:
    dora = browser("dora")
    add(dora, telegram)

    again = dora.send("POST", "/api/bots", json={"token": TOKEN, "api_url": telegram.url})

    assert (again.status_code, again.json()["code"]) == (409, "bot_taken")


def test_trying_a_bot_says_what_is_wrong(desk: Desk, telegram: TelegramPeer, browser: Open) -> None:
    dora = browser("dora")
    bot = add(dora, telegram)
    assert try_it(dora, bot) == {"is_working": True, "findings": []}

    def found(break_it: Callable[[Bot], None]) -> str:
        break_it(telegram.bot)
        return str(try_it(dora, bot)["findings"][0]["code"])

    assert found(lambda one: setattr(one.webhook, "url", "https://else.example/hook")) == "webhook_elsewhere"
    assert found(lambda one: setattr(one, "is_revoked", True)) == "token_revoked"
    telegram.api.stop()
    assert found(lambda _: None) == "unreachable"


def test_another_program_that_fetches_the_messages_is_told_of(
    desk: Desk, telegram: TelegramPeer, browser: Open
) -> None:
    dora = browser("dora")
    bot = add(dora, telegram)
    with db.transaction() as session:
        channel_health.note_trouble(session, bot["id"], Direction.IN, code="other_poller", detail="Conflict")

    tried, shown = try_it(dora, bot), dora.get(f"/api/bots/{bot['id']}").json()["health"][0]

    assert not tried["is_working"]
    assert tried["findings"][0]["code"] == shown["code"] == "other_poller"
    assert "Another program" in shown["text"]


def test_a_bot_is_changed_but_not_given_another_bots_token(desk: Desk, telegram: TelegramPeer, browser: Open) -> None:
    dora = browser("dora")
    bot = add(dora, telegram)
    other = "7000000009:AAE-another-Zx81kQpW0vRt5yBn3mLs7dFhJg"
    telegram.api.add_bot(other, username="other_bot")
    changes = {"name": "Shop", "team_id": desk.cast.support_id, "default_priority": "high", "ask_rating": True}

    changed = dora.send("PATCH", f"/api/bots/{bot['id']}", json=changes).json()
    refused = dora.send("PATCH", f"/api/bots/{bot['id']}", json={"token": other})

    assert {name: changed[name] for name in changes} == changes
    assert (refused.status_code, refused.json()["code"]) == (409, "other_bot")


def test_changing_the_way_in_keeps_what_waits_at_telegram(desk: Desk, telegram: TelegramPeer, browser: Open) -> None:
    dora = browser("dora")
    bot = add(dora, telegram)
    telegram.people.say(501, "while nobody looked")

    changed = dora.send("PATCH", f"/api/bots/{bot['id']}", json={"intake": "webhook"}).json()
    assert changed["intake"] == "webhook"
    dora.send("PATCH", f"/api/bots/{bot['id']}", json={"intake": "polling"})
    with db.reading() as session:
        channel = session.get_one(Channel, bot["id"])
    take_in(telegram, channel)

    assert dora.get(f"/api/bots/{bot['id']}").json()["is_used"]


def test_an_unused_bot_is_deleted_with_its_token(desk: Desk, telegram: TelegramPeer, browser: Open) -> None:
    dora = browser("dora")
    bot = add(dora, telegram)

    assert dora.send("DELETE", f"/api/bots/{bot['id']}").status_code == 204

    assert dora.get("/api/bots").json() == []
    assert all_of(Secret) == []


def test_a_bot_somebody_talked_with_is_not_deleted(desk: Desk, telegram: TelegramPeer, browser: Open) -> None:
    dora = browser("dora")
    bot = add(dora, telegram)
    telegram.people.say(501, "hello")
    with db.reading() as session:
        take_in(telegram, session.get_one(Channel, bot["id"]))

    refused = dora.send("DELETE", f"/api/bots/{bot['id']}")

    assert (refused.status_code, refused.json()["code"]) == (409, "channel_in_use")
    assert len(all_of(Inbound)) == 1
