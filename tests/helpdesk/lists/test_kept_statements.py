"""A list that is asked for again is not written out as SQL again: that would take as long as finding what it holds."""

from typing import Any, Final

import pytest
from sqlalchemy.sql.compiler import SQLCompiler

from helpdesk import clock, db
from helpdesk.models import SavedView, Tag, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries import inbox
from helpdesk.queries.filters import read_filter
from helpdesk.queries.lists.orders import ordered
from helpdesk.queries.lists.sources import LISTS, filtered
from tests.cast import Desk
from tests.stories import takes, visitor_writes

SAVED: Final[tuple[list[dict[str, Any]], ...]] = (
    [{"field": "tag", "op": "not_in", "values": [1]}],
    [{"field": "fields.seats", "op": "at_least", "values": [3]}],
    [{"field": "customer.seats", "op": "at_most", "values": [3]}],
    [{"field": "organisation", "op": "in", "values": [None]}],
    [{"field": "category", "op": "in", "values": ["closed"]}, {"field": "tag", "op": "in", "values": [1]}],
    [{"field": "segment", "op": "in", "values": [1]}],
)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been written out as SQL."""
    statements: list[str] = []
    write = SQLCompiler.__init__

    def note(self: SQLCompiler, *given: Any, **options: Any) -> None:
        write(self, *given, **options)
        statements.append(self.string)

    monkeypatch.setattr(SQLCompiler, "__init__", note)
    return statements


def ask(actor: Actor, name: str) -> list[list[int]]:
    with db.reading_one_state() as session:
        found: list[list[int]] = inbox.view(session, actor, name, "activity")["order"]
    return found


def test_no_list_is_written_out_twice(either_desk: Desk, written: list[str]) -> None:
    anna = either_desk.cast.anna
    takes(visitor_writes(either_desk).ticket_id, by=anna)
    kept = {"created_at": clock.now(), "updated_at": clock.now()}
    with db.transaction() as session:
        session.add(Tag(id=1, name="vip"))
        for id, conditions in enumerate(SAVED, 1):
            wanted = {"match": "all", "conditions": conditions}
            session.add(SavedView(id=id, name=f"V{id}", owner_id=anna.agent_id, filter=wanted, sort="activity", **kept))
    names = [*LISTS, *(f"view:{id}" for id in range(1, len(SAVED) + 1))]
    before = [ask(anna, name) for name in names]
    assert written
    written.clear()

    again = [ask(anna, name) for name in names]

    assert written == []
    assert again == before


def test_a_kept_statement_of_one_field_is_not_that_of_another(either_desk: Desk) -> None:
    ticket_id = visitor_writes(either_desk).ticket_id
    with db.transaction() as session:
        session.get_one(Ticket, ticket_id).fields = {"seats": 12, "floors": 2}
    found = {}
    for key in ("seats", "floors", "seats"):
        conditions = [{"field": f"fields.{key}", "op": "at_least", "values": [10]}]
        with db.reading_one_state() as session:
            source = filtered(session, either_desk.cast.dora, read_filter({"conditions": conditions}))
            found[key] = [id for id, _ in ordered(session, source, "activity").order]

    assert found == {"seats": [ticket_id], "floors": []}
