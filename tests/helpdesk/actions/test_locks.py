"""Whoever changes a ticket and whoever adds to it on PostgreSQL wait for each other in turn, never in a ring."""

import threading
import time

import pytest
from sqlalchemy import func, select, text

from helpdesk import clock, db
from helpdesk.actions import reply, visitors
from helpdesk.actions.access import open_ticket
from helpdesk.actions.reply import Writing
from helpdesk.models import Message, MessageKind
from helpdesk.permissions import SYSTEM, ActorKind
from helpdesk.queries.sent import was_sent
from tests.cast import Desk
from tests.stories import answers, gateway_delivers, ticket_of, visitor, visitor_writes

WAITS_WITHIN_S = 60.0
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


@pytest.fixture
def desk(postgresql_desk: Desk) -> Desk:
    """A desk at work on a PostgreSQL of its own."""
    return postgresql_desk


def somebody_waits() -> bool:
    with db.reading() as session:
        return bool(session.scalar(WAITING))


def test_a_visitor_who_sees_an_answer_while_a_message_is_added_stops_nobody(desk: Desk) -> None:
    asked = visitor_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)
    ticket, moved = ticket_of(asked), list[bool]()

    def see() -> None:
        with db.transaction() as session:
            moved.append(visitors.seen(session, visitor(desk), ticket.number, ticket.last_seq))

    seeing = threading.Thread(target=see)
    with db.transaction() as session:
        open_ticket(session, ticket.id, by=SYSTEM)
        seeing.start()
        deadline = time.monotonic() + WAITS_WITHIN_S
        while not somebody_waits() and time.monotonic() < deadline:
            time.sleep(0.01)
        session.add(
            Message(
                ticket_id=ticket.id,
                thread_id=asked.thread_id,
                customer_id=asked.customer_id,
                kind=MessageKind.NOTE,
                author_kind=ActorKind.SYSTEM,
                text="meanwhile",
                created_at=clock.now(),
            )
        )
        session.flush()
    seeing.join()

    assert moved == [True]


def test_who_presses_twice_at_once_is_told_the_second_time_that_it_was_sent(desk: Desk) -> None:
    ticket, told = ticket_of(visitor_writes(desk)), list[bool]()

    def press() -> None:
        with db.transaction() as session:
            told.append(was_sent(session, desk.cast.anna, "one-key"))
            writing = Writing("Once", "one-key")
            reply.send_reply(session, ticket.id, writing, by=desk.cast.anna)

    presses = [threading.Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert sorted(told) == [False, True, True]
    with db.reading() as session:
        assert session.scalar(select(func.count()).where(Message.client_key == "one-key")) == 1
