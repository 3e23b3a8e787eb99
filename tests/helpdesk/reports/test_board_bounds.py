"""The board names some of what somebody holds and counts all of it."""

import sys

import pytest

from helpdesk import db
from helpdesk.actions import assign
from helpdesk.queries.board import board
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
