"""Rows for any table of any revision, made from the columns alone."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
)

from helpdesk.models import Base

ROWS: Final = 3
LONG_AGO: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
NOT_FILLED: Final = ("alembic_version", "_search", "search_", "_words")

Row = Mapping[str, Any]  # whatever the columns hold


def fill(connection: Connection) -> dict[str, int]:
    """Put rows into every table that has none; return how many each table has now."""
    found = MetaData()
    found.reflect(connection)
    counts: dict[str, int] = {}
    for table in found.sorted_tables:
        if any(part in table.name for part in NOT_FILLED):
            continue
        there = connection.scalar(select(func.count()).select_from(table)) or 0
        if not there:
            connection.execute(insert(table), [_row(table, number) for number in range(1, ROWS + 1)])
        counts[table.name] = there or ROWS
    return counts


def _row(table: Table, number: int) -> Row:
    return {column.name: _value(table, column, number) for column in table.columns if column.computed is None}


def _value(table: Table, column: Column[Any], number: int) -> Any:  # whatever fits
    own = Base.metadata.tables.get(table.name)
    known = own.columns.get(column.name) if own is not None else None
    if known is not None and isinstance(known.type, Enum):
        return known.type.enums[0]
    if column.foreign_keys:
        points_back = next(iter(column.foreign_keys)).column.table is table
        return None if points_back and column.nullable else number
    if column.nullable and known is None:
        return None
    return _of_type(column, number, is_json=known is not None and isinstance(known.type, JSON))


def _of_type(column: Column[Any], number: int, *, is_json: bool) -> Any:
    kind = column.type
    if is_json or isinstance(kind, JSON):
        return {} if isinstance(kind, JSON) else "{}"
    if isinstance(kind, DateTime):
        return LONG_AGO + timedelta(minutes=number)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Float):
        return number
    if isinstance(kind, LargeBinary):
        return b"\x01" * 12
    return f"{column.name} {number}"[: getattr(kind, "length", None) or 60]
