"""How often visitors may do what costs something."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from websockets.exceptions import InvalidStatus

from helpdesk.config import Config
from helpdesk.errors import TooMany
from helpdesk.ratelimit import Limit
from tests.cast import Desk
from tests.live_edge import live_edge
from tests.widgets import new_token, open_widget, rest
from web.chat import limits
from web.chat.limits import Try


@pytest.fixture
def server(desk: Desk, redis_url: str) -> Iterator[Config]:
    """The desk behind a proxy it knows, so that visitors have addresses."""
    with live_edge(desk, redis_url, trusted_proxies=("127.0.0.1",)) as config:
        yield config


def test_one_visitor_cannot_write_without_end(desk: Desk, server: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MESSAGES", Limit("few", 3, 60))
    with open_widget(server, desk) as widget:
        for _ in range(3):
            widget.writes("Hello")
        widget.write("One too many")

        assert widget.next("refused")["code"] == "too_many"


def test_many_browsers_of_one_address_are_one_address(
    desk: Desk, server: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "VISITORS_BY_ADDRESS", Limit("few_visitors", 2, 60))
    codes: list[object] = []
    for _ in range(3):
        with open_widget(server, desk, headers={"x-forwarded-for": "203.0.113.9"}) as widget:
            widget.write("Hello")
            codes.append(widget.next("refused")["code"] if len(codes) == 2 else widget.next("ack")["seq"])
    with open_widget(server, desk, headers={"x-forwarded-for": "203.0.113.10"}) as widget:
        assert widget.writes("Somebody else")["seq"] == 1

    assert codes == [1, 1, "too_many"]


def test_an_address_does_not_ask_without_end_under_ever_new_tokens(
    desk: Desk, server: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUESTS_BY_ADDRESS", Limit("few_requests", 3, 60, is_local=True))
    answers: list[int] = []
    for _ in range(4):
        with rest(server, desk, new_token()) as client:
            answers.append(client.get("events", headers={"x-forwarded-for": "203.0.113.11"}).status_code)
            elsewhere = client.get("events", headers={"x-forwarded-for": f"203.0.113.{20 + len(answers)}"}).status_code

    assert answers == [200, 200, 200, 429]
    assert elsewhere == 200


def test_a_flood_of_frames_is_answered_but_not_obeyed(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        for _ in range(200):
            widget.say({"t": "ping"})
        widget.next("problem", where=lambda frame: frame["code"] == "too_many")
        widget.drain()

    assert sum(frame["t"] == "pong" for frame in widget.frames) < 120


def test_a_channel_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MESSAGES_OF_CHANNEL", Limit("few_of_channel", 2, 60))

    first, second, third, elsewhere = limits.spend_messages(
        [Try(1, "a", "127.0.0.1"), Try(1, "b", "127.0.0.1"), Try(1, "c", "127.0.0.1"), Try(2, "c", "127.0.0.1")]
    )

    assert (first, second, elsewhere) == (None, None, None)
    assert isinstance(third, TooMany)


def test_what_a_visitor_has_too_many_of_is_not_taken_from_the_others_of_the_channel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MESSAGES_OF_CHANNEL", Limit("some_of_channel", 40, 60))
    flood = [Try(3, "flooder", "127.0.0.1")] * 50

    verdicts = limits.spend_messages(flood)

    assert [one is None for one in verdicts] == [True] * 30 + [False] * 20
    assert limits.spend_messages([Try(3, "quiet", "127.0.0.1")] * 10) == [None] * 10


def test_one_address_holds_only_so_many_chats_open_at_once(
    desk: Desk, server: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_OPEN_BY_ADDRESS", 2)
    crowd, other = {"x-forwarded-for": "203.0.113.9"}, {"x-forwarded-for": "203.0.113.10"}
    with ExitStack() as held:
        first = held.enter_context(open_widget(server, desk, headers=crowd))
        held.enter_context(open_widget(server, desk, headers=crowd))

        with pytest.raises(InvalidStatus) as refused, open_widget(server, desk, headers=crowd):
            pass
        assert refused.value.response.status_code == 403
        assert held.enter_context(open_widget(server, desk, headers=other)).writes("Somebody else")["seq"] == 1
        assert first.writes("Still served")["seq"] == 1

    until = time.monotonic() + 60
    while is_refused(server, desk, crowd):
        assert time.monotonic() < until, "whoever left still holds a place"
        time.sleep(0.05)


def is_refused(server: Config, desk: Desk, headers: dict[str, str]) -> bool:
    try:
        with open_widget(server, desk, headers=headers):
            return False
    except InvalidStatus:
        return True
