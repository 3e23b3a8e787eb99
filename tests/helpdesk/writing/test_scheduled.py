"""A reply that is to go out later: at its moment, at once, or back to its writer when the customer was faster."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from helpdesk import clock, db
from helpdesk.actions import release, reply
from helpdesk.actions.reply import Writing
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import DeliveryState, Draft, DraftMode, Message, Notification, Ticket
from helpdesk.permissions import Actor
from tests.cast import Desk
from tests.stories import answers, gateway_delivers, ticket_of, visitor_writes

HOUR = timedelta(hours=1)


def schedules(ticket_id: int, *, by: Actor, at: datetime | None = None) -> Message:
    with db.transaction() as session:
        writing = Writing("Your parcel left", str(uuid4()), send_at=at or clock.now() + HOUR)
        return reply.send_reply(session, ticket_id, writing, by=by)


def an_hour_passes() -> list[int]:
    with clock.fixed(clock.now() + 2 * HOUR), db.transaction() as session:
        return list(release.release_due(session))


def again(message: Message) -> Message:
    with db.reading() as session:
        return session.get_one(Message, message.id)


def test_it_waits_for_its_moment_and_the_customer_waits_with_it(desk: Desk) -> None:
    asked = visitor_writes(desk)
    message = schedules(asked.ticket_id, by=desk.cast.anna)

    assert gateway_delivers(desk) == []
    assert ticket_of(asked).waiting_since is not None
    assert an_hour_passes() == [message.id]
    assert gateway_delivers(desk) == [message.id]
    assert ticket_of(asked).waiting_since is None


def test_what_is_written_meanwhile_does_not_wait_for_it(desk: Desk) -> None:
    asked = visitor_writes(desk)
    schedules(asked.ticket_id, by=desk.cast.anna)
    now = answers(asked.ticket_id, "One moment", by=desk.cast.anna)

    assert gateway_delivers(desk) == [now.id]


def test_it_goes_back_to_its_writer_when_the_customer_writes_first(desk: Desk) -> None:
    anna = desk.cast.anna
    asked = visitor_writes(desk)
    message = schedules(asked.ticket_id, by=anna)
    visitor_writes(desk, "It is here already!")

    an_hour_passes()

    with db.reading() as session:
        draft = session.get_one(Draft, (anna.agent_id, asked.ticket_id, DraftMode.REPLY))
        told = session.query(Notification).one()
        assert session.get_one(Message, message.id).delivery_state is DeliveryState.WITHDRAWN
    assert draft.text == "Your parcel left"
    assert (told.agent_id, told.kind) == (anna.agent_id, "message.withdrawn")


def test_it_is_sent_now_once_however_often_it_is_asked_for(desk: Desk) -> None:
    asked = visitor_writes(desk)
    message = schedules(asked.ticket_id, by=desk.cast.anna)

    for _ in range(2):
        with db.transaction() as session:
            release.release_now(session, message.id, by=desk.cast.boris)

    assert gateway_delivers(desk) == [message.id]
    with db.reading() as session:
        assert session.get_one(Ticket, asked.ticket_id).message_count == 2


def test_a_colleague_takes_back_what_is_scheduled_and_its_writer_gets_the_text(desk: Desk) -> None:
    asked = visitor_writes(desk)
    message = schedules(asked.ticket_id, by=desk.cast.anna)

    with db.transaction() as session:
        draft = reply.withdraw(session, message.id, by=desk.cast.boris)

    assert draft is not None
    assert draft.agent_id == desk.cast.anna.agent_id
    with pytest.raises(Conflict), db.transaction() as session:
        release.release_now(session, message.id, by=desk.cast.anna)


def test_nobody_touches_it_who_may_not_see_the_ticket(desk: Desk) -> None:
    asked = visitor_writes(desk)
    message = schedules(asked.ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        session.get_one(Ticket, asked.ticket_id).team_id = desk.cast.support_id

    for act in (reply.withdraw, release.release_now):
        with pytest.raises(NotFound), db.transaction() as session:
            act(session, message.id, by=desk.cast.charlie)


@pytest.mark.parametrize("away", [-HOUR, timedelta(days=400)])
def test_a_moment_that_is_past_or_years_away_is_refused(desk: Desk, away: timedelta) -> None:
    asked = visitor_writes(desk)

    with pytest.raises(Invalid) as refused:
        schedules(asked.ticket_id, by=desk.cast.anna, at=clock.now() + away)

    assert "send_at" in refused.value.fields
