"""Giving tickets to agents."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import assign, label, lifecycle
from helpdesk.actions.assign import Choice
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Agent, Assignment, Event, Presence
from helpdesk.queries.inbox import counts
from helpdesk.queries.ticket import assignment
from tests.cast import Desk
from tests.stories import takes, ticket_of, visitor_writes

NO_REASON = Choice()


def claims(desk: Desk, ticket_id: int, *, choice: Choice = NO_REASON) -> bool:
    with db.transaction() as session:
        return assign.claim(session, ticket_id, agent_id=desk.cast.anna.agent_id or 0, choice=choice)


def test_of_two_who_take_a_ticket_one_is_told_who_was_faster(desk: Desk) -> None:
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)

    with pytest.raises(Conflict) as refused:
        takes(asked.ticket_id, by=desk.cast.boris)

    assert refused.value.fields == {"agent_id": desk.cast.anna.agent_id}


def test_taking_what_one_has_changes_nothing(desk: Desk) -> None:
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)
    version = ticket_of(asked).version

    takes(asked.ticket_id, by=desk.cast.anna)

    assert ticket_of(asked).version == version


def test_eight_routers_at_once_assign_a_ticket_once(desk: Desk) -> None:
    asked = visitor_writes(desk)

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda _: claims(desk, asked.ticket_id), range(8)))

    assert sum(won) == 1
    with db.reading() as session:
        assert len(session.scalars(select(Assignment)).all()) == 1


def test_eight_routers_at_once_never_overfill_an_agent(desk: Desk) -> None:
    tickets = [visitor_writes(desk, browser=f"b{n}").ticket_id for n in range(8)]
    with db.transaction() as session:
        capacity = session.get_one(Agent, desk.cast.anna.agent_id).capacity_units

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda ticket_id: claims(desk, ticket_id), tickets))

    assert sum(won) == capacity // 4 == 3


def test_a_choice_keeps_its_reasons_and_the_runners_up(desk: Desk) -> None:
    asked = visitor_writes(desk)
    choice = Choice((("language", "uk"), ("load", 0)), ({"agent_id": 7, "reasons": [["load", 4]]},))

    claims(desk, asked.ticket_id, choice=choice)

    with db.reading() as session:
        kept = assignment(session, asked.ticket_id)
    assert kept is not None
    assert kept["reasons"] == [{"name": "language", "value": "uk"}, {"name": "load", "value": 0}]
    assert kept["runners_up"] == [{"agent_id": 7, "reasons": [{"name": "load", "value": 4}]}]


def test_a_resolved_ticket_gives_its_units_back(desk: Desk) -> None:
    asked = visitor_writes(desk)
    claims(desk, asked.ticket_id)

    with db.transaction() as session:
        lifecycle.resolve(session, asked.ticket_id, by=desk.cast.anna)
        assert assign.used_units(session, desk.cast.anna.agent_id or 0) == 0


def test_a_ticket_cannot_be_given_to_somebody_who_may_not_see_it(desk: Desk) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        label.set_team(session, asked.ticket_id, team_id=desk.cast.support_id, by=desk.cast.anna)

    with pytest.raises(Invalid), db.transaction() as session:
        assign.assign(session, asked.ticket_id, agent_id=desk.cast.charlie.agent_id, by=desk.cast.anna)


def test_a_ticket_moved_to_another_team_leaves_an_assignee_who_is_not_in_it(desk: Desk) -> None:
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)

    with db.transaction() as session:
        label.set_team(session, asked.ticket_id, team_id=desk.cast.billing_id, by=desk.cast.dora)

    assert ticket_of(asked).assignee_id is None


def test_giving_to_another_agent_is_one_fact(desk: Desk) -> None:
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)

    with db.transaction() as session:
        assign.assign(session, asked.ticket_id, agent_id=desk.cast.boris.agent_id, by=desk.cast.anna)

    with db.reading() as session:
        kinds = session.scalars(select(Event.kind).where(Event.kind.like("ticket.%assigned"))).all()
        assert kinds == ["ticket.assigned", "ticket.assigned"]
        assert counts(session, [desk.cast.boris])[desk.cast.boris.agent_id or 0]["mine"] == 1


def test_every_agent_of_the_cast_has_a_presence(desk: Desk) -> None:
    with db.reading() as session:
        assert session.get(Presence, desk.cast.anna.agent_id) is not None
