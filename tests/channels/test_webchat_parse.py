"""What a visitor's browser sends becomes a message, or is refused by name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.parse import Browser, Reason, Refused, hash_of_token, locale_of, page_of, parse_message
from helpdesk import clock
from helpdesk.incoming import IncomingMessage

CLIENT_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
BROWSER = Browser(7, "a" * 64, "uk", {"url": "https://shop.example/"})
FILE = "0" * 32


def parsed(**changes: Any) -> IncomingMessage:  # fields of a frame, right or wrong
    frame: dict[str, Any] = {
        "t": "send",
        "client_id": CLIENT_ID,
        "token": "x" * 43,
        "ticket": None,
        "text": "Hello",
        "attachments": [],
    }
    return parse_message(frame | changes, BROWSER, sent_at=clock.now())


def refusal(**changes: Any) -> Reason:  # as above
    with pytest.raises(Refused) as refused:
        parsed(**changes)
    return refused.value.reason


def test_a_message_is_known_by_the_browser_and_its_own_id() -> None:
    message = parsed(text="Привіт", name="  Віра \u202e ", email="vera@shop.example")

    assert message.external_id == f"v:{'a' * 16}:{CLIENT_ID}"
    assert (message.text, message.sender.name, message.details) == ("Привіт", "Віра", {"email": "vera@shop.example"})
    assert message.visitor is not None
    assert message.visitor.page == {"url": "https://shop.example/"}


def test_ten_thousand_characters_are_taken_and_one_more_is_refused() -> None:
    assert len(parsed(text="ї" * 10_000).text) == 10_000
    assert refusal(text="ї" * 10_001) is Reason.TOO_LONG


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b\u200d", "\x00\x07", "\ufeff"])
def test_a_message_without_anything_to_read_is_empty(text: str) -> None:
    assert refusal(text=text) is Reason.EMPTY
    assert parsed(text=text, attachments=[FILE]).attachment_ids == (FILE,)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": 5},
        {"text": None},
        {"text": ["Hello"]},
        {"client_id": "1"},
        {"client_id": CLIENT_ID.upper() + "0"},
        {"client_id": None},
        {"ticket": "1"},
        {"ticket": True},
        {"name": 7},
        {"email": "not an address"},
        {"email": {"$ne": ""}},
        {"hmac_verified": True},
        {"customer_id": 1},
        {"verified_by": "me"},
    ],
)
def test_wrong_types_and_unknown_fields_are_invalid(changes: dict[str, Any]) -> None:
    assert refusal(**changes) is Reason.INVALID


@pytest.mark.parametrize("files", ["x", [1], ["../../etc/passwd"], [FILE] * 11, {"0": FILE}])
def test_only_a_few_ids_of_uploaded_files_are_attachments(files: object) -> None:
    assert refusal(attachments=files) is Reason.ATTACHMENT


def test_lone_surrogates_and_controls_are_dropped() -> None:
    assert parsed(text="a\ud83db\x00c\r\nd").text == "abc\nd"


@given(st.dictionaries(st.text(max_size=10), st.recursive(st.none() | st.booleans() | st.text(), st.lists), max_size=8))
def test_whatever_comes_is_a_message_or_a_named_refusal(frame: dict[str, Any]) -> None:
    try:
        outcome: object = parse_message(frame, BROWSER, sent_at=clock.now())
    except Refused as error:
        outcome = error.reason

    assert isinstance(outcome, IncomingMessage | Reason)


def test_a_token_is_known_by_another_hash_on_every_channel() -> None:
    token = "x" * 43

    assert hash_of_token(1, token) != hash_of_token(2, token)
    assert hash_of_token(1, "short") is None
    assert hash_of_token(1, token + "!") is None
    assert hash_of_token(1, None) is None


def test_a_page_is_a_web_address_and_a_language_a_language() -> None:
    page = page_of({"url": "javascript:alert(1)", "title": "Shop\x00", "referrer": "https://a.example", "more": 1})

    assert page == {"title": "Shop", "referrer": "https://a.example"}
    assert page_of([1]) == {}
    assert (locale_of("uk"), locale_of("pt-BR"), locale_of("<b>"), locale_of(3)) == ("uk", "pt-BR", "", "")
