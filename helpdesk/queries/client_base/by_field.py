"""Customers in the order of a custom field: of the latest that are meant, those further back behind them, the latest first."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from helpdesk.models import Customer, FieldEntity
from helpdesk.queries.lists.by_field import MOST, FieldOrder, field_order

BEHIND: Final = float("inf")  # what is empty, and what lies further back
Place = tuple[float, int]


def order_of(session: Session, sort: str) -> FieldOrder | None:
    """Return the order that "customer.plan" or "-customer.plan" means; None where the desk has no such field."""
    order = field_order(session, sort)
    return order if order is not None and order.field.entity is FieldEntity.CUSTOMER else None


def ids_by_field(
    session: Session, found: Select[int, str], order: FieldOrder, *, after: int = 0, most: int = 50
) -> list[int]:
    """Return the ids of at most so many customers that stand behind a customer; found: all who are meant, unordered."""
    key = order.field.key
    latest = found.with_only_columns(Customer.id, Customer.fields[key]).order_by(Customer.id.desc())
    rows = session.execute(latest.limit(MOST)).all()
    end = rows[-1][0] if len(rows) == MOST else 0
    ids = [] if 0 < after < end else _in_order(session, order, rows, after)
    if len(ids) < most and end:
        end = min(end, after or end)
        behind = found.with_only_columns(Customer.id).where(Customer.id < end).order_by(Customer.id.desc())
        ids += session.scalars(behind.limit(most - len(ids)))
    return ids[:most]


def _in_order(session: Session, order: FieldOrder, rows: Sequence[Row[int, object]], after: int) -> list[int]:
    begins = _place(order, session.get(Customer, after)) if after else None
    places = sorted(_of(order, id, value) for id, value in rows)
    return [-place[1] for place in places if begins is None or place > begins]


def _place(order: FieldOrder, customer: Customer | None) -> Place | None:
    return None if customer is None else _of(order, customer.id, (customer.fields or {}).get(order.field.key))


def _of(order: FieldOrder, id: int, value: object) -> Place:
    key = order.key_of(value)
    return (BEHIND if key is None else key, -id)
