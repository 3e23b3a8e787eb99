"""What the rounds of faults hold against a desk, and what they do not."""

from sqlalchemy import func, select, update

from helpdesk import db
from helpdesk.actions import assign
from helpdesk.models import Agent, AssignedBy, Assignment
from runtime.faults.checks.desk import _assignments
from runtime.faults.checks.sent import out_of_order
from tests.cast import Desk
from tests.stories import visitor_writes

CHAT_UNITS = 4


def wrong() -> list[str]:
    with db.reading() as session:
        return _assignments(session)


def test_who_takes_more_than_there_is_room_for_is_right_and_routing_that_gives_it_is_not(desk: Desk) -> None:
    anna = desk.cast.anna
    asked = [visitor_writes(desk, "Where is it?", browser=f"b{n}").ticket_id for n in range(3)]
    with db.transaction() as session:
        session.execute(update(Agent).where(Agent.id == anna.agent_id).values(capacity_units=2 * CHAT_UNITS))
        for ticket_id in asked:
            assign.take(session, ticket_id, by=anna)
        given = session.scalars(select(Assignment.id).order_by(Assignment.id)).all()
        session.execute(update(Assignment).where(Assignment.id.in_(given[:2])).values(by=AssignedBy.ROUTING))
        assert session.scalar(select(func.sum(Assignment.units))) == 3 * CHAT_UNITS
    assert wrong() == []

    with db.transaction() as session:
        session.execute(update(Assignment).where(Assignment.id == given[2]).values(by=AssignedBy.ROUTING))

    assert wrong() == [f"agent {anna.agent_id} has {3 * CHAT_UNITS} of {2 * CHAT_UNITS} units"]


def test_answers_are_held_to_their_order_on_each_ticket_and_tickets_to_none() -> None:
    written = [(1, "a"), (1, "b"), (2, "c"), (2, "d")]

    assert out_of_order("vera", written, ["a", "c", "b", "d"]) == []
    assert out_of_order("vera", written, ["a", "c"]) == []
    assert out_of_order("vera", written, ["b", "a", "c", "d"]) == [
        "out of order: vera was sent ['b', 'a'] on ticket 1, written was ['a', 'b']"
    ]
