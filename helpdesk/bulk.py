"""Many new rows in one statement: a tenth of what the unit of work costs for each."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table
from sqlalchemy import insert as insert_into
from sqlalchemy.orm import Session, make_transient_to_detached

from helpdesk.models import Base


def insert(session: Session, rows: Sequence[Base]) -> None:
    """Insert new rows of one table, none of which the session knows; those with an `id` get theirs, in this order."""
    if not rows:
        return
    kind = type(rows[0])
    blanks = _blanks(kind)
    values = [_filled(row, blanks) for row in rows]
    connection = session.connection()
    if "id" not in _table(kind).columns:
        connection.execute(_plain(kind), values)
        return
    ids = connection.execute(_returning(kind), values).scalars().all()
    for row, id in zip(rows, ids, strict=True):
        row.__dict__["id"] = id


def adopt(session: Session, rows: Sequence[Base]) -> None:
    """Have the session know rows that were inserted here, as if it had loaded them."""
    for row in rows:
        make_transient_to_detached(row)
    session.add_all(rows)


Blank = tuple[str, Callable[[], Any]]  # a column's own default


@cache
def _blanks(kind: type[Base]) -> tuple[Blank, ...]:
    return tuple((column.key, _default(column)) for column in _table(kind).columns if column.key != "id")


def _default(column: Any) -> Callable[[], Any]:  # SQLAlchemy's column, whose default may be anything
    if column.default is None:
        return lambda: None
    made = column.default.arg
    if column.default.is_callable:
        return lambda: made(None)
    return lambda: made


def _filled(row: Base, blanks: tuple[Blank, ...]) -> dict[str, Any]:
    known = row.__dict__
    for key, default in blanks:
        if key not in known:
            known[key] = default()
    return {key: known[key] for key, _ in blanks}


def _table(kind: type[Base]) -> Table:
    return cast("Table", kind.__table__)


@cache
def _plain(kind: type[Base]) -> Insert:
    return insert_into(_table(kind))


@cache
def _returning(kind: type[Base]) -> Any:  # SQLAlchemy's ReturningInsert
    table = _table(kind)
    return insert_into(table).returning(table.c.id, sort_by_parameter_order=True)
