"""Long orders come in parts that together are the whole, whatever is equal in them."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.models import SORTS, Category, Priority, Ticket
from helpdesk.permissions import SYSTEM
from helpdesk.queries.inbox import view
from helpdesk.queries.lists.orders import Pair, Part
from tests.cast import Desk
from tests.stories import visitor_writes

NUMBER = 9


@pytest.fixture
def tickets(desk: Desk) -> list[int]:
    """Some due, some waiting, some neither; several of the same moment."""
    ids = [visitor_writes(desk, browser=f"b{number}").ticket_id for number in range(NUMBER)]
    now = clock.now()
    with db.transaction() as session:
        for number, id in enumerate(ids):
            moment = now + timedelta(seconds=number // 2, microseconds=number)
            kept = {"last_message_at": moment, "priority": Priority.HIGH if number % 2 else Priority.LOW}
            waits = {"waiting_since": moment if number % 3 else None, "next_due_at": None if number % 4 else moment}
            session.execute(update(Ticket).where(Ticket.id == id).values(**kept, **waits))
    return ids


def parts(sort: str, *, name: str = "all", limit: int = 2) -> list[list[Pair]]:
    found: list[list[Pair]] = []
    part = Part(limit)
    with db.reading() as session:
        while True:
            answer = view(session, SYSTEM, name, sort, part)
            found.append(answer["order"])
            if answer["cut"] is None:
                return found
            id, key = answer["cut"]
            part = Part(limit, (key, id))


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_parts_together_are_the_whole_order(tickets: list[int], sort: str) -> None:
    with db.reading() as session:
        whole = view(session, SYSTEM, "all", sort)["order"]

    found = parts(sort)

    assert len(found) > NUMBER // 2
    assert [pair for part in found for pair in part] == whole
    assert sorted(id for id, _ in whole) == sorted(tickets)


def test_only_the_first_part_brings_rows(tickets: list[int]) -> None:
    with db.reading() as session:
        first = view(session, SYSTEM, "all", "activity", Part(3))
        id, key = first["order"][-1]
        second = view(session, SYSTEM, "all", "activity", Part(3, (key, id)))

    assert [row["id"] for row in first["rows"]] == [id for id, _ in first["order"]]
    assert len(second["order"]) > 0
    assert second["rows"] == []


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_what_is_over_has_parts_in_every_order(tickets: list[int], sort: str) -> None:
    with db.transaction() as session:
        session.execute(update(Ticket).values(category=Category.RESOLVED))

    found = parts(sort, name="resolved")

    assert max(map(len, found)) == 2
    assert sorted(id for part in found for id, _ in part) == sorted(tickets)
