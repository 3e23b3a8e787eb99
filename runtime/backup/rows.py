"""Rows as lines of JSON, the same from SQLite and from PostgreSQL."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    String,
    Table,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.sql.type_api import TypeEngine

from helpdesk import json_text
from helpdesk.models.base import Base, UtcDateTime

FETCH_ROWS: Final = 2_000
CHUNK_BYTES: Final = 4_000_000

Row = Mapping[str, Any]  # whatever the columns hold

_WRITER: Final = msgspec.json.Encoder()


def tables() -> Sequence[Table]:
    """Return every table, those first that others refer to."""
    return Base.metadata.sorted_tables


def dump(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table as lines of JSON, some megabytes at a time."""
    is_text = connection.dialect.name == "sqlite"
    columns = [_as_written(column) if is_text else column for column in table.columns]
    ready = [column.name for column in table.columns if is_text and _is(column.type, JSON)]
    statement = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=FETCH_ROWS)
    names = [column.name for column in table.columns]
    lines = bytearray()
    for rows in connection.execute(statement).partitions():
        values = [dict(zip(names, row, strict=True)) for row in rows]
        for name in ready:
            for one in values:
                if one[name] is not None:
                    one[name] = msgspec.Raw(one[name].encode())
        lines += _lines(values)
        if len(lines) >= CHUNK_BYTES:
            yield bytes(lines)
            lines.clear()
    if lines:
        yield bytes(lines)


def _as_written(column: Column[Any]) -> ColumnElement[Any]:
    """Read a column of SQLite without making times and JSON of its text, only to write that again: half of the work."""
    if _is(column.type, UtcDateTime):
        text = func.replace(func.replace(type_coerce(column, String), " ", "T"), ".000000", "")
        return text.concat("Z").label(column.name)
    return type_coerce(column, String).label(column.name) if _is(column.type, JSON) else column


def _lines(rows: Sequence[Row]) -> bytes:
    """Return rows as JSON, one a line: bytes in base64, times in UTC."""
    try:
        return _WRITER.encode_lines(rows)
    except (TypeError, ValueError, OverflowError):
        return b"".join(json_text.written(row).encode() + b"\n" for row in map(_plain, rows))


def _plain(row: Row) -> Row:
    # The standard library, which takes what the fast one refuses, knows neither times nor bytes.
    return {
        name: msgspec.to_builtins(value) if isinstance(value, datetime | bytes) else value
        for name, value in row.items()
    }


def load(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Insert rows that `dump` wrote and return how many; columns this version no longer has are left out."""
    columns = {column.name: _decoder(column) for column in table.columns}
    rows = [
        {name: columns[name](value) for name, value in json_text.read(line).items() if name in columns}
        for line in lines
    ]
    for at in range(0, len(rows), FETCH_ROWS):
        connection.execute(insert(table), rows[at : at + FETCH_ROWS])
    return len(rows)


def _decoder(column: Column[Any]) -> Any:
    if _is(column.type, UtcDateTime):
        return lambda value: None if value is None else datetime.fromisoformat(value)
    if _is(column.type, LargeBinary):
        return lambda value: None if value is None else base64.b64decode(value)
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _is(kind: TypeEngine[Any], wanted: type) -> bool:
    return isinstance(kind, wanted)
