"""Custom fields and segments in filters, in changes of many and in macros."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.actions.client_base.segments import create_segment, remove_segment
from helpdesk.actions.client_base.ticket_fields import set_fields
from helpdesk.actions.macros import MacroChanges, create_macro, run_macro, undo_macro
from helpdesk.actions.many import Change, SetField, SetTrash, change_many
from helpdesk.errors import Invalid
from helpdesk.models import Audience, Customer, FieldEntity, FieldKind, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.filters import matches, read_filter
from tests.cast import Desk
from tests.stories import takes, visitor_writes

FIELDS = (
    ("plan", FieldKind.CHOICE),
    ("topics", FieldKind.SEVERAL),
    ("seats", FieldKind.NUMBER),
    ("paid_till", FieldKind.DATE),
    ("is_vip", FieldKind.YES_NO),
    ("note", FieldKind.TEXT),
)
VALUES: dict[str, Any] = {
    "plan": "gold",
    "topics": ["lamps", "sofas"],
    "seats": 12.5,
    "paid_till": "2026-11-01",
    "is_vip": True,
    "note": "Любит чай",
}
FINDS: tuple[tuple[str, str, list[Any], str], ...] = (
    ("plan", "in", ["gold", "silver"], "one"),
    ("plan", "not_in", ["gold"], "other"),
    ("plan", "in", [None], "other"),
    ("plan", "is_set", [True], "one"),
    ("plan", "is_set", [False], "other"),
    ("plan", "at_least", [1], "none"),
    ("topics", "in", ["sofas"], "one"),
    ("topics", "not_in", ["sofas"], "other"),
    ("seats", "at_least", [12.5], "one"),
    ("seats", "at_least", [13], "none"),
    ("seats", "at_most", [100], "one"),
    ("seats", "in", [12.5], "one"),
    ("note", "at_most", [100], "none"),
    ("paid_till", "at_most", ["2026-12-01"], "one"),
    ("paid_till", "at_least", ["2026-12-01"], "none"),
    ("is_vip", "in", [True], "one"),
    ("is_vip", "not_in", [True], "other"),
    ("note", "contains", ["чай"], "one"),
    ("note", "contains", ["%"], "none"),
    ("gone", "is_set", [True], "none"),
)


def two_tickets(desk: Desk) -> tuple[int, int]:
    """One whose fields and whose customer's fields are filled, one with nothing."""
    one, other = (visitor_writes(desk, browser=name).ticket_id for name in ("vera", "oleh"))
    choices = [{"key": key, "labels": {"en": key}} for key in ("gold", "silver", "lamps", "sofas")]
    with db.transaction() as session:
        for key, kind in FIELDS:
            given = choices if kind in (FieldKind.CHOICE, FieldKind.SEVERAL) else []
            create_field(session, FieldDraft(FieldEntity.TICKET, key, kind, {"en": key}, given), by=desk.cast.dora)
        set_fields(session, one, fields=VALUES, by=desk.cast.dora)
        session.get_one(Customer, session.get_one(Ticket, one).customer_id).fields = dict(VALUES)
    return one, other


def found(actor: Actor, field: str, op: str, values: list[Any]) -> set[int]:
    wanted = read_filter({"conditions": [{"field": field, "op": op, "values": values}]})
    with db.reading() as session:
        return set(session.scalars(select(Ticket.id).where(matches(session, wanted, actor))))


def test_filters_ask_for_custom_fields_of_tickets_and_of_their_customers(either_desk: Desk) -> None:
    one, other = two_tickets(either_desk)
    sets = {"one": {one}, "other": {other}, "none": set()}

    for whose in ("fields", "customer"):
        for key, op, values, finds in FINDS:
            assert found(either_desk.cast.dora, f"{whose}.{key}", op, values) == sets[finds], (whose, key, op)


@pytest.mark.parametrize(
    ("field", "op", "values"),
    [
        ("fields.", "in", ["a"]),
        ("fields.a'b", "in", ["a"]),
        ('fields.a"b', "at_least", [1]),
        ("customer.Plan", "in", ["a"]),
        ("fields.plan", "is", [True]),
        ("fields.plan", "contains", [3]),
        ("fields.plan", "in", ["x" * 201]),
        ("fields.plan", "in", [{"a": 1}]),
        ("fields.plan", "at_least", [10**40]),
        ("segment", "in", ["one"]),
        ("segment", "in", [None]),
    ],
)
def test_what_is_no_condition_is_refused(field: str, op: str, values: list[Any]) -> None:
    with pytest.raises(Invalid):
        read_filter({"conditions": [{"field": field, "op": op, "values": values}]})


def test_a_segment_in_a_filter_means_those_who_are_in_it_now(either_desk: Desk) -> None:
    one, other = two_tickets(either_desk)
    dora = either_desk.cast.dora
    wanted = {"conditions": [{"field": "fields.plan", "op": "is", "value": "gold"}]}
    with db.transaction() as session:
        create_field(
            session,
            FieldDraft(FieldEntity.CUSTOMER, "plan", FieldKind.TEXT, {"en": "Plan"}),
            by=dora,
        )
        segment_id = create_segment(session, name="Gold", wanted=wanted, by=dora).id

    assert found(dora, "segment", "in", [segment_id]) == {one}
    assert found(dora, "segment", "not_in", [segment_id]) == {other}
    with db.transaction() as session:
        remove_segment(session, segment_id, by=dora)
    assert found(dora, "segment", "in", [segment_id]) == set()


