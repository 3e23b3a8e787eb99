"""What users of other desks reported: each of their cases, done right here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import lifecycle, receive, release, reply, sla_sweep, statuses
from helpdesk.actions.access import open_ticket
from helpdesk.actions.workspace.calendars import CalendarChanges, create_calendar
from helpdesk.models import Category, Ticket
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.helpdesk.sla.promised import (
    FIRST,
    NEXT,
    SOLVED,
    after,
    answer,
    ask,
    at,
    clocks,
    due,
    hold_chat,
    next_due,
    note,
    promise,
    status,
    the_clock,
    told,
)
from tests.stories import incoming, visitor_writes


def test_first_response_and_next_response_do_not_hide_each_other(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    ask(desk, 20)

    assert the_clock(ticket_id, FIRST).met_at == after(10)
    assert due(ticket_id, NEXT) == 50
    assert next_due(ticket_id) == 50


def test_an_answered_ticket_does_not_escalate(desk: Desk) -> None:
    promise(desk, {"next_response": 30})
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    ask(desk, 20)
    answer(desk, ticket_id, 25)

    assert the_clock(ticket_id, NEXT).met_at == after(25)
    assert next_due(ticket_id) is None


def test_every_message_of_the_customer_counts_however_it_came(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    ask(desk, 20, "And one more thing")
    ask(desk, 40, "Hello?")

    assert due(ticket_id, NEXT) == 50, "the oldest unanswered message counts"


def test_a_note_is_no_response(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    with at(10):
        note(ticket_id, by=desk.cast.anna)

    assert the_clock(ticket_id, FIRST).met_at is None
    assert next_due(ticket_id) == 60


def test_an_answer_and_pending_in_one_step_is_an_answer(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    with at(10), db.transaction() as session:
        pending = statuses.default_status(session, Category.PENDING)
        reply.send_reply(session, ticket_id, reply.Writing("Which one?", "k1"), by=desk.cast.anna)
        lifecycle.set_status(session, ticket_id, status_id=pending.id, by=desk.cast.anna)

    assert the_clock(ticket_id, FIRST).met_at == after(10)
    assert the_clock(ticket_id, SOLVED).due_at is None, "it waits for the customer now"


def test_a_held_answer_with_pending_counts_when_it_is_released(desk: Desk) -> None:
    promise(desk)
    hold_chat(desk, 10)
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    with at(10):
        status(ticket_id, Category.PENDING, by=desk.cast.anna)
    before = the_clock(ticket_id, FIRST)

    with clock.fixed(after(10) + timedelta(seconds=10)), db.transaction() as session:
        release.release_due(session)

    assert (before.met_at, before.due_at, before.paused_at) == (None, None, after(10))
    assert the_clock(ticket_id, FIRST).met_at == after(10) + timedelta(seconds=10)
    assert the_clock(ticket_id, FIRST).consumed_s == 600


def test_an_answer_taken_back_was_none(desk: Desk) -> None:
    promise(desk)
    hold_chat(desk, 60)
    ticket_id = ask(desk)
    message = answer(desk, ticket_id, 10)
    with at(10.5), db.transaction() as session:
        reply.withdraw(session, message.id, by=desk.cast.anna)

    assert the_clock(ticket_id, FIRST).met_at is None
    assert next_due(ticket_id) == 60


def test_what_came_while_an_answer_was_held_still_waits(desk: Desk) -> None:
    promise(desk)
    hold_chat(desk, 60)
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    ask(desk, 10.5, "Never mind the first, but")

    with at(11), db.transaction() as session:
        release.release_due(session)

    assert the_clock(ticket_id, FIRST).met_at == after(11)
    assert due(ticket_id, NEXT) == 41


@pytest.mark.parametrize("category", [Category.RESOLVED, Category.CLOSED])
def test_closing_at_once_is_a_resolution(desk: Desk, category: Category) -> None:
    promise(desk)
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    with at(100):
        status(ticket_id, category, by=desk.cast.anna)

    assert the_clock(ticket_id, SOLVED).met_at == after(100)
    assert the_clock(ticket_id, SOLVED).consumed_s == 6000
    assert next_due(ticket_id) is None


def test_reopening_carries_the_resolution_on_without_the_resolved_time(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    with at(100):
        status(ticket_id, Category.RESOLVED, by=desk.cast.anna)
    ask(desk, 1000, "It broke again")

    assert the_clock(ticket_id, SOLVED).met_at is None
    assert due(ticket_id, SOLVED) == 480 + 900
    assert due(ticket_id, NEXT) == 1030
    assert len(clocks(ticket_id)) == 3


def test_a_merged_ticket_does_not_escalate(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    with at(5):
        other_id = visitor_writes(desk, "Another", browser="vasyl").ticket_id
    merge(ticket_id, into=other_id, minutes=10)

    assert clocks(ticket_id) == []
    assert next_due(ticket_id) is None
    assert told("sla.breached") == []


def merge(ticket_id: int, *, into: int, minutes: float) -> None:
    with at(minutes), db.transaction() as session:
        ticket = open_ticket(session, ticket_id, by=SYSTEM)
        ticket.merged_into_id = into
        statuses.move(session, ticket, statuses.default_status(session, Category.CLOSED), by=SYSTEM)


def test_the_due_time_is_never_late_by_one_reply(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    for minutes in range(10, 60, 20):
        answer(desk, ticket_id, minutes)
        assert next_due(ticket_id) == 480
        ask(desk, minutes + 10)
        assert next_due(ticket_id) == minutes + 40


def test_a_lunch_break_is_no_working_time(desk: Desk) -> None:
    office = {str(day): [["08:00", "09:30"], ["10:30", "18:00"]] for day in range(5)}
    with db.transaction() as session:
        changes = CalendarChanges(name="Office", hours=office)
        calendar_id = create_calendar(session, changes, by=desk.cast.dora).id
    promise(desk, calendar_id=calendar_id)

    assert due(ask(desk), FIRST) == 120


def test_what_comes_outside_of_hours_counts_from_the_next_opening(desk: Desk) -> None:
    office = {str(day): [["10:00", "18:00"]] for day in range(5)}
    with db.transaction() as session:
        changes = CalendarChanges(name="Office", hours=office)
        calendar_id = create_calendar(session, changes, by=desk.cast.dora).id
    promise(desk, calendar_id=calendar_id)

    assert due(ask(desk, minutes=-600), FIRST) == 120


def test_waiting_for_the_customer_is_never_overdue(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    with at(20):
        status(ticket_id, Category.PENDING, by=desk.cast.anna)
    with at(10_000):
        sla_sweep.sweep()

    assert next_due(ticket_id) is None
    assert told("sla.breached") == []


def test_waiting_for_somebody_else_stands_still_too_unless_the_policy_says_not(desk: Desk) -> None:
    promise(desk, pauses=["pending"])
    ticket_id = ask(desk)
    with at(10):
        status(ticket_id, Category.ON_HOLD, by=desk.cast.anna)

    assert due(ticket_id, SOLVED) == 480


def test_automatic_mail_of_a_customer_starts_nothing(desk: Desk) -> None:
    promise(desk)
    with at(0):
        automatic = replace(incoming(desk, "I am out of office"), is_auto=True)
        message = db.retrying(lambda session: receive.receive_message(session, automatic))

    assert clocks(message.ticket_id) == []

    ask(desk, 30, "Now myself")
    assert due(message.ticket_id, FIRST) == 90
    assert due(message.ticket_id, SOLVED) == 510


def test_a_machine_does_not_answer(desk: Desk) -> None:
    promise(desk)
    ticket_id = ask(desk)
    with at(1), db.transaction() as session:
        reply.send_reply(session, ticket_id, reply.Writing("We got your message", "k"), by=SYSTEM)

    assert the_clock(ticket_id, FIRST).met_at is None
    assert next_due(ticket_id) == 60
    with db.reading() as session:
        assert session.get_one(Ticket, ticket_id).waiting_since == after(0)
