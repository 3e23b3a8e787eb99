"""The routing job on a real database: who gets a ticket, who does not, and what the waiting are told."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from helpdesk import clock, db, presence
from helpdesk.actions import label, lifecycle
from helpdesk.models import (
    PresenceStatus,
    Priority,
    Skill,
    Ticket,
)
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.ticket import assignment
from routing import jobs
from routing.explain import explain
from tests.cast import Desk
from tests.stories import answers, takes, ticket_of, visitor_writes


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    jobs._memory.clear()


def arrive(*actors: Actor) -> None:
    """Have agents open their consoles."""
    with db.transaction() as session:
        presence.mark_seen(session, [actor.agent_id or 0 for actor in actors])


def test_a_new_ticket_goes_to_the_one_who_is_there(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    arrive(desk.cast.anna)

    jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id
    assert ticket_of(asked).language == "en"


def test_the_reasons_of_the_choice_are_kept(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    arrive(desk.cast.anna)

    jobs.route()

    with db.reading() as session:
        kept = assignment(session, asked.ticket_id)
    assert kept is not None
    assert {"name": "language", "value": "en"} in kept["reasons"]


def test_nobody_at_the_desk_gets_nothing_and_the_ticket_says_so(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")

    jobs.route()

    waiting = ticket_of(asked)
    assert waiting.assignee_id is None
    assert waiting.waiting_reason is not None
    assert waiting.waiting_reason["code"] == "offline"


def test_an_agent_who_is_away_gets_nothing(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    arrive(desk.cast.anna)
    with db.transaction() as session:
        away = PresenceStatus.AWAY
        presence.choose_status(session, desk.cast.anna.agent_id or 0, status=away, by=desk.cast.anna)

    jobs.route()

    assert ticket_of(asked).assignee_id is None


def test_an_agent_unseen_for_a_minute_gets_nothing(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    arrive(desk.cast.anna)

    with clock.fixed(clock.now() + timedelta(seconds=60)):
        jobs.route()

    assert ticket_of(asked).assignee_id is None


def test_a_ticket_of_a_team_goes_to_its_members_only(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    with db.transaction() as session:
        label.set_team(session, asked.ticket_id, team_id=desk.cast.billing_id, by=SYSTEM)
    arrive(desk.cast.anna, desk.cast.boris)

    jobs.route()

    assert ticket_of(asked).assignee_id is None


def test_the_language_decides(desk: Desk) -> None:
    asked = visitor_writes(desk, "Добрий день! Підкажіть, будь ласка, де моє замовлення?")
    arrive(desk.cast.boris, desk.cast.charlie)
    jobs.route()
    assert ticket_of(asked).assignee_id is None

    arrive(desk.cast.anna)
    jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id


def test_what_nobody_can_do_waits_and_says_why(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    arrive(desk.cast.anna, desk.cast.boris, desk.cast.charlie, desk.cast.dora)
    with db.transaction() as session:
        skill = Skill(name="customs")
        session.add(skill)
        session.flush()
        label.set_skills(session, asked.ticket_id, levels={skill.id: 2}, by=SYSTEM)
        session.execute(update(Ticket).values(classified_at=clock.now(), language="en"))

    jobs.route()

    reason = ticket_of(asked).waiting_reason
    assert reason is not None
    assert (reason["code"], reason["params"]["detail"]) == ("lacks_skill", "customs")
    with db.reading() as session:
        assert {"code": "lacks_skill", "count": 4, "detail": "customs"} in explain(session, asked.ticket_id)


def test_a_second_customer_waits_until_the_first_is_answered(desk: Desk) -> None:
    arrive(desk.cast.anna)
    first = visitor_writes(desk, "Good morning, where is my order please?")
    jobs.route()
    second = visitor_writes(desk, "Good morning, where is my order please?", browser="vasyl")
    jobs.route()
    assert ticket_of(second).assignee_id is None

    answers(first.ticket_id, by=desk.cast.anna)
    jobs.route()

    assert ticket_of(second).assignee_id == desk.cast.anna.agent_id


def test_a_ticket_that_comes_back_goes_to_the_one_who_knows_it(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    takes(asked.ticket_id, by=desk.cast.boris)
    with db.transaction() as session:
        lifecycle.resolve(session, asked.ticket_id, by=desk.cast.boris)
    visitor_writes(desk, "It is still not there")
    arrive(desk.cast.anna, desk.cast.boris)

    jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.boris.agent_id


def test_what_an_agent_set_by_hand_is_not_classified_away(desk: Desk) -> None:
    asked = visitor_writes(desk, "Thank you, a small suggestion: a dark theme")
    with db.transaction() as session:
        urgent = Priority.URGENT
        label.set_priority(session, asked.ticket_id, priority=urgent, by=desk.cast.anna)

    jobs.route()

    assert ticket_of(asked).priority is Priority.URGENT


def test_a_ticket_is_classified_once(desk: Desk) -> None:
    asked = visitor_writes(desk, "Good morning, where is my order please?")
    jobs.route()
    classified_at = ticket_of(asked).classified_at

    visitor_writes(desk, "Где мой заказ?")
    jobs.route()

    assert classified_at is not None
    assert ticket_of(asked).classified_at == classified_at
