"""Attacks 43 and 44 by hand-made tokens and frames: numbers, keys and names nobody sends in good faith."""

import json
import time
import uuid
from typing import Any

import pytest

from helpdesk import db
from helpdesk.actions.workspace.channels import ChannelChanges, change_channel, create_channel
from helpdesk.config import Config
from helpdesk.errors import Invalid
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.sites import hashed, new_secret, part, signed, token_of
from tests.widgets import new_token, open_widget, rest

NOW = int(time.time())
HUGE = "9" * 5_000


def code_of(server: Config, desk: Desk, claim: dict[str, Any]) -> str:
    with rest(server, desk, new_token()) as client:
        answer = client.put("identity", json=claim)
    assert answer.status_code == 401
    return str(answer.json()["code"])


@pytest.mark.parametrize(
    "head",
    [
        {"alg": "HS256", "crit": ["exp"]},
        {"alg": "HS256", "crit": ["b64"], "b64": False},
        {"alg": "hs256"},
        {"alg": "HS256\u0000"},
        {"alg": "RS256", "kid": "../../dev/null"},
        {"alg": "none", "kid": "' UNION SELECT 'x"},
    ],
)
def test_a_head_that_asks_for_anything_else_is_refused_even_if_signed(
    desk: Desk, server: Config, head: dict[str, Any]
) -> None:
    _, secret = new_secret(desk)

    assert code_of(server, desk, {"jwt": signed(desk, secret, head=head)}) == "identity_invalid"


@pytest.mark.parametrize("kid", ["/dev/null", "0", "' OR 1=1 --", {"a": 1}])
def test_no_key_is_looked_up_by_what_a_token_says_of_it(desk: Desk, server: Config, kid: Any) -> None:
    new_secret(desk)
    head = {"alg": "HS256", "kid": kid, "jku": "http://127.0.0.1:1/keys", "jwk": {"kty": "oct", "k": ""}}

    assert code_of(server, desk, {"jwt": signed(desk, "", head=head)}) == "identity_invalid"


def test_what_one_widget_of_the_desk_signed_opens_no_other(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    with db.transaction() as session:
        other = create_channel(session, ChannelChanges(name="Other"), by=desk.cast.dora)
    claims = ({"jwt": token_of(other.public_key, secret)}, {"user": "vera-1", "hash": hashed("another", "vera-1")})

    assert {code_of(server, desk, claim) for claim in claims} == {"identity_invalid"}


def test_a_body_that_says_a_thing_twice_or_without_end_is_no_way_in(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    token = signed(desk, secret)
    head, body, signature = token.split(".")
    deep = part({}).join(["", ""]) + part("[" * 3_000)
    tokens = (f"{head}.{deep}.{signature}", f"{head}.{body}.{signature}.{signature}", f"{head}.{body}.{signature}=\n")

    assert {code_of(server, desk, {"jwt": one}) for one in tokens} == {"identity_invalid"}


FRAMES = [
    f'{{"t":"seen","ticket":{HUGE},"seq":1}}',
    '{"t":"seen","ticket":1,"seq":9007199254740993}',
    '{"t":"seen","ticket":1e400,"seq":1}',
    '{"t":"seen","ticket":-1,"seq":-1}',
    '{"t":"typing","on":true,"ticket":1.5}',
    '{"t":"page","page":{"url":{"toString":1}},"extra":1}',
    '{"t":"__proto__"}',
    '{"t":["hello"]}',
    "[" * 100_000,
    '{"t":"hello","token":null}',
]


def test_frames_out_of_range_are_answered_and_the_chat_goes_on(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        for text in FRAMES:
            widget.connection.send(text)
            assert widget.next("problem")["code"] == "bad_frame", text[:60]

        assert widget.writes("Still here")["seq"] == 1


@pytest.mark.parametrize("number", [2**53, 2**31, 0, 1])
def test_numbers_at_the_edge_say_that_there_is_nothing(desk: Desk, server: Config, number: int) -> None:
    with open_widget(server, desk) as vera, rest(server, desk, new_token()) as mallory:
        vera.writes("Mine")
        mallory.post("messages", json={"client_id": str(uuid.uuid4()), "ticket": 0, "text": "Hello"})

        told = mallory.get(f"events?ticket={number}&after=0")
        seen = mallory.put("seen", json={"ticket": number, "seq": 2**53})
        cursors = mallory.get(f"events?ticket={number}&after={2**53}")

    assert told.json() == {"events": [], "more": False}
    assert cursors.json() == {"events": [], "more": False}
    assert seen.status_code == 204


@pytest.mark.parametrize(
    "origin",
    [
        "https://a.example; script-src *",
        "https://a.example https://evil.example",
        "https://a.example\r\nX-Evil: 1",
        "null",
        "*",
        "https://*",
        "data:",
        "https://user@a.example",
        "javascript:alert(1)",
    ],
)
def test_an_allowed_site_is_one_origin_and_no_words_of_a_policy(desk: Desk, origin: str) -> None:
    with db.transaction() as session, pytest.raises(Invalid):
        change_channel(session, desk.channel_id, ChannelChanges(allowed_origins=[origin]), by=SYSTEM)


@pytest.mark.parametrize("accent", ["red;}*{display:none", "#fff;", "url(//evil.example)", "#12345", "var(--x)", ""])
def test_a_colour_is_a_colour_and_no_words_of_a_style_sheet(desk: Desk, accent: str) -> None:
    with db.transaction() as session, pytest.raises(Invalid):
        change_channel(session, desk.channel_id, ChannelChanges(colors={"accent": accent}), by=SYSTEM)


def test_texts_of_the_design_end_no_script_and_no_attribute_of_the_frame(desk: Desk, server: Config) -> None:
    hostile = '"></script><script>alert(1)</script><img src=x onerror=alert(2)>'
    with db.transaction() as session:
        change_channel(session, desk.channel_id, ChannelChanges(name=hostile, greeting={"en": hostile}), by=SYSTEM)

    with rest(server, desk, None) as client:
        frame, config = client.get("frame"), client.get("config")

    assert "<script>alert" not in frame.text
    assert "onerror" not in frame.text
    assert config.headers["content-type"].startswith("application/json")
    assert config.headers["x-content-type-options"] == "nosniff"
    assert json.loads(config.text)["greeting"]["en"].count("<") <= hostile.count("<")
