"""Files that are fetched after their message: kept as what they are, tried again, given up in words, never in the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from channels.telegram.errands import GIVE_UP_AFTER, Errands
from helpdesk import clock, db
from helpdesk.models import (
    Attachment,
    AttachmentState,
    Channel,
    Event,
    Message,
    MessageKind,
    TelegramFile,
    TelegramMessage,
)
from helpdesk.queries.messages import message_views
from tests.bots import Halt, add_bot
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, take_in
from tests.peers.bot_api import TelegramPeer

VERA = 501


@pytest.fixture
def channel(telegram: TelegramPeer, desk: Desk) -> Channel:
    """A bot to which Vera writes in Ukrainian."""
    telegram.people.introduce(VERA, "Vera", language_code="uk")
    return add_bot(telegram)


def fetch(channel: Channel) -> None:
    """Fetch what is due now."""
    with db.transaction() as session:
        session.execute(update(TelegramFile).values(next_attempt_at=clock.now() - timedelta(seconds=1)))
    Errands(channel)._turn(Halt())


def state() -> AttachmentState:
    (file,) = all_of(Attachment)
    assert isinstance(file.state, AttachmentState)
    return file.state


def test_a_file_keeps_its_kind_and_how_long_it_plays(telegram: TelegramPeer, channel: Channel) -> None:
    for kind in ("voice", "video_note", "sticker", "photo"):
        telegram.people.attach(VERA, kind)
    take_in(telegram, channel)

    assert [(one.kind, one.duration_s) for one in all_of(Attachment)] == [
        ("voice", 4),
        ("video_note", 4),
        ("sticker", None),
        ("photo", None),
    ]


def test_a_file_telegram_has_no_more_is_given_up_and_says_so(telegram: TelegramPeer, channel: Channel) -> None:
    telegram.people.attach(VERA, "document", b"words", name="a.txt")
    take_in(telegram, channel)
    telegram.api.world.files.clear()

    fetch(channel)
    assert state() is AttachmentState.RETRYING
    with db.transaction() as session:
        session.execute(update(TelegramFile).values(attempts=GIVE_UP_AFTER))
    fetch(channel)

    assert state() is AttachmentState.GONE
    assert all_of(TelegramFile) == []
    assert [one.kind for one in all_of(Event)].count("message.stored") == 1


def test_a_file_that_proves_too_large_is_told_to_both_sides(telegram: TelegramPeer, channel: Channel) -> None:
    telegram.people.attach(VERA, "document", b"words", name="a.txt")
    take_in(telegram, channel)
    next(iter(telegram.api.world.files.values())).size = 25_000_000

    fetch(channel)

    (told,) = [one for one in all_of(Message) if one.kind is MessageKind.OUT]
    assert state() is AttachmentState.TOO_LARGE
    assert "20 МБ" in told.text.replace("\u00a0", " ")


@pytest.mark.parametrize("kind", ["server_error", "bad_gateway", "drop_before", "drop_after", "too_many"])
def test_a_download_that_failed_is_tried_again(telegram: TelegramPeer, channel: Channel, kind: str) -> None:
    telegram.people.attach(VERA, "document", b"words", name="a.txt")
    take_in(telegram, channel)
    telegram.api.world.switches.fail("getFile", kind)
    telegram.api.world.switches.fail("file", kind)

    states = []
    for _ in range(3):
        fetch(channel)
        states.append(state())

    # A kept connection that was cut is opened again at once, which saves a try.
    assert (states[0], states[-1]) == (AttachmentState.RETRYING, AttachmentState.STORED)


def test_flood_limits_are_waited_out(telegram: TelegramPeer, channel: Channel) -> None:
    telegram.people.attach(VERA, "document", b"words", name="a.txt")
    take_in(telegram, channel)
    telegram.api.world.switches.fail("getFile", "too_many", seconds=600)

    fetch(channel)

    (waiting,) = all_of(TelegramFile)
    assert waiting.next_attempt_at > clock.now() + timedelta(seconds=590)


@pytest.mark.parametrize(
    ("send", "content"),
    [
        (
            lambda people: people.share_place(VERA, 50.45, 30.52),
            {
                "kind": "location",
                "latitude": 50.45,
                "longitude": 30.52,
                "is_live": False,
                "title": "",
                "address": "",
            },
        ),
        (
            lambda people: people.share_contact(VERA, "+380501234567", of=VERA),
            {"kind": "contact", "name": "Card", "phone": "+380501234567", "is_own": True},
        ),
        (
            lambda people: people.share_contact(VERA, "+380501234567", of=777),
            {"kind": "contact", "name": "Card", "phone": "+380501234567", "is_own": False},
        ),
    ],
)
def test_places_and_cards_are_described(
    telegram: TelegramPeer, channel: Channel, send: Callable[..., object], content: dict[str, object]
) -> None:
    send(telegram.people)
    take_in(telegram, channel)

    (message,) = all_of(Message)
    with db.reading() as session:
        view = message_views(session, [message.id])[message.id]
    assert view["telegram"]["content"] == content
    assert all_of(TelegramMessage)[0].content == content


def test_plain_messages_have_nothing_beside_them(telegram: TelegramPeer, channel: Channel) -> None:
    telegram.people.say(VERA, "Hello")
    take_in(telegram, channel)

    (message,) = all_of(Message)
    with db.reading() as session:
        assert message_views(session, [message.id])[message.id]["telegram"] is None
