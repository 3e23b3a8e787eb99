"""Waiting at a mailbox for what comes: it ends when there is news, when it is woken, and when nobody is there any more."""

import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from channels.email.imap_errors import Dropped
from tests.channels.email.inbound.mails import mail
from tests.channels.email.inbound.sessions import signed_in
from tests.peers.imap import Box
from tests.peers.proxy import Proxy, Weather


@contextmanager
def soon(do: object, *, after_s: float = 0.3) -> Iterator[None]:
    """Do something in another thread while the block runs."""
    timer = threading.Timer(after_s, do)  # type: ignore[arg-type]
    timer.start()
    yield
    timer.join()


def test_waiting_ends_when_a_mail_comes(box: Box) -> None:
    with signed_in(box) as session:
        session.open("INBOX")
        began = time.monotonic()
        with soon(lambda: box.append(mail())):
            assert session.wait(20)

        assert time.monotonic() - began < 5
        assert len(session.uids(1)) == 1


def test_a_mail_told_of_beside_another_answer_ends_the_next_wait(box: Box) -> None:
    box.append(mail())
    with signed_in(box) as session:
        session.open("INBOX")
        uids = session.uids(1)
        box.append(mail("Meanwhile"))
        session.mark_seen(uids)
        began = time.monotonic()

        assert session.wait(20)
        assert time.monotonic() - began < 5
        session.open("INBOX")
        assert len(session.uids(1)) == 2
        assert not session.wait(0.5), "it was told of once"


def test_waiting_ends_when_woken(box: Box) -> None:
    with signed_in(box) as session:
        session.open("INBOX")
        began = time.monotonic()
        with soon(session.wake):
            assert not session.wait(20)

        assert time.monotonic() - began < 5
        assert session.wait(0.1) is False, "the next wait must not end by the same wake"


def test_waiting_for_nothing_costs_nothing(box: Box) -> None:
    with signed_in(box) as session:
        session.open("INBOX")
        cpu_s = time.thread_time()
        began = time.monotonic()
        session.wait(1.5)

        assert time.monotonic() - began > 1.4
        assert time.thread_time() - cpu_s < 0.1


@pytest.mark.parametrize("reset", [False, True])
def test_a_closed_connection_is_noticed_while_waiting(box: Box, reset: bool) -> None:
    with Proxy(box.port) as proxy, signed_in(box, port=proxy.port) as session:
        session.open("INBOX")
        proxy.weather = Weather(reset=reset)
        began = time.monotonic()
        with soon(proxy.cut), pytest.raises(Dropped):
            session.wait(20)

        assert time.monotonic() - began < 5


def test_events_in_tiny_pieces_end_a_wait_or_the_connection_but_never_hang(box: Box) -> None:
    with Proxy(box.port, Weather(piece=3, delay_s=0.01)) as proxy, signed_in(box, port=proxy.port) as session:
        session.open("INBOX")
        began = time.monotonic()
        with soon(lambda: box.append(mail())), contextlib.suppress(Dropped):
            session.wait(10)

        assert time.monotonic() - began < 8
