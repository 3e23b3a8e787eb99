"""What users of other desks reported: each of their cases, done right here."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db, settings
from helpdesk.actions import lifecycle, receive, release, reply, sla_sweep, statuses
from helpdesk.actions.access import open_ticket
from helpdesk.actions.workspace.calendars import CalendarChanges, create_calendar
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.actions.workspace.sla_policies import PolicyChanges, change_policy, remove_policy
from helpdesk.models import Category, Message, Priority, Ticket
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.helpdesk.sla.promised import (
    FIRST,
    NEXT,
    SOLVED,
    TARGETS,
    add_policy,
    after,
    at,
    clocks,
    due,
    next_due,
    note,
    priority,
    promise,
    recompute,
    status,
    the_clock,
    told,
)
from tests.stories import answers, incoming, visitor_writes


def ask(desk: Desk, minutes: float = 0, text: str = "Where is my order?") -> int:
    with at(minutes):
        return visitor_writes(desk, text).ticket_id


def answer(desk: Desk, ticket_id: int, minutes: float) -> Message:
    with at(minutes):
        return answers(ticket_id, by=desk.cast.anna)


def hold_chat(desk: Desk, seconds: int) -> None:
    with db.transaction() as session:
        kinds = settings.get(session, "undo_send_s") | {"webchat": seconds}
        change_settings(session, {"undo_send_s": kinds}, by=desk.cast.dora)


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


def test_removing_a_policy_takes_its_due_times_away(desk: Desk) -> None:
    policy_id = promise(desk)
    ticket_id = ask(desk)
    with at(5), db.transaction() as session:
        remove_policy(session, policy_id, by=desk.cast.dora)
    with at(5):
        recompute()

    assert next_due(ticket_id) is None
    assert clocks(ticket_id) == []


def test_switching_a_policy_off_takes_its_due_times_away_and_keeps_what_was_met(desk: Desk) -> None:
    policy_id = promise(desk)
    ticket_id = ask(desk)
    answer(desk, ticket_id, 10)
    with at(20), db.transaction() as session:
        change_policy(session, policy_id, PolicyChanges(is_enabled=False), by=desk.cast.dora)
    with at(20):
        recompute()

    (kept,) = clocks(ticket_id)
    assert (kept.target, kept.met_at, kept.policy_version) == (FIRST, after(10), 1)
    assert next_due(ticket_id) is None


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


def test_a_pause_is_not_lost_when_the_priority_changes_the_policy(desk: Desk) -> None:
    promise(desk, {"resolution": 480}, conditions={"priorities": ["normal"]})
    with db.transaction() as session:
        urgent = add_policy(session, desk, {"resolution": 120}, name="Urgent", conditions={"priorities": ["urgent"]})
    ticket_id = ask(desk)
    with at(10):
        status(ticket_id, Category.PENDING, by=desk.cast.anna)
    with at(70):
        status(ticket_id, Category.OPEN, by=desk.cast.anna)
        priority(ticket_id, Priority.URGENT, by=desk.cast.anna)

    assert due(ticket_id, SOLVED) == 120 + 60
    assert the_clock(ticket_id, SOLVED).policy_id == urgent


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


def test_another_priority_gives_other_due_times_from_the_beginning(desk: Desk) -> None:
    promise(desk, targets={"normal": TARGETS, "urgent": {"first_response": 15}})
    ticket_id = ask(desk)
    with at(5):
        priority(ticket_id, Priority.URGENT, by=desk.cast.boris)

    assert due(ticket_id, FIRST) == 15
    assert [row.target for row in clocks(ticket_id)] == [FIRST]


def test_what_was_late_stays_late_whatever_is_promised_afterwards(desk: Desk) -> None:
    promise(desk, targets={"normal": {"first_response": 10}, "low": {"first_response": 600}})
    ticket_id = ask(desk)
    with at(20):
        priority(ticket_id, Priority.LOW, by=desk.cast.boris)

    row = the_clock(ticket_id, FIRST)
    assert (row.breached_at, row.due_at, row.target_minutes) == (after(10), after(10), 10)
    assert len(told("sla.breached")) == 1
    assert next_due(ticket_id) == 10, "it presses until somebody answers"


def test_the_version_of_a_row_rises_with_its_due_time(desk: Desk) -> None:
    policy_id = promise(desk)
    ticket_id = ask(desk)
    with db.reading() as session:
        before = session.get_one(Ticket, ticket_id).version
    with at(1), db.transaction() as session:
        targets = {"normal": {"first_response": 20}}
        change_policy(session, policy_id, PolicyChanges(targets=targets), by=desk.cast.dora)
    with at(1):
        recompute()

    with db.reading() as session:
        assert session.scalars(select(Ticket.version).where(Ticket.id == ticket_id)).one() == before + 1
    assert next_due(ticket_id) == 20
    assert the_clock(ticket_id, FIRST).policy_version == 2
