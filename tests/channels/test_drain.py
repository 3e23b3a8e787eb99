"""Sending what is due: in order, once, and with an honest word on what became of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from channels.delivery import GIVE_UP_AFTER, Post, drain, retry_at, settle_abandoned
from channels.webchat.adapter import WebchatAdapter
from helpdesk import clock, db, leases
from helpdesk.actions import delivery
from helpdesk.errors import Outcome
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Channel, DeliveryState, Message, MessageExternalId
from helpdesk.queries.visitor import events, tickets
from tests.cast import Desk
from tests.channels.offices import Office, failure
from tests.stories import answers, visitor, visitor_writes


def fence(desk: Desk, owner: str = "here") -> Fence:
    taken = leases.acquire(f"channel:{desk.channel_id}", owner)
    assert taken is not None
    return taken


def post(desk: Desk, office: Office) -> Post:
    return Post(desk.channel_id, office, fence(desk))


def stored(message: Message) -> Message:
    with db.reading() as session:
        return session.get_one(Message, message.id)


def asked(desk: Desk) -> int:
    return visitor_writes(desk).ticket_id


def test_replies_of_one_thread_arrive_in_their_order(desk: Desk) -> None:
    ticket_id, office = asked(desk), Office(slots=4)
    for text in ("One", "Two", "Three"):
        answers(ticket_id, text, by=desk.cast.anna)

    assert drain(post(desk, office)) == 3
    assert office.given == ["One", "Two", "Three"]


def test_a_sent_reply_keeps_what_the_provider_calls_it(desk: Desk) -> None:
    reply = answers(asked(desk), by=desk.cast.anna)

    drain(post(desk, Office()))

    with db.reading() as session:
        names = session.scalars(select(MessageExternalId.external_id).where(MessageExternalId.message_id == reply.id))
        assert list(names) == [f"<{reply.id}@office>"]


def test_what_certainly_was_not_sent_is_tried_again_later(desk: Desk) -> None:
    reply = answers(asked(desk), "One", by=desk.cast.anna)
    office = Office(failures={"One": [failure(Outcome.NOT_SENT)]})
    sending = post(desk, office)

    drain(sending)
    waiting = stored(reply)
    with clock.fixed(clock.now() + timedelta(seconds=10)):
        drain(Post(desk.channel_id, office, fence(desk)))

    assert (waiting.delivery_state, waiting.delivery_error) == (DeliveryState.QUEUED, "451 later")
    assert office.given == ["One"]
    assert stored(reply).delivery_state is DeliveryState.SENT


def test_a_refusal_fails_with_the_providers_words(desk: Desk) -> None:
    reply = answers(asked(desk), "One", by=desk.cast.anna)

    drain(post(desk, Office(failures={"One": [failure(Outcome.REJECTED, "550 no such person")]})))

    assert stored(reply).delivery_state is DeliveryState.FAILED
    assert stored(reply).delivery_error == "550 no such person"


@pytest.mark.parametrize("trouble", [failure(Outcome.UNKNOWN, "lost after the dot"), RuntimeError("a bug")])
def test_what_nobody_can_know_is_never_sent_again_by_itself(desk: Desk, trouble: Exception) -> None:
    reply = answers(asked(desk), "One", by=desk.cast.anna)
    office = Office(failures={"One": [trouble]})  # type: ignore[list-item]  # parametrised
    sending = post(desk, office)

    drain(sending)
    drain(sending)

    assert stored(reply).delivery_state is DeliveryState.UNKNOWN
    assert office.given == []


def test_a_failed_reply_does_not_hold_up_the_next(desk: Desk) -> None:
    ticket_id = asked(desk)
    office = Office(failures={"One": [failure(Outcome.REJECTED)]})
    for text in ("One", "Two"):
        answers(ticket_id, text, by=desk.cast.anna)

    drain(post(desk, office))

    assert office.given == ["Two"]


def test_after_five_days_it_is_given_up(desk: Desk) -> None:
    reply = answers(asked(desk), "One", by=desk.cast.anna)
    office = Office(failures={"One": [failure(Outcome.NOT_SENT)]})

    with clock.fixed(clock.now() + GIVE_UP_AFTER + timedelta(minutes=1)):
        drain(post(desk, office))

    assert stored(reply).delivery_state is DeliveryState.FAILED


def test_pauses_grow_to_a_quarter_of_an_hour_and_respect_the_provider() -> None:
    with clock.fixed(clock.now()):
        pauses = [(retry_at(attempt) - clock.now()).total_seconds() for attempt in (1, 4, 30)]
        wished = (retry_at(1, after_s=120) - clock.now()).total_seconds()

    assert 3 < pauses[0] < 7
    assert 30 <= pauses[1] <= 50
    assert 600 < pauses[2] < 1_200
    assert wished == 120


def test_who_lost_the_channel_sends_nothing(desk: Desk) -> None:
    answers(asked(desk), "One", by=desk.cast.anna)
    office = Office()
    sending = post(desk, office)
    with clock.fixed(clock.now() + timedelta(seconds=leases.TTL_S + 1)):
        assert leases.acquire(f"channel:{desk.channel_id}", "elsewhere") is not None

    with pytest.raises(Fenced):
        drain(sending)

    assert office.given == []


def left_behind(desk: Desk) -> Message:
    reply = answers(asked(desk), "One", by=desk.cast.anna)
    with db.transaction() as session:
        delivery.claim(session, desk.channel_id, owner="died")
    return reply


def test_what_a_dead_owner_was_sending_is_unknown(desk: Desk) -> None:
    reply = left_behind(desk)

    settle_abandoned(post(desk, Office()))

    assert stored(reply).delivery_state is DeliveryState.UNKNOWN


def test_what_a_dead_owner_was_telling_a_visitor_is_told_once(desk: Desk) -> None:
    reply = left_behind(desk)
    with db.reading() as session:
        chat = WebchatAdapter(session.get_one(Channel, desk.channel_id))
    sending = Post(desk.channel_id, chat, fence(desk))

    settle_abandoned(sending)
    drain(sending)
    drain(sending)

    assert stored(reply).delivery_state is DeliveryState.SENT
    with db.reading() as session:
        vera = visitor(desk)
        told = events(session, vera, tickets(session, vera)[0]["number"], after=0)
    assert [event["message"]["text"] for event in told if event["kind"] == "message"] == ["Hello", "One"]
