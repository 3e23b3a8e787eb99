"""What others' desks got wrong about policies: changed, removed, switched off, or another one."""

from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.workspace.sla_policies import PolicyChanges, change_policy, remove_policy
from helpdesk.models import Category, Priority, Ticket
from tests.cast import Desk
from tests.helpdesk.sla.promised import (
    FIRST,
    SOLVED,
    TARGETS,
    add_policy,
    after,
    answer,
    ask,
    at,
    clocks,
    due,
    next_due,
    priority,
    promise,
    recompute,
    status,
    the_clock,
    told,
)


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
