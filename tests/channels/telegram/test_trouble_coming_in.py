"""What goes wrong on the way in is told, set aside or waited out; what people said is kept."""

import contextlib
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels.telegram.client import BotClient
from channels.telegram.inlet import TelegramInlet
from channels.telegram.trouble import TelegramTrouble
from helpdesk import db
from helpdesk.actions import quarantine
from helpdesk.leases import Fenced
from helpdesk.models import (
    ChannelHealth,
    Inbound,
    InboundState,
    Message,
)
from tests.bots import QUICK, Halt, TakingIn, add_bot, own
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, settled, take_in, until
from tests.peers.bot_api import TelegramPeer
from tests.poison import refuse, refuse_no_more

VERA, OLEH = 501, 502


def test_an_update_that_makes_no_sense_is_shown_to_a_person_and_stops_nobody(
    telegram: TelegramPeer, desk: Desk
) -> None:
    channel = add_bot(telegram)
    telegram.people.raw("message", {"text": "who?"})
    telegram.people.say(VERA, "one")

    take_in(telegram, channel)

    states = [(one.state, one.disposition) for one in all_of(Inbound)]
    assert states == [(InboundState.QUARANTINED, "unreadable"), (InboundState.DONE, "message")]


def test_a_message_the_desk_cannot_store_whole_comes_in_as_far_as_it_can(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    refuse("INSERT", "attachment", "filename", "poison")
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
    refuse("INSERT", "message", "text", "poison")
    for text in ("one", "poison", "three"):
        telegram.people.say(VERA, text)
    take_in(telegram, channel)
    (bad,) = [one for one in all_of(Inbound) if one.state is InboundState.QUARANTINED]
    assert [one.text for one in all_of(Message)] == ["one", "three"]

    refuse_no_more("message")
    with db.transaction() as session:
        assert b'"poison"' in quarantine.raw(session, bad.id, by=desk.cast.dora)
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


def test_an_inlet_told_to_end_leaves_its_long_poll_at_once(telegram: TelegramPeer, desk: Desk) -> None:
    channel, halt = add_bot(telegram), Halt()
    inlet = TelegramInlet(channel, own(channel), pace=replace(QUICK, poll_s=25))
    waiting = threading.Thread(target=inlet.run, args=(halt,))
    waiting.start()
    telegram.people.say(VERA, "one")
    until(lambda: len(telegram.bot.queue) == 0)  # confirmed by the poll that now waits

    halt.stop()
    inlet.wake()

    waiting.join(10)
    assert not waiting.is_alive()


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
            until(lambda: not all_of(ChannelHealth)[0].code and settled(telegram, channel))

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
