"""Rows as lines of JSON, the same from SQLite and from PostgreSQL."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, LargeBinary, Table, insert, select
from sqlalchemy.sql.type_api import TypeEngine

from helpdesk.models.base import Base, UtcDateTime

FETCH_ROWS: Final = 2_000
CHUNK_BYTES: Final = 4_000_000

Row = Mapping[str, Any]  # whatever the columns hold


def tables() -> Sequence[Table]:
    """Return every table, those first that others refer to."""
    return Base.metadata.sorted_tables


def dump(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table as lines of JSON, some megabytes at a time."""
    statement = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=FETCH_ROWS)
    encoders = [_encoder(column) for column in table.columns]
    names = [column.name for column in table.columns]
    lines: list[bytes] = []
    size = 0
    for row in connection.execute(statement):
        values = {name: encode(value) for name, encode, value in zip(names, encoders, row, strict=True)}
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
        lines.append(line)
        size += len(line) + 1
        if size >= CHUNK_BYTES:
            yield b"\n".join(lines) + b"\n"
            lines, size = [], 0
    if lines:
        yield b"\n".join(lines) + b"\n"


def load(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Insert rows that `dump` wrote and return how many; columns this version no longer has are left out."""
    columns = {column.name: _decoder(column) for column in table.columns}
    rows = [
        {name: columns[name](value) for name, value in json.loads(line).items() if name in columns} for line in lines
    ]
    for at in range(0, len(rows), FETCH_ROWS):
        connection.execute(insert(table), rows[at : at + FETCH_ROWS])
    return len(rows)


def _encoder(column: Column[Any]) -> Any:
    if _is(column.type, UtcDateTime):
        return lambda value: None if value is None else value.isoformat()
    if _is(column.type, LargeBinary):
        return lambda value: None if value is None else base64.b64encode(value).decode()
    return _as_it_is


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
