"""Row 53: the bot's token, which is in the address of every call and every file. It is looked for everywhere."""

import io
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from channels import test_connection as try_connection
from channels.delivery import Post, drain
from channels.telegram.adapter import TelegramAdapter
from channels.telegram.errands import Errands
from helpdesk.models import Attachment, AttachmentState, Message, Ticket
from helpdesk.redaction import redacted
from runtime.demo.bot_api.people import PNG
from runtime.logs import LogFormat, configure_logs
from tests.bots import Halt, TakingIn, add_bot, own
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, settled, until
from tests.edge import Browser
from tests.peers.bot_api import TOKEN, TelegramPeer
from tests.stories import answers

VERA = 501
SECRET_PART = TOKEN.partition(":")[2]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything the log says, as a gateway writes it."""
    handlers, level, written = logging.root.handlers, logging.root.level, io.StringIO()
    configure_logs("gateway", LogFormat(level="debug"))
    (handler,) = logging.root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    for name in ("aiogram", "aiohttp"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    logging.root.handlers = handlers
    logging.root.setLevel(level)


def test_the_token_is_nowhere_but_encrypted(telegram: TelegramPeer, desk: Desk, log: io.StringIO) -> None:
    channel, switches = add_bot(telegram), telegram.api.world.switches
    adapter, errands, fence = TelegramAdapter(channel), Errands(channel), own(channel)
    for kind in ("bad_gateway", "unauthorized", "drop_before", "server_error"):
        switches.fail("getUpdates", kind)
        switches.fail("file", kind)
        switches.fail("sendMessage", kind)
    telegram.people.attach(VERA, "document", b"words", name="a.txt")
    with TakingIn(channel, fence):
        until(lambda: settled(telegram, channel), within_s=30)
    halt = Halt()
    for _ in range(5):
        errands._turn(halt)
    for number in range(5):
        answers(all_of(Ticket)[0].id, str(number), by=desk.cast.boris)
        drain(Post(channel.id, adapter, fence))
    telegram.api.stop()
    answers(all_of(Ticket)[0].id, "into the void", by=desk.cast.boris)
    drain(Post(channel.id, adapter, fence))
    said = try_connection(channel)
    adapter.close()
    logging.getLogger("any").error("https://api.telegram.org/bot%s/getMe", TOKEN)

    log_text = log.getvalue()
    assert "api.telegram.org/bot[token]/getMe" in log_text, "the log was not looked at"
    for where, text in (("log", log_text), ("page", said.detail), ("database", dump(desk.folder))):
        assert SECRET_PART not in text, where
    assert any(one.delivery_error for one in all_of(Message)), "no error was looked at"


def test_a_file_is_fetched_by_the_desk_and_has_an_address_of_its_own(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.attach(VERA, "photo", PNG)
    with TakingIn(channel, own(channel)):
        until(lambda: settled(telegram, channel))
    Errands(channel)._turn(Halt())

    (file,) = all_of(Attachment)
    assert (file.state, file.media_type, file.width) == (AttachmentState.STORED, "image/png", 1)


def test_no_page_and_no_error_of_the_api_says_the_token(
    telegram: TelegramPeer, desk: Desk, browser: Callable[..., Browser]
) -> None:
    dora, heard = browser("dora"), list[str]()

    def say(answer: httpx.Response) -> dict[str, Any]:
        heard.append(answer.text + str(answer.headers))
        return dict(answer.json())

    wrong = {"token": f"{TOKEN}x", "api_url": telegram.url}
    say(dora.send("POST", "/api/bots", json=wrong))
    say(dora.send("POST", "/api/bots", json={"token": TOKEN, "api_url": f"{telegram.url}/{TOKEN}?{TOKEN}"}))
    bot = say(dora.send("POST", "/api/bots", json={"token": TOKEN, "api_url": telegram.url}))
    say(dora.send("POST", "/api/bots", json={"token": TOKEN, "api_url": telegram.url}))
    for kind in ("server_error", "bad_gateway", "unauthorized", "drop_before"):
        telegram.api.world.switches.fail("getMe", kind)
        say(dora.send("POST", f"/api/bots/{bot['id']}/tests", json={}))
    telegram.api.stop()
    say(dora.send("PATCH", f"/api/bots/{bot['id']}", json={"token": TOKEN}))
    for body in (
        {"token": TOKEN, "intake": TOKEN},
        {"token": [TOKEN]},
        {TOKEN: TOKEN},
        {"api_url": TOKEN, "token": "x"},
    ):
        say(dora.send("POST", "/api/bots", json=body))
    say(dora.send("PATCH", f"/api/bots/{bot['id']}", json={"greeting": TOKEN, "intake": TOKEN, "name": [TOKEN]}))
    heard += [dora.get(path).text for path in ("/api/bots", "/api/channels", "/api/workspace")]

    assert len(heard) == 17
    assert [text[:300] for text in heard if SECRET_PART in text] == []


def test_a_token_in_a_field_of_something_else_is_not_said_back(browser: Callable[..., Browser]) -> None:
    dora = browser("dora")
    wrong = [("/api/mailboxes", {"address": TOKEN}), ("/api/teams", {TOKEN: 1})]

    answers = [dora.send("POST", path, json=body) for path, body in wrong]

    assert [answer.status_code for answer in answers] == [400] * len(wrong)
    assert [answer.text for answer in answers if SECRET_PART in answer.text] == []


def test_tokens_are_taken_out_of_texts_and_nothing_else_is() -> None:
    assert redacted(f"GET /file/bot{TOKEN}/photos/1.jpg") == "GET /file/bot[token]/photos/1.jpg"
    assert redacted(TOKEN.replace(":", "%3A")) == "[token]"
    assert redacted("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl?") == "[token]?"
    assert redacted("at 12:30:45 on 127.0.0.1:8000, id 123456:abc") == "at 12:30:45 on 127.0.0.1:8000, id 123456:abc"


def dump(folder: Path) -> str:
    """Return everything the database holds as text."""
    with sqlite3.connect(folder / "helpdesk.sqlite3") as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    return text
