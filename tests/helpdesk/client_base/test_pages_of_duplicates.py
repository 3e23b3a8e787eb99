"""Pairs of possible duplicates, page by page: found among the next customers or among everybody, they are the same."""

import pytest
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import Customer, CustomerKey
from helpdesk.queries.client_base import duplicates
from tests.cast import Desk


def alike(session: Session, value: str, count: int) -> list[int]:
    """Make customers who share a key."""
    people = [Customer(name=value, created_at=clock.now()) for _ in range(count)]
    session.add_all(people)
    session.flush()
    session.add_all([CustomerKey(customer_id=one.id, kind="phone", value=value) for one in people])
    return [one.id for one in people]


def walked(desk: Desk, limit: int) -> list[tuple[int, int]]:
    """Ask for page after page until one is empty."""
    found: list[tuple[int, int]] = []
    with db.reading() as session:
        while page := duplicates.pairs(session, desk.cast.dora, limit=limit, after=found[-1] if found else (0, 0)):
            found += [(pair["one"]["id"], pair["other"]["id"]) for pair in page]
    return found


def test_pages_are_the_same_however_far_one_looks(either_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.transaction() as session:
        alike(session, "a switchboard", duplicates.MAX_SHARED + 1)
        some, two = alike(session, "some", 4), alike(session, "two", 2)
    pairs = [(one, other) for one in some for other in some if one < other] + [(two[0], two[1])]

    assert walked(either_desk, 200) == walked(either_desk, 1) == walked(either_desk, 2) == pairs
    monkeypatch.setattr(duplicates, "NEAR", 1)
    assert walked(either_desk, 2) == pairs
