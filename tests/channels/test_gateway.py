"""The gateway: owns channels, sends what is due at once, and never ends by itself."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from channels import gateway
from channels.owned import OwnedChannel
from channels.registry import ADAPTERS
from helpdesk import clock, db, leases, queue
from helpdesk.models import Channel, ChannelKind, DeliveryState, Message
from tests.cast import Desk
from tests.channels.offices import OPEN, Office
from tests.stories import answers, visitor_writes


class Stop:
    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def stopping(self) -> bool:
        return self._event.is_set()

    def wait(self, timeout_s: float) -> bool:
        return self._event.wait(timeout_s)

    def stop(self) -> None:
        self._event.set()


@contextmanager
def running(owner: str = "here") -> Iterator[None]:
    stop = Stop()
    thread = threading.Thread(target=gateway.run, args=(stop,), kwargs={"owner": owner})
    thread.start()
    try:
        yield
    finally:
        stop.stop()
        thread.join(20)
        assert not thread.is_alive()


def becomes(message: Message, state: DeliveryState, *, within_s: float = 8.0) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        with db.reading() as session:
            if session.get_one(Message, message.id).delivery_state is state:
                return True
        time.sleep(0.02)
    return False


def test_a_reply_leaves_without_redis_too(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with running():
        reply = answers(ticket_id, by=desk.cast.anna)

        assert becomes(reply, DeliveryState.SENT)


def test_a_signal_is_answered_at_once(desk: Desk, redis_url: str) -> None:
    queue.connect(redis_url)
    ticket_id = visitor_writes(desk).ticket_id
    with running():
        assert becomes(answers(ticket_id, "One", by=desk.cast.anna), DeliveryState.SENT)
        reply = answers(ticket_id, "Two", by=desk.cast.anna)
        began = time.monotonic()
        queue.signal("gateway")
        assert becomes(reply, DeliveryState.SENT)
        took_s = time.monotonic() - began

    assert took_s < 0.9, "it waited for its next look"


def test_the_lease_is_free_again_after_a_good_end(desk: Desk) -> None:
    with running("first"):
        assert becomes(answers(visitor_writes(desk).ticket_id, by=desk.cast.anna), DeliveryState.SENT)

    assert leases.acquire(f"channel:{desk.channel_id}", "second") is not None


def test_a_paused_channel_keeps_its_replies(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        session.get_one(Channel, desk.channel_id).is_paused = True
    with running():
        reply = answers(ticket_id, by=desk.cast.anna)

        assert not becomes(reply, DeliveryState.SENT, within_s=2)


def test_a_slow_provider_serves_several_threads_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(slots=3)
    monkeypatch.setitem(OPEN, desk.channel_id, office)
    monkeypatch.setitem(ADAPTERS, ChannelKind.WEBCHAT, "tests.channels.offices:at_work")
    replies = [
        answers(visitor_writes(desk, browser=name).ticket_id, name, by=desk.cast.anna) for name in ("a", "b", "c", "d")
    ]
    office.open.clear()
    with db.reading() as session:
        channel = session.get_one(Channel, desk.channel_id)
    fence = leases.acquire(f"channel:{desk.channel_id}", "here")
    assert fence is not None
    owned = OwnedChannel(channel, fence)

    owned.nudge()
    deadline = time.monotonic() + 5
    while office.at_once < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    office.open.set()

    assert all(becomes(reply, DeliveryState.SENT) for reply in replies)
    assert office.at_once == 3
    owned.close()


def test_another_gateway_takes_over_when_the_owner_is_gone(desk: Desk) -> None:
    reply = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    assert leases.acquire(f"channel:{desk.channel_id}", "died") is not None
    now = clock.now()

    with clock.fixed(now), running("other"):
        assert not becomes(reply, DeliveryState.SENT, within_s=1)
    with clock.fixed(now + timedelta(seconds=leases.TTL_S + 1)), running("other"):
        assert becomes(reply, DeliveryState.SENT)
