"""A ticket that comes while nothing else waits is classified and given out in one go."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from helpdesk import db, presence
from helpdesk.permissions import Actor
from routing import jobs
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    jobs._memory.clear()


@contextmanager
def commits() -> Iterator[list[int]]:
    """Count what is committed in this block."""
    seen: list[int] = []
    engine = db.current().writes
    listener = lambda _connection: seen.append(1)  # noqa: E731 - the event is taken off by identity
    event.listen(engine, "commit", listener)
    try:
        yield seen
    finally:
        event.remove(engine, "commit", listener)


def arrive(*actors: Actor) -> None:
    with db.transaction() as session:
        presence.mark_seen(session, [actor.agent_id or 0 for actor in actors])


def test_it_is_classified_and_given_in_one_transaction(either_desk: Desk) -> None:
    desk = either_desk
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    arrive(desk.cast.anna)

    with commits() as made:
        jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id
    assert ticket_of(asked).classified_at is not None
    assert len(made) == 1


def test_with_nobody_there_it_is_classified_and_says_why_it_waits(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")

    jobs.route()

    assert ticket_of(asked).classified_at is not None
    assert ticket_of(asked).assignee_id is None
    assert ticket_of(asked).waiting_reason is not None


def test_where_many_wait_each_step_is_a_transaction_of_its_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FEW", 0)
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    arrive(desk.cast.anna)

    with commits() as made:
        jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id
    assert len(made) == 2


def test_one_who_waited_before_is_given_out_in_the_same_run(desk: Desk) -> None:
    first = visitor_writes(desk, "Good morning, where is my order please?")
    jobs.route()
    arrive(desk.cast.anna, desk.cast.boris)
    second = visitor_writes(desk, "Hello, my parcel has not come yet", browser="second")

    jobs.route()

    assert ticket_of(first).assignee_id is not None
    assert ticket_of(second).assignee_id is not None
