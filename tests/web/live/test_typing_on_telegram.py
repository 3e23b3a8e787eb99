"""While an agent types, the customer on Telegram sees it: a sign at most every 4 s, for replies alone."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from channels.telegram.typing_signs import TypingSigns
from helpdesk import queue, typing_signs
from helpdesk.models import Ticket
from tests.bots import Halt, add_bot
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, take_in, until
from tests.consoles import open_console
from tests.edge import Browser
from tests.peers.bot_api import TelegramPeer

Open = Callable[..., Browser]
VERA = 501


@pytest.fixture
def ticket_id(telegram: TelegramPeer, desk: Desk, browser: Open) -> Iterator[int]:
    """A ticket of Vera, whose bot shows signs of typing."""
    channel = add_bot(telegram)
    telegram.people.say(VERA, "Hello")
    take_in(telegram, channel)
    halt, signs = Halt(), TypingSigns(channel)
    thread = threading.Thread(target=signs.run, args=(halt,))
    thread.start()
    yield all_of(Ticket)[-1].id
    halt.stop()
    thread.join(5)


def shown(telegram: TelegramPeer) -> list[str]:
    return telegram.api.world.chats[VERA].actions


def test_typing_a_reply_shows_once_and_a_note_never(telegram: TelegramPeer, ticket_id: int, browser: Open) -> None:
    with open_console(browser("boris"), watch=ticket_id) as console:
        console.say({"t": "typing", "ticket": ticket_id, "mode": "note", "on": True})
        time.sleep(0.5)
        assert shown(telegram) == []

        for on in (True, False, True):
            console.say({"t": "typing", "ticket": ticket_id, "mode": "reply", "on": on})
        until(lambda: shown(telegram))
        time.sleep(0.5)

    assert shown(telegram) == ["typing"]


def test_without_redis_nothing_is_shown_and_nothing_breaks(desk: Desk) -> None:
    assert queue.redis() is None

    assert not typing_signs.send(1, "501")
    assert typing_signs.wait_for_one(1, 0.1) is None
