"""What updates say: one sample for each kind and oddity, then anything at all."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.telegram.facts import Nothing
from channels.telegram.letter import Letter
from channels.telegram.parse import parse_fact, parse_update, read_update
from helpdesk.incoming import IncomingMessage
from tests.rounds import examples

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.json"))

Json = dict[str, Any]


def test_there_are_samples_of_every_kind() -> None:
    assert len(SAMPLES) >= 120


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_it_should_be(path: Path) -> None:
    sample = json.loads(path.read_text("utf-8"))
    expects = sample["expects"]

    found = read_update(sample["update"])

    assert _kind(found) == expects.pop("kind")
    if isinstance(found, Nothing):
        assert found.why == expects["why"]
    for name, value in expects.pop("fact", {}).items():
        seen = getattr(found, name)
        assert (list(seen) if isinstance(seen, tuple) else seen) == value, name
    if isinstance(found, Letter):
        for name, value in expects.items():
            assert _seen(found, name, value) == value, name


def _kind(found: object) -> str:
    if isinstance(found, Letter):
        return "message"
    return "nothing" if isinstance(found, Nothing) else type(found).__name__


def _seen(letter: Letter, name: str, wanted: object) -> object:
    """Return what a letter says by the names that samples use."""
    incoming = letter.incoming
    match name:
        case "address" | "name" | "verified_by":
            return getattr(incoming.sender, name)
        case "files":
            return [[one.filename, one.media_type, one.size, one.state.value] for one in incoming.files]
        case "file_ids":
            return [one.file_id for one in letter.files]
        case "card":
            return letter.card and [letter.card.phone, letter.card.is_own]
        case "length":
            return len(incoming.text)
        case "sent_at":
            return incoming.sent_at.isoformat()
        case "text_has":
            return wanted if str(wanted) in incoming.text else incoming.text
        case "html_without":
            return wanted if str(wanted) not in incoming.html else incoming.html
        case _:
            return getattr(letter, name) if name in Letter.__slots__ else getattr(incoming, name)


def test_facts_are_no_messages_and_messages_no_facts() -> None:
    for path in SAMPLES:
        update = json.loads(path.read_text("utf-8"))["update"]
        assert parse_update(update) is None or parse_fact(update) is None, path.stem


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "message",
        "edited_message",
        "callback_query",
        "message_reaction",
        "my_chat_member",
        "business_message",
        "chat",
        "from",
        "text",
        "caption",
        "entities",
        "photo",
        "document",
        "media_group_id",
        "contact",
        "location",
        "date",
        "message_id",
        "reply_to_message",
        "poll",
        "sticker",
        "id",
        "type",
        "forward_origin",
        "new_chat_member",
        "message_thread_id",
        "update_id",
        "offset",
        "length",
        "file_id",
        "file_size",
        "reply_markup",
        "data",
    ]
)
SHAPED = st.recursive(
    ANY, lambda inner: st.dictionaries(NAMES, inner, max_size=6) | st.lists(inner, max_size=4), max_leaves=25
)


@settings(max_examples=examples(60), deadline=None)
@given(st.dictionaries(NAMES | st.text(max_size=12), SHAPED, max_size=6))
def test_nothing_at_all_makes_it_raise(update: Json) -> None:
    _read(update)


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_sample_with_anything_in_any_place_does_not_make_it_raise(path: Path, data: st.DataObject) -> None:
    update = json.loads(path.read_text("utf-8"))["update"]
    holder = update
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [value for value in holder.values() if isinstance(value, dict) and value]
        holder = data.draw(st.sampled_from(inner)) if inner else holder
    if holder:
        holder[data.draw(st.sampled_from(sorted(holder)))] = data.draw(SHAPED)

    _read(update)


def _read(update: Json) -> None:
    found = parse_update(update)
    parse_fact(update)
    if found is None:
        return
    assert isinstance(found, IncomingMessage)
    assert isinstance(found.sent_at, datetime)
    assert (found.text + found.html + found.sender.name + found.peer).encode()
    assert len(found.external_id) <= 400
    assert len(found.peer) <= 320
    assert "\x00" not in found.text + found.html
