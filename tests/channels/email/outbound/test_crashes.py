"""A gateway killed in the middle of sending: nothing goes out twice unasked, and what nobody can know is said."""

import random
import re
import time
from collections import Counter

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import delivery
from helpdesk.actions.accounts import password_resets
from helpdesk.models import DeliveryState, Message, SystemMail
from tests.cast import Desk, email_of
from tests.channels.email.outbound.gateways import eventually, killable
from tests.mailboxes import answers_by_mail, mail_of, mailbox, stored, writes
from tests.peers.smtp_sink import Sink

SEED = 20261121
SETTLED = (DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.FAILED)


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("point", "kept", "state"),
    [
        ("delivery.claimed", {0}, DeliveryState.UNKNOWN),
        ("smtp.before_dot", {0}, DeliveryState.UNKNOWN),
        (
            "smtp.after_dot",
            {0, 1},
            DeliveryState.UNKNOWN,
        ),  # whether the dot was still read, even the sink cannot promise
        ("delivery.sent", {1}, DeliveryState.UNKNOWN),
        ("delivery.marked", {1}, DeliveryState.SENT),
    ],
)
def test_a_crash_while_sending_sends_nothing_twice(
    desk: Desk, sink: Sink, redis_url: str, point: str, kept: set[int], state: DeliveryState
) -> None:
    channel = mailbox(sink.port)
    ticket_id = writes(channel).ticket_id
    reply = answers_by_mail(ticket_id, "One", by=desk.cast.anna)
    with killable(desk, redis_url) as gateway:
        armed = gateway.arm(point)
        gateway.start()
        assert gateway.wait_dead() == -9
        assert not armed.exists(), "it died of something else"
        later = answers_by_mail(ticket_id, "Two", by=desk.cast.anna)
        gateway.start()

        assert eventually(lambda: stored(later).delivery_state is DeliveryState.SENT)

    assert stored(reply).delivery_state is state
    texts = Counter(one.text.strip() for one in sink.kept)
    assert texts["One"] in kept
    assert texts["Two"] == 1


@pytest.mark.timeout(240)
def test_a_mail_of_the_desk_is_not_sent_twice_either(desk: Desk, sink: Sink, redis_url: str) -> None:
    mailbox(sink.port)
    with killable(desk, redis_url) as gateway:
        gateway.arm("delivery.sent")
        gateway.start()
        with db.transaction() as session:
            assert password_resets.ask(session, email_of("anna"))
        assert gateway.wait_dead() == -9
        gateway.start()
        assert eventually(lambda: states() == [DeliveryState.UNKNOWN])
        with db.transaction() as session:
            assert password_resets.ask(session, email_of("anna"))
        assert eventually(lambda: states() == [DeliveryState.UNKNOWN, DeliveryState.SENT])

    links = [re.findall(r"/password-reset/[\w-]{43}", kept.text) for kept in sink.kept]
    assert len(links) == 2
    assert links[0] != links[1]


def states() -> list[DeliveryState]:
    with db.reading() as session:
        return list(session.scalars(select(SystemMail.delivery_state).order_by(SystemMail.id)))


@pytest.mark.timeout(240)
def test_what_a_crash_left_unknown_goes_out_when_a_person_says_so(desk: Desk, sink: Sink, redis_url: str) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, "One", by=desk.cast.anna)
    with killable(desk, redis_url) as gateway:
        gateway.arm("smtp.before_dot")
        gateway.start()
        gateway.wait_dead()
        gateway.start()
        assert eventually(lambda: stored(reply).delivery_state is DeliveryState.UNKNOWN)

        with db.transaction() as session:
            delivery.retry(session, reply.id, by=desk.cast.anna)
        assert eventually(lambda: stored(reply).delivery_state is DeliveryState.SENT)

    assert [one.mail["message-id"] for one in sink.kept] == [mail_of(reply).mail_id]


@pytest.mark.timeout(300)
def test_killed_again_and_again_under_load_it_keeps_every_promise(desk: Desk, sink: Sink, redis_url: str) -> None:
    chance = random.Random(SEED)
    channel = mailbox(sink.port)
    tickets = [writes(channel, address=f"c{number}@shop.example").ticket_id for number in range(6)]
    replies: list[Message] = [
        answers_by_mail(tickets[number % 6], f"Answer {number:02}", by=desk.cast.anna) for number in range(36)
    ]
    sink.pause_s = 0.15
    for verb, answer in (
        ("RCPT", "451 later"),
        ("DOT", "451 later"),
        ("DOT", "drop"),
        ("MAIL", "drop"),
        ("DOT", "550 no"),
    ):
        sink.fail(verb, answer)
    with killable(desk, redis_url) as gateway:
        for _ in range(4):
            before = len(sink.kept)
            gateway.start()
            eventually(lambda before=before: len(sink.kept) > before)  # type: ignore[misc]  # bound for this round
            time.sleep(chance.uniform(0.0, 0.8))
            gateway.kill()
        gateway.start()
        assert eventually(lambda: all(stored(reply).delivery_state in SETTLED for reply in replies), timeout_s=120)

    texts = Counter(one.text.strip() for one in sink.kept)
    sent = [reply for reply in map(stored, replies) if reply.delivery_state is DeliveryState.SENT]
    assert max(texts.values()) == 1, "sent twice unasked"
    assert {reply.text for reply in sent} <= set(texts), "said to be sent, and was not"
    doubtful = {reply.text for reply in map(stored, replies) if reply.delivery_state is DeliveryState.UNKNOWN}
    assert set(texts) - {reply.text for reply in sent} <= doubtful, "went out, and nobody says so"
    for ticket_id in tickets:
        mine = [reply.text for reply in replies if reply.ticket_id == ticket_id and texts[reply.text]]
        order = [one.text.strip() for one in sink.kept if one.text.strip() in mine]
        assert order == mine, "out of order"


@pytest.mark.timeout(120)
def test_several_mails_go_out_at_a_time(desk: Desk, sink: Sink, redis_url: str) -> None:
    channel = mailbox(sink.port)
    sink.pause_s = 0.5
    for number in range(6):
        answers_by_mail(writes(channel, address=f"c{number}@shop.example").ticket_id, by=desk.cast.anna)

    with killable(desk, redis_url) as gateway:
        gateway.start()
        assert len(sink.wait_for(6, timeout_s=60)) == 6

    assert sink.most_at_once == 3
