"""Row 52: updates that Telegram never sent. Only who knows the channel's own secret is believed."""

import http.client
import json
import urllib.error
import urllib.request
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from helpdesk import db, secrets
from helpdesk.bots import BotSecret, Intake
from helpdesk.config import Config
from helpdesk.models import Channel, Inbound
from runtime.demo.bot_api.webhook import SECRET_HEADER
from tests.bots import WEBHOOK_SECRET, add_bot
from tests.cast import Desk
from tests.channels.telegram.taking import all_of
from tests.peers.bot_api import TOKEN, TelegramPeer

UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": {"id": 5}, "from": {"id": 5}, "text": "x"}}


def post(config: Config, path: str, body: bytes, secret: str | None) -> int:
    headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: secret} if secret is not None else {})
    request = urllib.request.Request(f"{config.public_url}{path}", body, headers)  # noqa: S310  loopback
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  loopback
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            said = error.read().decode()
        code = error.code
    assert TOKEN not in said
    return code


def announced(config: Config, path: str, length: int) -> int:
    """Send the head of a request with a body of this length: it is refused before any of the body has come."""
    address = urlsplit(config.public_url)
    with closing(http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)) as connection:
        connection.putrequest("POST", path)
        for name, value in (("Content-Type", "application/json"), (SECRET_HEADER, WEBHOOK_SECRET)):
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        return connection.getresponse().status


@pytest.fixture
def bot(telegram: TelegramPeer, desk: Desk) -> Channel:
    return add_bot(telegram, intake=Intake.WEBHOOK)


def test_only_the_right_secret_gets_an_update_in(server: Config, bot: Channel) -> None:
    body, path = json.dumps(UPDATE).encode(), f"/telegram/{bot.public_key}"

    answers = [post(server, path, body, secret) for secret in (None, "", "wrong", WEBHOOK_SECRET[:-1], TOKEN)]

    assert answers == [404] * 5
    assert all_of(Inbound) == []
    assert post(server, path, body, WEBHOOK_SECRET) == 200
    assert [one.key for one in all_of(Inbound)] == ["7000000001/7"]


def test_a_path_nobody_has_answers_like_a_wrong_secret(server: Config, bot: Channel) -> None:
    assert post(server, "/telegram/guessed", json.dumps(UPDATE).encode(), WEBHOOK_SECRET) == 404


def test_a_channel_without_a_secret_takes_nothing(server: Config, bot: Channel) -> None:
    with db.transaction() as session:
        channel = session.get_one(Channel, bot.id)
        channel.secret_id = secrets.store(session, BotSecret(TOKEN, "").as_bytes())

    assert post(server, f"/telegram/{bot.public_key}", json.dumps(UPDATE).encode(), "") == 404


def test_the_same_update_twice_is_stored_once(server: Config, bot: Channel) -> None:
    body, path = json.dumps(UPDATE).encode(), f"/telegram/{bot.public_key}"

    assert [post(server, path, body, WEBHOOK_SECRET) for _ in range(2)] == [200, 200]
    assert len(all_of(Inbound)) == 1


def test_what_is_too_large_or_no_update_is_refused(server: Config, bot: Channel) -> None:
    path = f"/telegram/{bot.public_key}"

    assert post(server, path, b"[" * 100_000, WEBHOOK_SECRET) in (400, 422)
    assert post(server, path, b"[]", WEBHOOK_SECRET) in (400, 422)
    assert announced(server, path, 1_100_000) == 413
    assert all_of(Inbound) == []


def test_a_paused_channel_has_telegram_keep_what_comes(server: Config, bot: Channel) -> None:
    with db.transaction() as session:
        session.get_one(Channel, bot.id).is_paused = True

    assert post(server, f"/telegram/{bot.public_key}", json.dumps(UPDATE).encode(), WEBHOOK_SECRET) == 503
