"""Cells of a spreadsheet as people write them, and what a file would do before it does it."""

from typing import Any

import pytest

from helpdesk import db
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.importing import import_rows, preview_rows
from helpdesk.customers.cells import keys_of, read_cell
from helpdesk.models import Customer, FieldEntity, FieldKind
from tests.cast import Desk

PLANS: list[dict[str, Any]] = [  # as a field keeps its choices
    {"key": "gold", "labels": {"en": "Gold", "ru": "Золотой"}},
    {"key": "basic", "labels": {"en": "Basic", "ru": "Обычный"}},
]


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("number", "1 234,50", 1234.5),
        ("number", "many", "many"),
        ("date", "31.12.1990", "1990-12-31"),
        ("date", "1.2.2024", "2024-02-01"),
        ("date", "29.02.2023", "29.02.2023"),
        ("date", "1990-12-31", "1990-12-31"),
        ("yes_no", "Да", True),
        ("yes_no", "ні", False),
        ("yes_no", "maybe", "maybe"),
        ("choice", "золотой", "gold"),
        ("choice", "GOLD", "gold"),
        ("choice", "iron", "iron"),
        ("several", "Basic; золотой", ["basic", "gold"]),
        ("text", "да", "да"),
    ],
)
def test_a_cell_is_read_as_people_write_it(kind: str, text: str, kept: object) -> None:
    assert read_cell(text, kind, keys_of(PLANS)) == kept


def test_a_preview_refuses_what_taking_in_would_refuse(desk: Desk) -> None:
    with db.transaction() as session:
        draft = FieldDraft(FieldEntity.CUSTOMER, "plan", FieldKind.CHOICE, {"en": "Plan"}, PLANS)
        create_field(session, draft, by=desk.cast.dora)
    rows = [
        {"email": "ada@file.example; ada@home.example", "fields.plan": "Золотой"},
        {"email": "eve@file.example", "fields.plan": "iron"},
        {"email": "ada@home.example", "name": "Ada"},
    ]

    with db.transaction() as session:
        foreseen = preview_rows(session, rows, by=desk.cast.dora)
    with db.transaction() as session:
        taken = import_rows(session, rows, by=desk.cast.dora)

    assert [one["outcome"] for one in foreseen] == [one["outcome"] for one in taken] == ["new", "problem", "changed"]
    assert foreseen[1] == taken[1] == {"outcome": "problem", "problem": {"fields.plan": "choice"}}
    with db.reading() as session:
        assert session.get_one(Customer, taken[0]["customer_id"]).fields == {"plan": "gold"}
