"""What a browser says wrong is told; who goes on is shown the door."""

import json
from collections.abc import Callable

import pytest

from tests.cast import Desk
from tests.consoles import Console, open_console
from tests.edge import Browser
from tests.stories import visitor_writes
from web.live import handler, upkeep

Open = Callable[..., Browser]

BAD = [
    "{",
    "",
    "[]",
    "null",
    '{"t":"nonsense"}',
    '{"t":"watch"}',
    '{"t":"watch","ticket":"1"}',
    '{"t":"watch","ticket":-1}',
    '{"t":"watch","ticket":100000000000000000000000}',
    '{"t":"watch","ticket":1,"__proto__":{"admin":true}}',
    '{"t":"typing","ticket":1,"mode":"note","on":"yes"}',
    '{"t":"hello","position":1,"watch":null}',
    "[" * 100_000,
    b"\x00\x01",
]


@pytest.mark.parametrize("frame", BAD)
def test_one_mistake_is_answered_and_forgiven(browser: Open, frame: str | bytes) -> None:
    with open_console(browser("anna")) as console:
        console.connection.send(frame)
        problem = console.next("problem")
        console.say({"t": "ping"})

        assert console.next("pong")
    assert problem["code"] in ("bad_frame", "too_large")


def test_a_frame_of_more_than_64_kilobytes_is_refused(browser: Open) -> None:
    with open_console(browser("anna")) as console:
        console.connection.send(json.dumps({"t": "ping", "more": "x" * 70_000}))

        assert console.next("problem")["code"] == "too_large"


def test_five_mistakes_end_the_talk(browser: Open) -> None:
    with open_console(browser("anna")) as console:
        for _ in range(5):
            console.connection.send("{")

        assert console.ends(within_s=30) == 1008


def test_who_does_not_say_hello_first_is_sent_away(browser: Open) -> None:
    with browser("anna").socket("/api/live") as connection:
        console = Console(connection)
        console.say({"t": "ping"})

        assert console.ends(within_s=30) == 1008


def test_who_says_nothing_is_sent_away(browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "HELLO_WITHIN_S", 0.3)
    with browser("anna").socket("/api/live") as connection:
        assert Console(connection).ends(within_s=30) == 1008


def test_a_silent_browser_is_let_go(browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_console(browser("anna")) as console:
        monkeypatch.setattr(upkeep, "SILENT_FOR_S", 1.0)

        assert console.ends(within_s=30) == 1001


def test_an_unknown_ticket_cannot_be_watched_or_typed_in(desk: Desk, browser: Open) -> None:
    visitor_writes(desk)
    with open_console(browser("anna")) as console:
        console.say({"t": "watch", "ticket": 999_999})
        watched = console.next("problem")
        console.say({"t": "typing", "ticket": 999_999, "mode": "reply", "on": True})
        typed = console.next("problem")

    assert (watched["code"], watched["ticket"], typed["code"]) == ("not_found", 999_999, "not_found")
