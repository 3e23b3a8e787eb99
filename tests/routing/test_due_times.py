"""The router sees when an answer is due, not when the whole matter is to be solved."""

from helpdesk import clock, db
from helpdesk.actions import assign
from routing import picture
from routing.classification import classify_waiting
from tests.cast import Desk
from tests.helpdesk.sla.promised import after, at, promise
from tests.stories import answers, visitor_writes


def due_at(ticket_id: int) -> float | None:
    while classify_waiting():
        pass
    with db.reading() as session:
        (found,) = picture.load(session, clock.now(), ticket_id=ticket_id).waiting
        return found.due_at


def test_a_first_answer_is_due_by_its_own_clock(desk: Desk) -> None:
    promise(desk)
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id

        assert due_at(ticket_id) == after(60).timestamp()


def test_a_handed_back_ticket_is_due_by_the_customers_present_wait(desk: Desk) -> None:
    promise(desk)
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
        answers(ticket_id, by=desk.cast.anna)
    with at(20):
        visitor_writes(desk)
        with db.transaction() as session:
            assign.give_back(session, ticket_id, by=desk.cast.anna)

        assert due_at(ticket_id) == after(50).timestamp()


def test_nobody_waits_so_nothing_presses(desk: Desk) -> None:
    promise(desk)
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
        answers(ticket_id, by=desk.cast.anna)
        with db.transaction() as session:
            assign.give_back(session, ticket_id, by=desk.cast.anna)

        assert due_at(ticket_id) is None
