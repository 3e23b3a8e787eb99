"""No action leaves clocks behind: after everything that can happen, refreshing once more changes nothing."""

from typing import Any

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import sla
from helpdesk.events import KINDS
from helpdesk.models import Skill, SlaClock, Ticket
from tests.cast import Desk
from tests.journeys.events.stories import BEFORE, STORIES
from tests.journeys.events.story import Story
from tests.stories import visitor_writes

Row = dict[str, Any]  # columns


@pytest.mark.parametrize("kind", sorted(KINDS & set(STORIES)))
def test_every_action_has_its_clocks_follow(desk: Desk, kind: str) -> None:
    with db.transaction() as session:
        session.add(Skill(name="customs"))
    story = Story(desk, visitor_writes(desk, "Where is my order?"))
    assert everything()[0], "no clock runs, so nothing would be proved"

    if kind in BEFORE:
        BEFORE[kind](story)
    STORIES[kind](story)

    before = everything()
    with db.transaction() as session:
        sla.refresh_many(session, session.scalars(select(Ticket)).all())
    assert everything() == before


def everything() -> tuple[list[Row], list[Any]]:
    with db.reading() as session:
        rows = [
            {column.key: getattr(row, column.key) for column in SlaClock.__table__.columns}
            for row in session.scalars(select(SlaClock).order_by(SlaClock.id))
        ]
        return rows, list(session.scalars(select(Ticket.next_due_at).order_by(Ticket.id)))
