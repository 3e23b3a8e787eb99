"""Clocks follow at the end of the transaction that changes their ticket, whatever else happens in it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import assign, classify, label, receive, sla, sla_recompute, sla_sweep
from helpdesk.actions.workspace.calendars import CalendarChanges, change_calendar, create_calendar
from helpdesk.actions.workspace.sla_policies import PolicyChanges, change_policy, order_policies, remove_policy
from helpdesk.models import Category, Event, Priority, SlaClock, Tag, Ticket, TicketTag
from helpdesk.permissions import SYSTEM
from helpdesk.together import together
from tests.cast import Desk
from tests.helpdesk.sla.promised import (
    FIRST,
    add_policy,
    at,
    clocks,
    due,
    next_due,
    promise,
    recompute,
    status,
    the_clock,
    told,
)
from tests.stories import answers, incoming, visitor_writes


def test_what_is_asked_for_before_the_commit_is_done_once_and_in_the_transaction(desk: Desk) -> None:
    done: list[str] = []

    def note(session: Session) -> None:
        assert session.in_transaction()
        done.append("done")

    with db.transaction() as session:
        db.before_commit(session, "note", note)
        db.before_commit(session, "note", note)

    assert done == ["done"]


def test_what_is_asked_for_meanwhile_is_done_as_well(desk: Desk) -> None:
    done: list[str] = []

    with db.transaction() as session:
        db.before_commit(
            session, "first", lambda inner: db.before_commit(inner, "second", lambda _: done.append("second"))
        )

    assert done == ["second"]


def test_what_it_raises_undoes_the_transaction(desk: Desk) -> None:
    def refuse(_session: Session) -> None:
        raise ZeroDivisionError

    def write() -> None:
        with db.transaction() as session:
            session.add(Tag(name="lost"))
            db.before_commit(session, "refuse", refuse)

    with pytest.raises(ZeroDivisionError):
        write()
    with db.reading() as session:
        assert session.scalar(select(Tag.id)) is None


def test_a_transaction_that_fails_asks_for_nothing(desk: Desk) -> None:
    done: list[str] = []

    def write() -> None:
        with db.transaction() as session:
            db.before_commit(session, "note", lambda _: done.append("done"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert done == []


def test_writers_that_commit_together_each_get_their_clocks(desk: Desk) -> None:
    promise(desk)

    def writes(name: str) -> int:
        message = incoming(desk, "Hello", browser=name)
        return together(lambda session: receive.receive_message(session, message)).ticket_id

    with at(0), ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(writes, [f"v{n}" for n in range(16)]))

    assert [next_due(ticket_id) for ticket_id in ids] == [60] * 16


@pytest.mark.parametrize("is_new", [True, False])
def test_a_savepoint_that_was_rolled_back_hurts_nobody(desk: Desk, is_new: bool) -> None:
    promise(desk)
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id

    def lost(session: Session) -> None:
        if is_new:
            receive.receive_message(session, incoming(desk, "Lost", browser="lost"))
        else:
            label.set_priority(session, ticket_id, priority=Priority.LOW, by=SYSTEM)
        raise ZeroDivisionError

    with at(1), db.transaction() as session:
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            lost(session)
        kept = receive.receive_message(session, incoming(desk, "Kept", browser="kept"))

    assert (next_due(ticket_id), next_due(kept.ticket_id)) == (60, 61)
    with db.reading() as session:
        assert set(session.scalars(select(SlaClock.ticket_id))) == {ticket_id, kept.ticket_id}


def test_the_first_policy_that_fits_counts_and_order_decides(desk: Desk) -> None:
    first = promise(desk, {"first_response": 60}, conditions={"channel_kinds": ["webchat"]})
    with db.transaction() as session:
        second = add_policy(session, desk, {"first_response": 10}, name="All")
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
    before = due(ticket_id, FIRST)

    with at(1), db.transaction() as session:
        order_policies(session, [second, first], by=desk.cast.dora)
    with at(1):
        recompute()

    assert (before, due(ticket_id, FIRST)) == (60, 10)


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        (lambda desk, tag: {"priorities": ["normal"], "languages": [], "tag_ids": [tag]}, True),
        (lambda desk, tag: {"tag_ids": [tag], "team_ids": [desk.cast.support_id]}, False),
        (lambda desk, tag: {"priorities": ["urgent", "high"]}, False),
        (lambda desk, tag: {"channel_ids": [desk.channel_id], "type_ids": [1]}, True),
        (lambda desk, tag: {"languages": ["uk"]}, False),
        (lambda desk, tag: {}, True),
    ],
)
def test_every_condition_must_hold_by_any_of_its_entries(
    desk: Desk, conditions: Callable[[Desk, int], dict[str, object]], fits: bool
) -> None:
    with db.transaction() as session:
        tag = Tag(name="gold")
        session.add(tag)
    promise(desk, conditions=conditions(desk, tag.id))
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
        with db.transaction() as session:
            session.add(TicketTag(ticket_id=ticket_id, tag_id=tag.id))
            session.flush()
            sla.refresh(session, session.get_one(Ticket, ticket_id))

    assert bool(clocks(ticket_id)) is fits


def test_a_new_calendar_version_moves_open_tickets_and_keeps_the_past(desk: Desk) -> None:
    with db.transaction() as session:
        calendar_id = create_calendar(session, CalendarChanges(name="Office"), by=desk.cast.dora).id
    promise(desk, calendar_id=calendar_id)
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
        answers(ticket_id, by=desk.cast.anna)
    with at(1), db.transaction() as session:
        from_ten = {str(day): [["10:00", "18:00"]] for day in range(7)}
        change_calendar(session, calendar_id, CalendarChanges(hours=from_ten), by=desk.cast.dora)
    with at(1):
        recompute()

    assert next_due(ticket_id) == 540
    assert [row.calendar_version for row in clocks(ticket_id)] == [1, 2]


def test_a_changed_policy_tells_nobody_of_what_is_long_past(desk: Desk) -> None:
    policy_id = promise(desk, {"first_response": 600})
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
    with at(100), db.transaction() as session:
        targets = {"normal": {"first_response": 10}}
        change_policy(session, policy_id, PolicyChanges(targets=targets), by=desk.cast.dora)
    with at(100):
        recompute()
        sla_sweep.sweep()

    assert the_clock(ticket_id, FIRST).breached_at is not None
    assert told("sla.breached") == []
    assert next_due(ticket_id) == 10


def test_many_tickets_follow_in_steps_and_screens_are_told_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sla_recompute, "BATCH", 2)
    policy_id = promise(desk)
    recompute()
    with at(0):
        ids = [visitor_writes(desk, browser=f"v{n}").ticket_id for n in range(5)]
    with at(1), db.transaction() as session:
        remove_policy(session, policy_id, by=desk.cast.dora)
    with at(1):
        steps = [sla_recompute.step() is not None for _ in range(5)]

    assert steps == [True, True, True, False, False]
    assert [next_due(ticket_id) for ticket_id in ids] == [None] * 5
    assert [event.data for event in told("workspace.changed")][-1:] == [{"what": "deadlines"}]


def test_a_policy_changed_again_meanwhile_begins_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sla_recompute, "BATCH", 2)
    policy_id = promise(desk)
    with at(0):
        ids = [visitor_writes(desk, browser=f"v{n}").ticket_id for n in range(5)]
    for minutes in (50, 20):
        with at(1), db.transaction() as session:
            targets = {"normal": {"first_response": minutes}}
            change_policy(session, policy_id, PolicyChanges(targets=targets), by=desk.cast.dora)
        with at(1):
            sla_recompute.step()
    with at(1):
        recompute()

    assert [next_due(ticket_id) for ticket_id in ids] == [20] * 5


def test_without_redis_the_clock_part_does_the_steps_itself(desk: Desk) -> None:
    promise(desk)
    with at(0):
        assert sla_recompute.tick() is True
        assert sla_recompute.tick() is False


def test_taking_and_giving_back_moves_no_deadline(desk: Desk) -> None:
    promise(desk)
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
    with at(5), db.transaction() as session:
        assign.take(session, ticket_id, by=desk.cast.anna)
        assign.give_back(session, ticket_id, by=desk.cast.anna)

    assert next_due(ticket_id) == 60


def test_a_closed_ticket_keeps_no_open_clock(desk: Desk) -> None:
    promise(desk)
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
    with at(5):
        status(ticket_id, Category.CLOSED, by=desk.cast.anna)

    assert [(row.target.value, row.met_at is not None) for row in clocks(ticket_id)] == [("resolution", True)]
    with db.reading() as session:
        assert session.scalars(select(Event.id).where(Event.kind == "sla.breached")).all() == []


def test_classifying_moves_the_clocks_of_a_ticket_that_another_policy_then_fits(desk: Desk) -> None:
    promise(desk, {"first_response": 30}, conditions={"languages": ["uk"]})
    with db.transaction() as session:
        add_policy(session, desk, {"first_response": 120}, name="All")
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
        assert due(ticket_id, FIRST) == 120

        with db.transaction() as session:
            assert classify.apply(session, ticket_id, classify.Verdict(language="uk"))

    assert due(ticket_id, FIRST) == next_due(ticket_id) == 30


def test_classifying_moves_the_clocks_of_a_ticket_that_becomes_urgent(desk: Desk) -> None:
    promise(desk, {"urgent": {"first_response": 5}, "normal": {"first_response": 60}})
    with at(0):
        ticket_id = visitor_writes(desk).ticket_id
        with db.transaction() as session:
            assert classify.apply(session, ticket_id, classify.Verdict(priority=Priority.URGENT))

    assert due(ticket_id, FIRST) == next_due(ticket_id) == 5
