"""Connections to PostgreSQL: few and warm, asked for life only after a rest (decision 53)."""

import time
from functools import cache, partial
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from helpdesk.discreet_errors import keep_values_out

REST_S: Final = 2.0  # a connection that was used since needs no look before it is used again
BIGINT_ARRAY: Final = 1016  # as PostgreSQL knows the type
LAST_USE: Final = "last use"
PREPARED: Final = 400  # statements of a connection that PostgreSQL keeps planned; the lists alone have more than 100
# Orders of indexes are asked for by making sorts seem dear, and what seems dear is compiled, for a tenth of a second.
OPTIONS: Final = "-c lock_timeout=8s -c idle_in_transaction_session_timeout=60s -c timezone=UTC -c jit=off"


class IdArray(list[int]):
    """Ids that go to PostgreSQL as one bigint[]; the driver's own way looks at each for the smallest type of all."""


def postgresql_engine(url: str, **options: Any) -> Engine:
    """Return an engine for a PostgreSQL URL; `options` go to create_engine."""
    engine = create_engine(
        url,
        pool_size=8,
        max_overflow=32,
        pool_use_lifo=True,  # what was used last has its statements prepared
        connect_args={"options": OPTIONS, "connect_timeout": 5},
        **options,
    )
    keep_values_out(engine)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_look_after_a_rest, engine))
    return engine


def _prepare_connection(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.prepared_max = PREPARED
    connection.adapters.register_dumper(IdArray, _dumper_of_ids())


@cache
def _dumper_of_ids() -> type[Any]:
    """Return what writes an IdArray; made where the driver has been loaded, which nobody on SQLite pays for."""
    from psycopg.adapt import Dumper  # noqa: PLC0415

    class IdsDumper(Dumper):
        oid = BIGINT_ARRAY

        def dump(self, obj: list[int]) -> bytes:
            return f"{{{','.join(map(str, obj))}}}".encode()

    return IdsDumper


def _note_use(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[LAST_USE] = time.monotonic()


def _look_after_a_rest(
    engine: Engine, connection: DBAPIConnection, record: ConnectionPoolEntry, _lent: PoolProxiedConnection
) -> None:
    """Ask a connection that nobody used for some seconds whether the server is still there."""
    used = record.info.get(LAST_USE)
    if used is None or time.monotonic() < used + REST_S:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error
