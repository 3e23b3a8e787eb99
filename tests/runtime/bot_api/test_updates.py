"""How updates wait: offsets, long polls, conflicts, webhooks."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from runtime.demo.bot_api.webhook import SECRET_HEADER
from tests.peers.bot_api import TelegramPeer

VERA, OLEH = 501, 502


def call(telegram: TelegramPeer, method: str, **params: object) -> dict[str, Any]:
    data = json.dumps(params).encode()
    request = urllib.request.Request(  # noqa: S310  loopback
        f"{telegram.url}/bot{telegram.token}/{method}", data, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  loopback
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            found = json.load(error)
    return found


def texts(answer: dict[str, Any]) -> list[str]:
    return [update["message"]["text"] for update in answer["result"]]


def test_an_update_comes_again_until_an_offset_confirms_it(telegram: TelegramPeer) -> None:
    telegram.people.say(VERA, "one")
    telegram.people.say(VERA, "two")
    first = call(telegram, "getUpdates")

    assert texts(call(telegram, "getUpdates", offset=1)) == ["one", "two"]
    assert texts(call(telegram, "getUpdates", offset=first["result"][0]["update_id"] + 1)) == ["two"]
    assert len(telegram.bot.queue) == 1


def test_a_negative_offset_forgets_all_but_the_last(telegram: TelegramPeer) -> None:
    for text in ("one", "two", "three"):
        telegram.people.say(VERA, text)

    assert texts(call(telegram, "getUpdates", offset=-1)) == ["three"]
    assert len(telegram.bot.queue) == 1


def test_the_offset_confirms_at_the_call_not_at_the_answer(telegram: TelegramPeer) -> None:
    telegram.people.say(VERA, "one")
    update_id = call(telegram, "getUpdates")["result"][0]["update_id"]
    waiting = threading.Thread(
        target=call, args=(telegram, "getUpdates"), kwargs={"offset": update_id + 1, "timeout": 2}
    )
    waiting.start()
    time.sleep(0.3)

    assert len(telegram.bot.queue) == 0
    waiting.join()


def test_a_long_poll_ends_with_the_first_update(telegram: TelegramPeer) -> None:
    threading.Timer(0.3, telegram.people.say, (VERA, "one")).start()
    began = time.monotonic()

    found = texts(call(telegram, "getUpdates", timeout=10))

    assert found == ["one"]
    assert 0.2 < time.monotonic() - began < 3


def test_a_second_poll_ends_the_first_by_409(telegram: TelegramPeer) -> None:
    answers: list[dict[str, Any]] = []
    older = threading.Thread(target=lambda: answers.append(call(telegram, "getUpdates", timeout=10)))
    older.start()
    time.sleep(0.3)
    call(telegram, "getUpdates", timeout=0)
    older.join()

    assert (answers[0]["error_code"], "other getUpdates" in answers[0]["description"]) == (409, True)


def test_polling_is_refused_while_a_webhook_is_set(telegram: TelegramPeer) -> None:
    call(telegram, "setWebhook", url="http://127.0.0.1:9/x", secret_token="s")

    refused = call(telegram, "getUpdates")

    assert (refused["error_code"], "webhook is active" in refused["description"]) == (409, True)


def test_reactions_only_come_to_who_named_them(telegram: TelegramPeer) -> None:
    number = telegram.people.say(VERA, "one")
    telegram.people.react(VERA, number, ["👍"])
    call(telegram, "getUpdates", allowed_updates=["message", "message_reaction"])
    telegram.people.react(VERA, number, ["👍"])

    kinds = [set(update) - {"update_id"} for update in call(telegram, "getUpdates", offset=1)["result"]]

    assert kinds == [{"message"}, {"message_reaction"}]


def test_a_webhook_gets_each_chat_in_order_and_a_refused_update_again(telegram: TelegramPeer) -> None:
    with hook(refuse=2) as (url, got):
        call(telegram, "setWebhook", url=url, secret_token="hush")
        for text in ("one", "two", "three"):
            telegram.people.say(VERA, text)
            telegram.people.say(OLEH, text)
        _until(lambda: len(telegram.bot.queue) == 0)

    vera = [update["message"]["text"] for update, _ in got if update["message"]["chat"]["id"] == VERA]
    assert list(dict.fromkeys(vera)) == ["one", "two", "three"]
    assert len(got) == 8
    assert {secret for _, secret in got} == {"hush"}


def test_a_webhook_can_be_told_twice(telegram: TelegramPeer) -> None:
    telegram.api.webhooks.duplicates = 1
    with hook() as (url, got):
        call(telegram, "setWebhook", url=url)
        telegram.people.say(VERA, "one")
        _until(lambda: len(telegram.bot.queue) == 0)

    assert [update["update_id"] for update, _ in got] == [got[0][0]["update_id"]] * 2


def test_a_trouble_of_the_webhook_can_be_read(telegram: TelegramPeer) -> None:
    call(telegram, "setWebhook", url="http://127.0.0.1:9/x")
    telegram.people.say(VERA, "one")
    _until(lambda: bool(telegram.bot.webhook.last_error))

    info = call(telegram, "getWebhookInfo")["result"]

    assert (info["pending_update_count"], "Connection failed" in info["last_error_message"]) == (1, True)


def test_the_control_side_works_from_another_process_too(telegram: TelegramPeer) -> None:
    url = f"{telegram.url}/control/bots/{telegram.token}/people/say"
    data = json.dumps({"person": VERA, "text": "hi"}).encode()
    request = urllib.request.Request(url, data)  # noqa: S310  loopback
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  loopback
        assert json.load(answer) == {"result": 1}

    assert texts(call(telegram, "getUpdates")) == ["hi"]


@contextmanager
def hook(*, refuse: int = 0) -> Iterator[tuple[str, list[tuple[dict[str, Any], str | None]]]]:
    got: list[tuple[dict[str, Any], str | None]] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            got.append((body, self.headers[SECRET_HEADER]))
            self.send_response(500 if len(got) <= refuse else 200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook", got
    server.shutdown()
    thread.join()
    server.server_close()


def _until(happened: Any) -> None:
    deadline = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)
