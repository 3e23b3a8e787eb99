"""Connections to SQLite: one kind that writes, in turn, and one that only reads."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.sql.selectable import FromClause

BUSY_TIMEOUT_MS = 10_000
PATIENCE_MS = 60
LOG_BYTES = 64_000_000  # what SQLite's log keeps of the disk after it grew, as it does during a backup


def sqlite_engines(url: str, **options: Any) -> tuple[Engine, Engine]:
    """Return the engine that writes and the one that reads for a SQLite URL; `options` go to create_engine."""
    writes = create_engine(url, pool_size=4, max_overflow=28, **options)
    reads = create_engine(url, pool_size=8, max_overflow=32, **options)
    reads.dialect.statement_compiler = _HintingCompiler
    event.listen(writes, "connect", _prepare_writer)
    event.listen(reads, "connect", _prepare_reader)
    event.listen(writes, "begin", _begin_writing)
    event.listen(reads, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return writes, reads


class _HintingCompiler(SQLiteCompiler):
    """Writes `with_hint(table, "INDEXED BY ...", "sqlite")` behind the table, which SQLAlchemy leaves out on SQLite."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        return text


def _begin_writing(connection: Connection) -> None:
    """Wait for the one writer's turn, at most 10 s.

    SQLite looks for it ever less often, at last ten times a second, and whoever comes just then goes first: of those who
    waited so beside a backlog one in a hundred waited for over a second. Begun anew every 60 ms none waits a third of it.
    """
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    cursor = connection.connection.cursor()
    try:
        while time.monotonic() < until:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            else:
                return
    finally:
        cursor.close()
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # what is wrong, in SQLAlchemy's words


def _prepare_writer(connection: DBAPIConnection, _record: object) -> None:
    # SQLAlchemy must not begin on its own: BEGIN IMMEDIATE takes the lock before anything is read.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        f"journal_size_limit={LOG_BYTES}",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE_MS}",
    ):
        connection.cursor().execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "cache_size=-16000", "mmap_size=268435456", "query_only=ON"):
        connection.cursor().execute(f"PRAGMA {pragma}")
