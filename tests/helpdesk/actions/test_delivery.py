"""How replies fare on their way out."""

from datetime import timedelta

import pytest

from channels.outgoing import channels_with_work
from helpdesk import clock, db
from helpdesk.actions import delivery, visitors
from helpdesk.errors import Conflict
from helpdesk.models import DeliveryState, Message
from tests.cast import Desk
from tests.stories import answers, gateway_delivers, ticket_of, visitor, visitor_writes


def state_of(message: Message) -> DeliveryState | None:
    with db.reading() as session:
        return session.get_one(Message, message.id).delivery_state


def claim(desk: Desk) -> list[int]:
    with db.transaction() as session:
        return [message.id for message in delivery.claim(session, desk.channel_id, owner="gateway")]


def test_two_gateways_never_claim_the_same_reply(desk: Desk) -> None:
    reply = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)

    assert claim(desk) == [reply.id]
    assert claim(desk) == []


def test_replies_of_a_thread_leave_one_after_the_other(desk: Desk) -> None:
    asked = visitor_writes(desk)
    first, second = (answers(asked.ticket_id, text, by=desk.cast.anna) for text in ("One", "Two"))

    assert claim(desk) == [first.id]
    assert claim(desk) == []
    with db.transaction() as session:
        delivery.mark_sent(session, first.id)
    assert claim(desk) == [second.id]


def test_a_failed_or_unknown_reply_does_not_block_those_behind_it(desk: Desk) -> None:
    asked = visitor_writes(desk)
    sent = [answers(asked.ticket_id, text, by=desk.cast.anna) for text in ("One", "Two", "Three")]
    for message, mark in zip(sent, (delivery.mark_failed, delivery.mark_unknown), strict=False):
        claim(desk)
        with db.transaction() as session:
            mark(session, message.id, error="554 no")

    assert claim(desk) == [sent[2].id]


def test_a_reply_put_back_waits_for_its_time(desk: Desk) -> None:
    reply = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    claim(desk)
    with db.transaction() as session:
        delivery.put_back(session, reply.id, retry_at=clock.now() + timedelta(minutes=1), error="451 later")

    assert claim(desk) == []
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        assert claim(desk) == [reply.id]


@pytest.mark.parametrize("hours", [0, 2])
def test_a_reply_put_back_waits_no_longer_because_the_clock_is_set_back(desk: Desk, hours: int) -> None:
    reply = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    now = clock.now()
    with clock.fixed(now + timedelta(hours=hours)):
        claim(desk)
        with db.transaction() as session:
            delivery.put_back(session, reply.id, retry_at=clock.now() + timedelta(minutes=1), error="451 later")

    with clock.fixed(now + timedelta(seconds=1)):
        with db.reading() as session:
            due_at = delivery.next_due_at(session)
            has_work = desk.channel_id in channels_with_work(session)
        claimed = claim(desk)

    assert (due_at is not None and due_at <= now, has_work, claimed) == (hours > 0, hours > 0, [reply.id] * (hours > 0))


def test_only_a_person_sends_an_unknown_reply_again(desk: Desk) -> None:
    reply = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    claim(desk)
    with db.transaction() as session:
        delivery.mark_unknown(session, reply.id, error="lost after the final dot")
    assert claim(desk) == []

    with db.transaction() as session:
        delivery.retry(session, reply.id, by=desk.cast.anna)

    assert claim(desk) == [reply.id]


def test_a_person_can_say_that_an_unknown_reply_arrived(desk: Desk) -> None:
    reply = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    claim(desk)
    with db.transaction() as session:
        delivery.mark_unknown(session, reply.id, error="lost after the final dot")

    with db.transaction() as session:
        delivery.confirm(session, reply.id, by=desk.cast.anna)

    assert state_of(reply) is DeliveryState.SENT


def test_a_sent_reply_cannot_be_sent_again(desk: Desk) -> None:
    reply = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)

    with pytest.raises(Conflict), db.transaction() as session:
        delivery.retry(session, reply.id, by=desk.cast.anna)


def test_seen_by_the_visitor_means_read_and_only_moves_forward(desk: Desk) -> None:
    asked = visitor_writes(desk)
    replies = [answers(asked.ticket_id, text, by=desk.cast.anna) for text in ("One", "Two")]
    gateway_delivers(desk)
    number, seq = ticket_of(asked).number, ticket_of(asked).last_seq
    gateway_delivers(desk)

    with db.transaction() as session:
        visitors.seen(session, visitor(desk), number, seq)
        assert not visitors.seen(session, visitor(desk), number, seq - 1)

    assert [state_of(reply) for reply in replies] == [DeliveryState.READ, DeliveryState.SENT]


def test_a_reply_written_before_the_clock_was_set_back_is_due_at_once(desk: Desk) -> None:
    with clock.fixed(clock.now() + timedelta(hours=2)):
        answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)

    with db.reading() as session:
        due_at = delivery.next_due_at(session)

    assert due_at is not None
    assert due_at <= clock.now()