def test_many_tickets_get_a_field_or_go_into_the_trash_and_back(desk: Desk) -> None:
    one, other = two_tickets(desk)
    dora, charlie = desk.cast.dora, desk.cast.charlie
    takes(one, by=desk.cast.anna)
    changes: tuple[Change, ...] = (SetField("plan", "silver"), SetField("topics", ("lamps",)), SetTrash(True))

    for change in changes:
        with db.reading() as session:
            before = {id: dict(session.get_one(Ticket, id).fields or {}) for id in (one, other)}
        outcome = change_many([one, other], change, by=dora)
        assert outcome.done == (one, other), change
        for undo, ids in outcome.undo:
            assert change_many(ids, undo.change, was=undo.was, by=dora).done == ids
        with db.reading() as session:
            assert {id: session.get_one(Ticket, id).fields or {} for id in (one, other)} == before
            assert session.get_one(Ticket, one).trashed_at is None
            assert session.get_one(Ticket, one).assignee_id == desk.cast.anna.agent_id

    assert [one.code for one in change_many([one], SetField("plan", "iron"), by=dora).refused] == ["invalid"]
    with db.transaction() as session:
        session.get_one(Ticket, other).team_id = desk.cast.support_id
    assert change_many([other], SetTrash(True), by=charlie).done == ()


def test_a_macro_writes_a_field_and_takes_it_back(desk: Desk) -> None:
    one, _ = two_tickets(desk)
    anna = desk.cast.anna
    with db.transaction() as session:
        steps: list[dict[str, Any]] = [
            {"do": "field", "key": "seats", "value": 3},
            {"do": "field", "key": "note", "value": None},
        ]
        macro_id = create_macro(session, MacroChanges("Seats", steps, Audience.PRIVATE), by=anna).id
        run_id = run_macro(session, macro_id, one, key=str(uuid4()), by=anna).id

    with db.reading() as session:
        held = session.get_one(Ticket, one).fields or {}
        assert (held["seats"], held.get("note")) == (3, None)
    with db.transaction() as session:
        assert undo_macro(session, one, run_id, by=anna) == []
        assert session.get_one(Ticket, one).fields == VALUES


def test_a_macro_with_a_value_no_field_has_is_refused(desk: Desk) -> None:
    two_tickets(desk)

    for key, value in (("seats", "many"), ("gone", 1), ("plan", "iron")):
        steps: list[dict[str, Any]] = [{"do": "field", "key": key, "value": value}]
        changes = MacroChanges("Seats", steps, Audience.PRIVATE)
        with db.transaction() as session, pytest.raises(Invalid):
            create_macro(session, changes, by=desk.cast.anna)


def customers_field(ticket_id: int, key: str) -> Any:  # whatever the field holds
    with db.reading() as session:
        return (session.get_one(Customer, session.get_one(Ticket, ticket_id).customer_id).fields or {}).get(key)


def set_customers_plan(desk: Desk, value: Any) -> int:  # whatever the field holds
    with db.transaction() as session:
        create_field(
            session, FieldDraft(FieldEntity.CUSTOMER, "plan", FieldKind.TEXT, {"en": "Plan"}), by=desk.cast.dora
        )
        steps = [{"do": "customer_field", "key": "plan", "value": value}]
        return create_macro(session, MacroChanges("Plan", steps, Audience.ALL), by=desk.cast.dora).id


def test_a_macro_writes_a_field_of_the_customer_and_takes_it_back(desk: Desk) -> None:
    one, _ = two_tickets(desk)
    anna = desk.cast.anna
    macro_id = set_customers_plan(desk, "iron")
    with db.transaction() as session:
        run_id = run_macro(session, macro_id, one, key=str(uuid4()), by=anna).id

    assert customers_field(one, "plan") == "iron"
    with db.transaction() as session:
        assert undo_macro(session, one, run_id, by=anna) == []
    assert customers_field(one, "plan") == "gold"


def test_what_somebody_wrote_about_the_customer_since_stays(desk: Desk) -> None:
    one, _ = two_tickets(desk)
    anna = desk.cast.anna
    macro_id = set_customers_plan(desk, "iron")
    with db.transaction() as session:
        run_id = run_macro(session, macro_id, one, key=str(uuid4()), by=anna).id
    with db.transaction() as session:
        customer_id = session.get_one(Ticket, one).customer_id
        change_profile(session, customer_id, ProfileChanges(fields={"plan": "paper"}), by=desk.cast.boris)

    with db.transaction() as session:
        assert undo_macro(session, one, run_id, by=anna) == ["customer_fields"]
    assert customers_field(one, "plan") == "paper"


def test_a_macro_keeps_nothing_of_the_customer_that_it_did_not_write(desk: Desk) -> None:
    one, _ = two_tickets(desk)
    macro_id = set_customers_plan(desk, "iron")
    with db.transaction() as session:
        kept = run_macro(session, macro_id, one, key=str(uuid4()), by=desk.cast.anna).kept

    assert (kept["before"]["customer_fields"], kept["after"]["customer_fields"]) == ({"plan": "gold"}, {"plan": "iron"})
