"""Who goes home gives back what waits for an answer, once."""

from typing import Any

from routing.shapes import Assignment, RoutableAgent, WaitingTicket
from routing.simulate.day import Arrival, Day, Person
from routing.simulate.desk import Desk
from routing.simulate.leaving import plan_presence


def person(id: str, leaves_at: float) -> Person:
    return Person(id, {}, frozenset({"en"}), speed=1.0, present=((0.0, leaves_at),))


def to_the_first(
    now: float, waiting: list[WaitingTicket], agents: list[RoutableAgent], memory: Any
) -> list[Assignment]:
    return [Assignment(one.id, min(str(agent.id) for agent in agents)) for one in waiting]


def test_a_mail_whose_customer_was_to_write_again_is_worked_on_once_a_turn() -> None:
    mail = Arrival(
        1, 10.0, "email", 3, {}, "en", 300.0, efforts_s=(60.0, 1200.0), pauses_s=(1500.0,), escalation_draw=1.0
    )
    desk = Desk(Day((person("anna", 600.0), person("boris", 9_000.0)), (mail,), ends_at=9_000.0), to_the_first)
    plan_presence(desk)

    desk.run()

    ticket = desk.tickets[1]
    assert (ticket.first_agent_id, ticket.turn, ticket.holder_id) == ("anna", 2, None)
    assert desk.agents["boris"].tickets == {}
    assert desk.returns == 1, "when the customer wrote again and anna was gone"
