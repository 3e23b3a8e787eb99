"""The board names some of what somebody holds and counts all of it; what waits is what waits in the lists."""

import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import assign, lifecycle, snooze
from helpdesk.models import Category, Status
from helpdesk.queries.board import board
from helpdesk.queries.gauges import gauges
from helpdesk.queries.inbox import counts, view
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes


def test_the_board_counts_all_that_somebody_holds_and_names_the_oldest(
    either_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = either_desk.cast
    ids = [ticket_of(visitor_writes(either_desk, browser=f"browser {nth}")).id for nth in range(3)]
    with db.transaction() as session:
        for id in ids:
            assign.assign(session, id, agent_id=cast.anna.agent_id, by=cast.dora)
    monkeypatch.setattr(sys.modules["helpdesk.queries.board.agents"], "MAX_TICKETS", 2)  # a function has its name

    with db.reading() as session:
        shown = {one["agent_id"]: one for one in board(session, cast.dora)["agents"]}[cast.anna.agent_id]

    assert shown["holds"] == 3
    assert [ticket["id"] for ticket in shown["tickets"]] == sorted(ids)[:2]


def test_what_is_snoozed_waits_neither_on_the_board_nor_in_the_lists(either_desk: Desk) -> None:
    dora = either_desk.cast.dora
    first, _ = (ticket_of(visitor_writes(either_desk, browser=f"browser {nth}")).id for nth in range(2))
    with db.transaction() as session:
        snooze.snooze(session, first, until=clock.now() + timedelta(days=1), by=dora)

    with db.reading() as session:
        shown = board(session, dora)
        listed = counts(session, [dora])[dora.agent_id or 0]

    total = shown["total"]
    assert (total["open"], total["waiting"], total["unassigned"]) == (2, 1, 1)
    assert (listed["all"], listed["waiting"], listed["unassigned"]) == (2, 1, 1)
    assert first not in [ticket["id"] for ticket in shown["queue"]]


def test_what_nobody_has_and_waits_for_others_is_to_be_taken_by_nobody_wherever_it_is_counted(
    either_desk: Desk,
) -> None:
    dora = either_desk.cast.dora
    ids = [ticket_of(visitor_writes(either_desk, browser=f"browser {nth}")).id for nth in range(4)]
    with db.transaction() as session:
        for id, category in zip(ids, (Category.OPEN, Category.PENDING, Category.ON_HOLD), strict=False):
            status_id = session.scalars(select(Status.id).where(Status.category == category)).one()
            lifecycle.set_status(session, id, status_id=status_id, by=dora)
        snooze.snooze(session, ids[3], until=clock.now() + timedelta(days=1), by=dora)

    with db.reading() as session:
        total, waiting = (found := board(session, dora))["total"], [one["id"] for one in found["queue"]]
        listed = view(session, dora, "unassigned", "created")["order"]
        counted = [
            total["unassigned"],
            counts(session, [dora])[dora.agent_id or 0]["unassigned"],
            gauges(session).unassigned,
        ]

    assert [id for id, _ in listed] == waiting == ids[:1]
    assert counted == [1, 1, 1]
