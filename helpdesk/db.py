"""The database: one door to it, short write transactions, bounded reads."""

import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, UpdateBase, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from helpdesk import json_text
from helpdesk.postgresql_engine import postgresql_engine
from helpdesk.sqlite_engine import sqlite_engines

JSON: Final[dict[str, Any]] = {"json_serializer": json_text.written, "json_deserializer": json_text.read}
# What people wrote are parameters of statements, and errors are logged.
QUIET: Final[dict[str, Any]] = {"hide_parameters": True}
RETRIES = 5
IDLE: Final = 0  # libpq's PQTRANS_IDLE
BEGUN: Final = 2  # and PQTRANS_INTRANS
ONE_STATE: Final = "reads one state"  # on which connection, kept with the session
NO_WRITES: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Database:
    """The two engines of a process; on PostgreSQL both are the same one."""

    writes: Engine
    reads: Engine
    write_turn: AbstractContextManager[object]

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.writes.dialect.name == "sqlite"


_current: Database | None = None
_refusals = 0


def connect(url: str) -> Database:
    """Open the database at a SQLAlchemy URL for this process, closing any earlier one."""
    global _current
    disconnect()
    _current = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
    return _current


def disconnect() -> None:
    """Close all connections of this process."""
    global _current
    if _current is not None:
        _current.writes.dispose()
        _current.reads.dispose()
    _current = None


def current() -> Database:
    """Return the open database; raise RuntimeError when nothing is connected."""
    if _current is None:
        raise RuntimeError("helpdesk.db.connect() has not been called in this process.")
    return _current


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one kind of write transaction: it commits at the end or leaves nothing behind.

    Keep it short and never wait for the network inside: on SQLite nobody else can write meanwhile.
    """
    database = current()
    with database.write_turn, Session(database.writes, expire_on_commit=False) as session:
        with _noting_refusals(), session.begin():
            session.connection()
            yield session
            _prepare(session)
        followers = list(session.info.get("after_commit", {}).values())
    for follow in followers:
        follow()


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session for reading alone; on SQLite all its reads see one state, on PostgreSQL each the newest."""
    with Session(current().reads, expire_on_commit=False, autoflush=False) as session:
        yield session
        _end_well(session)


@contextmanager
def reading_one_state() -> Iterator[Session]:
    """The same where no later read may be newer than an earlier one: rights and then words, a sum and its rows (decision 54)."""
    with reading() as session:
        in_transaction(session)
        yield session


def _end_well(session: Session) -> None:
    """End what `in_transaction` began by a commit: after a rollback the driver plans all statements anew."""
    connection: Connection | None = session.info.pop(ONE_STATE, None)
    if connection is None or connection.closed or connection.invalidated:
        return
    driver = connection.connection.driver_connection
    if driver is not None and driver.info.transaction_status == BEGUN:
        _say(connection, "COMMIT")


def in_transaction(session: Session) -> None:
    """Begin the transaction that a cursor or a local setting lives in, where PostgreSQL reads without one.

    From here on all reads of the session see one state, as they do on SQLite.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    connection = session.connection()
    driver = connection.connection.driver_connection
    if driver is not None and driver.autocommit and driver.info.transaction_status == IDLE:
        _say(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        session.info[ONE_STATE] = connection


def _say(connection: Connection, words: str) -> None:
    """Say to PostgreSQL what has no parameters and no rows, past all that SQLAlchemy does for those: a third of the time."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.cursor().execute(words, prepare=False)
    except connection.dialect.loaded_dbapi.Error:
        connection.exec_driver_sql(words)  # what is wrong, in SQLAlchemy's words


def set_locally(session: Session, setting: str) -> None:
    """Have PostgreSQL work by a setting ("name = value", ours) until this session ends; nothing on SQLite."""
    if session.get_bind().dialect.name == "postgresql":
        in_transaction(session)
        _say(session.connection(), f"SET LOCAL {setting}")


def before_commit(session: Session, key: str, call: Callable[[Session], None]) -> None:
    """Have `call` made once per key in this transaction, after everything else in it; what it raises undoes all."""
    session.info.setdefault("before_commit", {})[key] = call


def after_commit(session: Session, key: str, call: Callable[[], object]) -> None:
    """Have `call` made once per key when this transaction has committed; it must not raise."""
    session.info.setdefault("after_commit", {})[key] = call


def retrying(work: Callable[[Session], T]) -> T:
    """Run `work` in a transaction of its own, again when another writer crossed it (at most 5 times)."""
    for attempt in range(RETRIES):
        try:
            with transaction() as session:
                return work(session)
        except (IntegrityError, OperationalError) as error:
            if attempt == RETRIES - 1 or not _is_crossing(error):
                raise
            time.sleep(0.01 * 2**attempt)
    raise AssertionError("unreachable")


def writing_if_possible(work: Callable[[Session], object]) -> bool:
    """Run in a transaction of its own what is only noted; False, and nothing done, while the database can only be read."""
    try:
        with transaction() as session:
            work(session)
    except DBAPIError as error:
        if not takes_no_writes(error):
            raise
        return False
    return True


def lock(session: Session, name: str) -> None:
    """Wait for a lock known by name, held until the transaction ends; SQLite's writer already has it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(name.encode())})


def lock_all(session: Session, names: Collection[str]) -> None:
    """Wait for several such locks, always in one order, so that two who want the same never wait for each other."""
    if session.get_bind().dialect.name == "postgresql":
        keys = sorted({zlib.crc32(name.encode()) for name in names})
        wanted = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")
        session.execute(wanted, {"keys": keys})


def changed(session: Session, statement: UpdateBase) -> int:
    """Run an update or delete and return how many rows it met: the outcome of a conditional claim."""
    session.flush()
    return session.connection().execute(statement).rowcount


def is_busy(error: DBAPIError) -> bool:
    """Say whether SQLite's writer kept others out for as long as one waits for it; nothing has been done then."""
    return getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")


def takes_no_writes(error: DBAPIError) -> bool:
    """Say whether the database can only be read now: a full disk, a file or server that is read-only, a lock held for long."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in NO_WRITES
    return getattr(error.orig, "sqlstate", None) in ("25006", "53100")


def refusals() -> int:
    """Return how many writes of this process have met a database that can only be read."""
    return _refusals


@contextmanager
def _noting_refusals() -> Iterator[None]:
    global _refusals
    try:
        yield
    except DBAPIError as error:
        _refusals += takes_no_writes(error)
        raise


def _prepare(session: Session) -> None:
    while calls := session.info.pop("before_commit", None):
        for call in calls.values():
            call(session)


def _is_crossing(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01", "55P03")


def _sqlite(url: str) -> Database:
    return Database(*sqlite_engines(url, **QUIET, **JSON), threading.Lock())


def _postgresql(url: str) -> Database:
    engine = postgresql_engine(url, **QUIET, **JSON)
    # Each statement sees what was committed before it, in a transaction or not: beginning and ending one is two errands.
    return Database(engine, engine.execution_options(isolation_level="AUTOCOMMIT"), nullcontext())
