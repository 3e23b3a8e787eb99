"""Many new rows in one statement: a tenth of what the unit of work costs for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Insert, Table, text
from sqlalchemy import insert as insert_into
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import Session, make_transient_to_detached

from helpdesk.models import Base

T = TypeVar("T", bound=Base)
Values = Mapping[str, Any]  # columns of one row


def blank(kind: type[T], /, **values: Any) -> T:  # columns, with the types their table documents
    """Return a new row that no session knows, in a fraction of the time its constructor takes."""
    row: T = kind.__mapper__.class_manager.new_instance()
    row.__dict__.update({key: default() for key, default in _blanks(kind)}, **values)
    return row


def insert(session: Session, rows: Sequence[Base]) -> None:
    """Insert new rows of one table that have ids of their own, which `reserve` gave them."""
    if rows:
        write(session, type(rows[0]), [row.__dict__ for row in rows], has_ids=True)


def write(session: Session, kind: type[Base], values: Sequence[Values], *, has_ids: bool = False) -> None:
    """Insert plain values into a table; what is absent has its default. has_ids: else the database gives ids."""
    if not values:
        return
    blanks = _blanks(kind)
    filled = [{key: one[key] if key in one else default() for key, default in blanks} for one in values]
    if has_ids:
        for row, one in zip(filled, values, strict=True):
            row["id"] = one["id"]
    session.connection().execute(_statement(kind), filled)


def insert_once(session: Session, kind: type[Base], values: Values) -> int | None:
    """Insert a row and return its id; None, and nothing changed, where a unique key of it is taken."""
    filled = {key: values[key] if key in values else default() for key, default in _blanks(kind)}
    if session.get_bind().dialect.name == "sqlite":
        once = insert_on_sqlite(_table(kind)).values(filled).on_conflict_do_nothing()
    else:
        once = insert_on_postgresql(_table(kind)).values(filled).on_conflict_do_nothing()
    found: int | None = session.connection().execute(once.returning(_table(kind).c.id)).scalar()
    return found


def reserve(session: Session, kind: type[Base], rows: Iterable[Base]) -> None:
    """Give new rows of a table ids that nobody else gets."""
    waiting = list(rows)
    for row, id in zip(waiting, reserved_ids(session, kind, len(waiting)), strict=True):
        row.__dict__["id"] = id


def reserved_ids(session: Session, kind: type[Base], count: int) -> list[int]:
    """Return ids of a table that nobody else gets, rising; on SQLite the transaction has the only writer."""
    if not count:
        return []
    table = _table(kind).name
    if session.get_bind().dialect.name == "sqlite":
        # The name is a constant of ours. This is how SQLite itself chooses the id of a table without AUTOINCREMENT.
        last = session.connection().execute(text(f"SELECT max(id) FROM {table}")).scalar() or 0  # noqa: S608
        return list(range(last + 1, last + 1 + count))
    wanted = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return sorted(session.connection().execute(wanted, {"name": table, "count": count}).scalars())


def adopt(session: Session, rows: Sequence[Base]) -> None:
    """Have the session know rows that were inserted here, as if it had loaded them."""
    for row in rows:
        make_transient_to_detached(row)
    session.add_all(rows)


def _table(kind: type[Base]) -> Table:
    return cast("Table", kind.__table__)


@cache
def _blanks(kind: type[Base]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    return tuple((column.key, _default(column)) for column in _table(kind).columns if column.key != "id")


def _default(column: Any) -> Callable[[], Any]:  # SQLAlchemy's column, whose default may be anything
    if column.default is None:
        return lambda: None
    made = column.default.arg
    if column.default.is_callable:
        return lambda: made(None)
    return lambda: made


@cache
def _statement(kind: type[Base]) -> Insert:
    return insert_into(_table(kind))
