"""Customers as a table for spreadsheets."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Customer, FieldEntity
from helpdesk.permissions import Actor
from helpdesk.queries.client_base.fields import fields
from helpdesk.queries.client_base.listing import lines
from helpdesk.queries.reports.sheets import Cell
from helpdesk.queries.rows import Json, iso

CHUNK: Final = 500
HEAD: Final = (
    *("id", "name", "language", "organisation", "email", "phone", "tags", "tickets", "last_at", "created_at"),
    "unsubscribed_at",
)


def customer_table(session: Session, actor: Actor, ids: list[int]) -> tuple[list[str], list[list[Cell]]]:
    """Return head and rows of these customers, custom fields by their keys at the end."""
    keys = [field["key"] for field in fields(session, entity=FieldEntity.CUSTOMER)]
    return [*HEAD, *keys], list(_rows(session, actor, ids, keys))


def _rows(session: Session, actor: Actor, ids: list[int], keys: list[str]) -> Iterator[list[Cell]]:
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        held = {one.id: one for one in session.scalars(select(Customer).where(Customer.id.in_(some)))}
        for line in lines(session, actor, some):
            customer = held[line["id"]]
            yield [*_cells(line), iso(customer.unsubscribed_at), *(_cell(customer.fields.get(key)) for key in keys)]


def _cells(line: Json) -> list[Cell]:
    by_kind = {
        kind: [one["address"] for one in line["addresses"] if one["kind"] == kind] for kind in ("email", "phone")
    }
    return [
        line["id"],
        line["name"],
        line["language"],
        line["organisation"],
        "; ".join(by_kind["email"]),
        "; ".join(by_kind["phone"]),
        "; ".join(line["tags"]),
        line["tickets"],
        line["last_at"],
        line["created_at"],
    ]


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value if isinstance(value, str | int | float) else None
