"""What is known of a mail after each way its delivery can end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from channels.email.smtp import session as smtp
from helpdesk import clock, db
from helpdesk.actions import delivery
from helpdesk.models import ChannelHealth, DeliveryAttempt, DeliveryState, Message
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import answers_by_mail, mail_of, mailbox, stored, writes
from tests.peers.smtp_sink import DROP, HANG, Sink, free_port, running_sink


def attempts_of(message: Message) -> list[tuple[int, str]]:
    with db.reading() as session:
        found = session.scalars(select(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id))
        return [(one.attempt, one.outcome) for one in found]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "DOT"])
def test_a_temporary_refusal_is_tried_again_by_the_same_message_id(desk: Desk, sink: Sink, verb: str) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    sink.fail(verb, "451 4.3.0 try later")

    deliver(channel)
    waiting = stored(reply)
    with clock.fixed(clock.now() + timedelta(seconds=12)):
        deliver(channel)

    assert waiting.delivery_state is DeliveryState.QUEUED
    assert "451 4.3.0 try later" in (waiting.delivery_error or "")
    assert [kept.mail["message-id"] for kept in sink.kept] == [mail_of(reply).mail_id]
    assert attempts_of(reply) == [(1, "not_sent"), (2, "sent")]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "DOT"])
def test_a_final_refusal_fails_with_the_servers_words(desk: Desk, sink: Sink, verb: str) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    sink.fail(verb, "550 5.7.1 we do not like you")

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.FAILED
    assert "550 5.7.1 we do not like you" in (stored(reply).delivery_error or "")
    assert sink.kept == []


@pytest.mark.parametrize("verb", ["CONNECT", "MAIL", "RCPT", "DATA"])
def test_what_is_lost_before_the_mail_was_said_is_tried_again(desk: Desk, sink: Sink, verb: str) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    sink.fail(verb, DROP)

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.QUEUED
    assert sink.kept == []


def test_what_is_lost_after_the_dot_is_unknown_and_never_sent_again_by_itself(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    sink.fail("DOT", DROP)

    for hours in range(3):
        with clock.fixed(clock.now() + timedelta(hours=hours)):
            deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.UNKNOWN
    assert len(sink.kept) == 1


def test_a_late_answer_after_the_dot_is_unknown(desk: Desk, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp.SmtpSession.__init__, "__kwdefaults__", {"final_timeout_s": 0.3})
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    sink.fail("DOT", HANG)

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.UNKNOWN
    assert len(sink.kept) == 1


def test_a_person_may_send_again_what_is_unknown_and_it_keeps_its_message_id(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    sink.fail("DOT", DROP)
    deliver(channel)

    with db.transaction() as session:
        delivery.retry(session, reply.id, by=desk.cast.anna)
    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.SENT
    assert {kept.mail["message-id"] for kept in sink.kept} == {mail_of(reply).mail_id}
    assert len(sink.kept) == 2


def test_nobody_listening_keeps_the_reply_and_says_so_on_the_channel(desk: Desk) -> None:
    channel = mailbox(free_port())
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.QUEUED
    with db.reading() as session:
        health = session.scalars(select(ChannelHealth)).one()
        assert (health.is_working, health.code) == (False, "connection_refused")


def test_a_refused_login_is_no_fault_of_the_mail(desk: Desk) -> None:
    with running_sink(user="support", password="right") as sink:
        channel = mailbox(sink.port, password="wrong")
        reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)

        deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.QUEUED
    assert "535" in (stored(reply).delivery_error or "")


def test_one_refused_recipient_keeps_the_mail_from_all(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        session.merge(mail_of(reply)).cc = [["", "gone@shop.example"]]
    sink.fail("RCPT", "550 5.1.1 no such person", recipient="gone@shop.example")

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.FAILED
    assert "gone@shop.example" in (stored(reply).delivery_error or "")
    assert sink.kept == []


def test_a_mail_larger_than_the_server_takes_is_not_even_begun(desk: Desk) -> None:
    with running_sink(max_bytes=2_000) as sink:
        channel = mailbox(sink.port)
        reply = answers_by_mail(writes(channel).ticket_id, "long " * 1_000, by=desk.cast.anna)

        deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.FAILED
    assert "2000" in (stored(reply).delivery_error or "")


def test_replies_of_one_thread_leave_in_order_over_a_retry(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    ticket_id = writes(channel).ticket_id
    for text in ("One", "Two", "Three"):
        answers_by_mail(ticket_id, text, by=desk.cast.anna)
    sink.fail("DOT", "451 later")

    deliver(channel)
    between = len(sink.kept)
    with clock.fixed(clock.now() + timedelta(seconds=12)):
        deliver(channel)

    assert between == 0
    assert [kept.text.strip() for kept in sink.kept] == ["One", "Two", "Three"]


def test_a_connection_is_used_again(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    for number in range(3):
        answers_by_mail(writes(channel, address=f"c{number}@shop.example").ticket_id, by=desk.cast.anna)

    deliver(channel)

    assert (len(sink.kept), sink.connections) == (3, 1)


def test_a_connection_that_went_stale_costs_nothing(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    first, second = (writes(channel, address=f"c{n}@shop.example").ticket_id for n in range(2))
    answers_by_mail(first, by=desk.cast.anna)
    reply = answers_by_mail(second, by=desk.cast.anna)
    sink.fail("MAIL", "")  # the first goes well
    sink.fail("MAIL", DROP)

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.SENT
    assert (len(sink.kept), sink.connections) == (2, 2)
