"""Connections are kept for a while, lent to one mail at a time, and let go of."""

import time

import pytest

from channels.email.config import MailServer, Security
from channels.email.smtp import pool as pools
from channels.email.smtp.connection import Login, open_wire
from channels.email.smtp.pool import SmtpPool
from channels.email.smtp.session import Envelope, SmtpSession
from helpdesk.errors import DeliveryError, Outcome
from tests.peers.smtp_sink import DROP, Sink

MAIL = Envelope("support@desk.test", ("vera@shop.example",), b"Subject: Hello\r\n\r\nHello\r\n")


def pool_to(sink: Sink, *, keep_s: float = 60.0) -> SmtpPool:
    server = MailServer("127.0.0.1", sink.port, Security.NONE)
    return SmtpPool(lambda: SmtpSession(open_wire(server, Login(""), name="desk.test")), keep_s=keep_s)


def test_what_lies_idle_too_long_is_closed_and_a_new_one_opened(sink: Sink) -> None:
    pool = pool_to(sink, keep_s=0.2)

    pool.send(MAIL)
    time.sleep(0.6)
    assert pool._idle == []
    pool.send(MAIL)

    assert (len(sink.kept), sink.connections) == (2, 2)
    pool.close()


def test_one_connection_carries_only_so_many(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "MAX_MAILS", 2)
    pool = pool_to(sink)

    for _ in range(5):
        pool.send(MAIL)

    assert (len(sink.kept), sink.connections) == (5, 3)
    pool.close()


def test_after_a_failure_a_connection_is_not_used_again(sink: Sink) -> None:
    pool = pool_to(sink)
    pool.send(MAIL)
    sink.fail("RCPT", "550 no")

    with pytest.raises(DeliveryError):
        pool.send(MAIL)
    pool.send(MAIL)

    assert (len(sink.kept), sink.connections) == (2, 2)
    pool.close()


def test_a_second_mail_lost_after_its_dot_is_not_taken_for_a_stale_connection(sink: Sink) -> None:
    pool = pool_to(sink)
    pool.send(MAIL)
    sink.fail("DOT", DROP)

    with pytest.raises(DeliveryError) as lost:
        pool.send(MAIL)

    assert lost.value.outcome is Outcome.UNKNOWN
    assert len(sink.kept) == 2
    pool.close()
