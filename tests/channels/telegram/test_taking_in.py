"""What people do on Telegram reaches the desk: once, in order, whole."""

import contextlib
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from channels.telegram.client import BotClient
from channels.telegram.inlet import TelegramInlet
from channels.telegram.trouble import TelegramTrouble
from helpdesk import db
from helpdesk.actions import quarantine
from helpdesk.actions.telegram.starts import make_start
from helpdesk.leases import Fenced
from helpdesk.models import (
    Attachment,
    AttachmentState,
    ChannelHealth,
    Customer,
    Identity,
    IdentityKind,
    Inbound,
    InboundState,
    Message,
    MessageKind,
    MessageRevision,
    TelegramMessage,
    Thread,
    Ticket,
)
from runtime.demo.bot_api.people import PNG
from tests.bots import QUICK, Halt, TakingIn, add_bot, own
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, settled, take_in, until
from tests.peers.bot_api import TelegramPeer
from tests.stories import visitor_writes

VERA, OLEH = 501, 502


def test_messages_of_two_people_become_two_tickets_in_order(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.introduce(VERA, "Vera", language_code="uk")
    for text in ("one", "two", "three"):
        telegram.people.say(VERA, text)
        telegram.people.say(OLEH, text)

    take_in(telegram, channel)

    messages = all_of(Message)
    assert len(all_of(Ticket)) == 2
    for ticket in all_of(Ticket):
        assert [one.text for one in messages if one.ticket_id == ticket.id] == ["one", "two", "three"]
    with db.reading() as session:
        vera = session.scalars(select(Identity).where(Identity.address == str(VERA))).one()
        customer = session.get_one(Customer, vera.customer_id)
    assert (customer.name, customer.language, vera.kind) == ("Vera", "uk", IdentityKind.TELEGRAM)


def test_an_update_that_comes_again_counts_once(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.say(VERA, "one")
    take_in(telegram, channel)
    telegram.bot.queue.repeats = 3
    telegram.people.say(VERA, "two")

    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["one", "two"]


def test_an_album_is_one_message_whenever_its_members_come(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.album(VERA, [PNG, PNG], caption="our window", group="77")
    telegram.people.say(VERA, "it is broken")
    take_in(telegram, channel)

    telegram.people.album(VERA, [PNG], group="77")
    take_in(telegram, channel)

    messages = all_of(Message)
    assert [one.text for one in messages] == ["our window", "it is broken"]
    assert [file.message_id for file in all_of(Attachment)] == [messages[0].id] * 3


def test_an_edit_keeps_the_words_before(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    number = telegram.people.say(VERA, "10 pieces")
    take_in(telegram, channel)

    telegram.people.edit(VERA, number, "100 pieces")
    take_in(telegram, channel)

    (message,), (revision,) = all_of(Message), all_of(MessageRevision)
    assert (message.text, revision.text, message.edited_at is not None) == ("100 pieces", "10 pieces", True)
    assert all_of(Ticket)[0].preview == "100 pieces"


def test_an_edit_in_the_same_batch_comes_after_its_message(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.edit(VERA, telegram.people.say(VERA, "10 pieces"), "100 pieces")

    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["100 pieces"]
    assert [one.text for one in all_of(MessageRevision)] == ["10 pieces"]


def test_an_edit_of_what_never_came_is_taken_as_a_message(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    number = telegram.people.say(VERA, "10 pieces")
    telegram.bot.queue.clear()
    telegram.people.edit(VERA, number, "100 pieces")

    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["100 pieces"]


def test_the_caption_of_one_member_can_be_edited(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    first, _ = telegram.people.album(VERA, [PNG, PNG], caption="our window")
    take_in(telegram, channel)

    telegram.people.edit(VERA, first, "our door")
    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["our door"]


def test_a_reaction_and_an_answer_are_noted_beside_the_message(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    number = telegram.people.say(VERA, "one")
    telegram.people.say(VERA, "two", reply_to=number)
    take_in(telegram, channel)
    telegram.people.react(VERA, number, ["👍"])
    take_in(telegram, channel)

    first, second = all_of(Message)
    noted = {one.message_id: one for one in all_of(TelegramMessage)}
    assert noted[first.id].reactions == {str(VERA): ["👍"]}
    assert noted[second.id].answers_id == first.id


def test_who_blocks_the_bot_cannot_be_reached_until_they_write_again(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.say(VERA, "one")
    telegram.people.block(VERA)
    take_in(telegram, channel)
    (blocked,) = [one for one in all_of(Identity) if one.address == str(VERA)]

    telegram.people.unblock(VERA)
    take_in(telegram, channel)

    (free,) = [one for one in all_of(Identity) if one.address == str(VERA)]
    assert (blocked.unreachable_reason, free.unreachable_at) == ("blocked", None)


def test_a_group_topic_is_a_thread_and_a_moved_group_keeps_its_ticket(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.open_group(-77, "Shop")
    telegram.people.say(VERA, "first", chat=-77)
    telegram.people.migrate(VERA, -77, -100500)
    telegram.people.say(OLEH, "second", chat=-100500)
    telegram.people.say(OLEH, "elsewhere", chat=-100500, topic=9)

    take_in(telegram, channel)

    threads = {one.peer: one.ticket_id for one in all_of(Thread)}
    assert set(threads) == {"-100500", "-100500/9"}
    assert [one.text for one in all_of(Message) if one.ticket_id == threads["-100500"]] == ["first", "second"]


def test_ones_own_number_is_proved_and_a_strangers_card_is_not(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.share_contact(VERA, "+380671234567", of=VERA)
    telegram.people.share_contact(VERA, "+380509999999", of=OLEH)

    take_in(telegram, channel)

    phones = [(one.address, one.verified_by) for one in all_of(Identity) if one.kind is IdentityKind.PHONE]
    assert phones == [("+380671234567", "telegram")]


def test_a_file_that_is_too_large_is_told_to_both_sides(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.introduce(VERA, "Vera", language_code="ru")
    telegram.people.attach(VERA, "video", size=31_000_000)

    take_in(telegram, channel)

    (file,) = all_of(Attachment)
    told = [one for one in all_of(Message) if one.kind is MessageKind.OUT]
    assert (file.state, file.size) == (AttachmentState.TOO_LARGE, 31_000_000)
    assert [("20 МБ" in one.text, one.is_auto) for one in told] == [(True, True)]


def test_start_alone_makes_no_ticket_and_a_link_continues_one_once(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        payload = make_start(session, ticket_id, channel_id=channel.id, by=desk.cast.boris)
    telegram.people.start(OLEH)
    telegram.people.start(VERA, payload)
    telegram.people.say(VERA, "going on here")
    telegram.people.start(OLEH, payload)
    telegram.people.say(OLEH, "may I read along?")

    take_in(telegram, channel)

    where = {one.text: one.ticket_id for one in all_of(Message)}
    assert where["going on here"] == ticket_id
    assert where["may I read along?"] != ticket_id
    assert payload not in str([(one.text, one.html) for one in all_of(Message)])


def test_an_update_that_makes_no_sense_is_shown_to_a_person_and_stops_nobody(
    telegram: TelegramPeer, desk: Desk
) -> None:
    channel = add_bot(telegram)
    telegram.people.raw("message", {"text": "who?"})
    telegram.people.say(VERA, "one")

    take_in(telegram, channel)

    states = [(one.state, one.disposition) for one in all_of(Inbound)]
    assert states == [(InboundState.QUARANTINED, "unreadable"), (InboundState.DONE, "message")]


def refuse(table: str, column: str, value: str) -> None:
    """Have the database refuse a row, as it would for a reason nobody has thought of."""
    with db.transaction() as session:
        session.connection().exec_driver_sql(
            f"CREATE TRIGGER poison BEFORE INSERT ON {table} WHEN NEW.{column} = '{value}' "
            "BEGIN SELECT RAISE(ABORT, 'poison'); END"
        )


def test_a_message_the_desk_cannot_store_whole_comes_in_as_far_as_it_can(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    refuse("attachment", "filename", "poison")
    telegram.people.say(VERA, "one")
    telegram.people.attach(VERA, "document", b"x", name="poison", caption="two")
    telegram.people.say(VERA, "three")

    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["one", "two", "three"]
    assert [one.state for one in all_of(Inbound)] == [
        InboundState.DONE,
        InboundState.QUARANTINED,
        InboundState.DONE,
    ]


def test_a_poison_update_is_set_aside_and_can_be_tried_again(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    refuse("message", "text", "poison")
    for text in ("one", "poison", "three"):
        telegram.people.say(VERA, text)
    take_in(telegram, channel)
    (bad,) = [one for one in all_of(Inbound) if one.state is InboundState.QUARANTINED]
    assert [one.text for one in all_of(Message)] == ["one", "three"]

    with db.transaction() as session:
        assert b'"poison"' in quarantine.raw(session, bad.id, by=desk.cast.dora)
        session.connection().exec_driver_sql("DROP TRIGGER poison")
        quarantine.replay(session, bad.id, by=desk.cast.dora)
    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["one", "three", "poison"]


def test_another_poller_is_told_and_nothing_is_lost(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    other = BotClient(telegram.url, telegram.token)
    with TakingIn(channel, own(channel)):
        until(lambda: len(all_of(ChannelHealth)) > 0)
        with contextlib.suppress(TelegramTrouble):  # who of the two is ended is Telegram's choice
            other.call("getUpdates", {"timeout": 0})
        until(lambda: "other_poller" in [one.code for one in all_of(ChannelHealth)])
        telegram.people.say(VERA, "one")
        until(lambda: [one.text for one in all_of(Message)] == ["one"])
    other.close()


def test_only_the_owner_of_a_channel_takes_its_updates_in(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    fence = own(channel)
    own(channel)  # restarted: an epoch later
    telegram.people.say(VERA, "one")
    inlet = TelegramInlet(channel, fence, pace=QUICK)

    with pytest.raises(Fenced):
        inlet.run(Halt())
    assert all_of(Inbound) == []
    assert len(telegram.bot.queue) == 1


def test_updates_out_of_order_are_stored_in_order(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.bot.queue.is_shuffled = True
    for number in range(20):
        telegram.people.say(VERA, str(number))

    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == [str(number) for number in range(20)]


def test_numbers_that_begin_anew_after_a_quiet_week_lose_nothing(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    with TakingIn(channel, own(channel)):
        telegram.people.say(VERA, "one")
        until(lambda: settled(telegram, channel))
        time.sleep(1.5)  # an empty answer
        telegram.bot.queue._ids = iter(range(5, 100))  # type: ignore[assignment]
        telegram.people.say(VERA, "two")
        until(lambda: len(all_of(Message)) == 2)

    assert [one.text for one in all_of(Message)] == ["one", "two"]


def test_trouble_is_told_by_name_and_ends(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    switches = telegram.api.world.switches
    for kind, code in (("unauthorized", "token_refused"), ("too_many", "flood"), ("bad_gateway", "server")):
        switches.fail("getUpdates", kind, times=2, seconds=0)
        with TakingIn(channel, own(channel)):
            until(lambda: code in [one.code for one in all_of(ChannelHealth)])  # noqa: B023  asked at once
            telegram.people.say(VERA, code)
            until(lambda: not all_of(ChannelHealth)[0].code)

    assert [one.text for one in all_of(Message)] == ["token_refused", "flood", "server"]


def test_a_webhook_somebody_left_is_taken_away_without_loss(telegram: TelegramPeer, desk: Desk) -> None:
    telegram.bot.webhook.url = "https://elsewhere.example/hook"
    telegram.people.say(VERA, "one")

    take_in(telegram, add_bot(telegram))

    assert (telegram.bot.webhook.url, [one.text for one in all_of(Message)]) == ("", ["one"])


def test_times_are_those_of_the_desk(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.say(VERA, "old", age_s=7200)
    take_in(telegram, channel)

    assert (datetime.now(UTC) - all_of(Message)[0].created_at).total_seconds() < 60
