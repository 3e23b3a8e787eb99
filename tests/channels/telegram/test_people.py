"""Who writes: their photo is fetched by us and checked, rarely; a link continues their ticket here, once."""

import zlib
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.models import Event, Identity, IdentityKind, Message, TelegramPhoto, TelegramStart, Thread, Ticket
from tests.bots import TakingIn, add_bot, own
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, settled, take_in, until
from tests.edge import Browser
from tests.peers.bot_api import TOKEN, TelegramPeer
from tests.stories import visitor_writes

Open = Callable[..., Browser]
VERA, OLEH = 501, 502


def png(side: int) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = side.to_bytes(4) * 2 + b"\x08\x00\x00\x00\x00"
    pixels = zlib.compress((b"\0" + b"\x7f" * side) * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def take_in_and(telegram: TelegramPeer, channel: object, happened: Callable[[], object]) -> None:
    """Take in what waits and run errands until something has happened."""
    with TakingIn(channel, own(channel), errands=True) as taking:  # type: ignore[arg-type]

        def done() -> bool:
            taking.errands.wake()
            return settled(telegram, channel) and bool(happened())  # type: ignore[arg-type]

        until(done)


def photo() -> TelegramPhoto:
    (found,) = all_of(TelegramPhoto)
    assert isinstance(found, TelegramPhoto)
    return found


def look_again() -> None:
    with db.transaction() as session:
        session.scalars(select(TelegramPhoto)).one().next_look_at = clock.now() - timedelta(seconds=1)


def is_looked_at() -> bool:
    return photo().next_look_at > clock.now() + timedelta(days=6)


def ticket_number(ticket_id: int) -> int:
    with db.reading() as session:
        return session.get_one(Ticket, ticket_id).number


def test_a_photo_is_kept_by_us_shown_to_agents_and_renewed_rarely(
    telegram: TelegramPeer, desk: Desk, browser: Open
) -> None:
    channel = add_bot(telegram)
    telegram.people.show_photo(VERA, png(20))
    telegram.people.say(VERA, "Hello")

    take_in_and(telegram, channel, is_looked_at)

    anna = browser("boris")
    customer_id = all_of(Ticket)[0].customer_id
    url = anna.get(f"/api/customers/{customer_id}").json()["photo_url"]
    shown = anna.get(url)
    assert (shown.content, shown.headers["content-type"]) == (png(20), "image/png")
    assert "inline" in shown.headers["content-disposition"]
    assert TOKEN.partition(":")[2] not in url

    telegram.people.show_photo(VERA, png(30))
    look_again()
    take_in_and(telegram, channel, is_looked_at)
    assert anna.get(f"/api/customers/{customer_id}").json()["photo_url"] != url

    telegram.people.show_photo(VERA)
    look_again()
    take_in_and(telegram, channel, is_looked_at)
    assert anna.get(f"/api/customers/{customer_id}").json()["photo_url"] is None


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)></svg>", b"<html>", png(20)[:20]])
def test_what_is_no_picture_is_no_photo(telegram: TelegramPeer, desk: Desk, data: bytes) -> None:
    channel = add_bot(telegram)
    telegram.people.show_photo(VERA, data)
    telegram.people.say(VERA, "Hello")

    take_in_and(telegram, channel, is_looked_at)

    assert photo().blob is None


def test_a_photo_that_cannot_be_had_now_stops_nothing(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.show_photo(VERA, png(20))
    telegram.api.world.switches.fail("getUserProfilePhotos", "server_error")
    telegram.people.say(VERA, "Hello")

    take_in_and(telegram, channel, lambda: photo().attempts == 1)

    assert photo().blob is None
    assert [one.text for one in all_of(Message)] == ["Hello"]


def test_a_link_made_in_the_console_continues_the_ticket_in_the_chat_once(
    telegram: TelegramPeer, desk: Desk, browser: Open
) -> None:
    channel, boris = add_bot(telegram), browser("boris")
    ticket_id = visitor_writes(desk, "From the site").ticket_id
    made = boris.send("POST", f"/api/tickets/{ticket_id}/telegram-links", json={}).json()
    address, _, payload = made["url"].partition("?start=")
    assert (address, made["channel_id"], len(payload) <= 64) == ("https://t.me/desk_bot", channel.id, True)
    assert payload not in "".join(one.token_hash for one in all_of(TelegramStart))

    telegram.people.start(VERA, payload)
    telegram.people.say(VERA, "And now from here")
    telegram.people.start(OLEH, payload)
    telegram.people.say(OLEH, "I found a link")
    with TakingIn(channel, own(channel), errands=True):
        until(lambda: settled(telegram, channel) and telegram.people.seen(VERA) and telegram.people.seen(OLEH))

    assert f"no. {ticket_number(ticket_id)}" in telegram.people.seen(VERA)[0]["text"]
    assert "opened before" in telegram.people.seen(OLEH)[0]["text"]
    by_text = {one.text: one.ticket_id for one in all_of(Message)}
    assert by_text["And now from here"] == ticket_id
    assert by_text["I found a link"] != ticket_id
    assert [one.peer for one in all_of(Thread) if one.ticket_id == ticket_id][1:] == [str(VERA)]
    assert "thread.added" in {one.kind for one in all_of(Event)}
    detail = boris.get(f"/api/tickets/{ticket_id}").json()
    assert [entry["kind"] for entry in detail["entries"]].count("thread.added") == 1


def test_without_a_bot_there_is_no_link(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk, "From the site").ticket_id

    refused: httpx.Response = browser("boris").send("POST", f"/api/tickets/{ticket_id}/telegram-links", json={})

    assert (refused.status_code, refused.json()["code"]) == (409, "no_bot")


def test_a_name_taken_over_by_somebody_else_is_still_somebody_else(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.introduce(VERA, "Vera", username="vera")
    telegram.people.say(VERA, "one")
    take_in(telegram, channel)
    telegram.people.introduce(VERA, "Vera K")
    telegram.people.introduce(OLEH, "Vera", username="vera")
    telegram.people.say(VERA, "two")
    telegram.people.say(OLEH, "three")

    take_in(telegram, channel)

    names = {one.address: one.display for one in all_of(Identity) if one.kind is IdentityKind.TELEGRAM}
    assert names == {str(VERA): "Vera K", str(OLEH): "Vera"}
    assert len({one.customer_id for one in all_of(Ticket)}) == 2
