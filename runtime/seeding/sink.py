"""Rows by the million into SQLite or PostgreSQL: plain inserts or COPY, with the indexes made afterwards."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

from runtime.seeding.tables import COLUMNS

FLUSH_ROWS: Final = 20_000

json_text = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # made once: making it is most of the work

Row = tuple[Any, ...]  # values as the driver takes them


class Sink:
    """Takes rows of any of the tables, and writes them some thousand at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.written: defaultdict[str, int] = defaultdict(int)

    def flush(self, *, at_least: int = 0) -> None:
        """Write what has gathered, of tables with at least so many rows."""
        for name, rows in self.rows.items():
            if rows and len(rows) >= at_least:
                self._write(name, rows)
                self.written[name] += len(rows)
                rows.clear()

    def begin(self) -> None:
        """Take away what would slow every row down; `finish` puts it back."""

    def finish(self) -> None:
        """Make the indexes, and whatever else was taken away, again."""

    def _write(self, name: str, rows: Sequence[Row]) -> None:
        raise NotImplementedError


class SqliteSink(Sink):
    """Rows into SQLite: executemany; indexes and the word index come afterwards."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._taken: list[str] = []
        self._searched: list[str] = []

    def begin(self) -> None:
        """Drop indexes and triggers, keeping their own words for them."""
        found = self._all(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        )
        for kind, name, table, sql in found:
            if table in COLUMNS:
                self._connection.exec_driver_sql(f'DROP {kind} "{name}"')
                self._taken.append(sql)
        tables = self._all("SELECT name FROM sqlite_master WHERE type = 'table'")
        self._searched = [f"{name}_search" for name in COLUMNS if (f"{name}_search",) in tables]

    def finish(self) -> None:
        """Build the word index from the texts, and make indexes and triggers again."""
        for name in self._searched:
            self._connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608 - our names
        for sql in self._taken:
            self._connection.exec_driver_sql(sql)
        self._connection.exec_driver_sql(
            "INSERT OR IGNORE INTO message_search_vocabulary (word) SELECT word FROM message_search_kept"
        )

    def _write(self, name: str, rows: Sequence[Row]) -> None:
        columns = COLUMNS[name]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        self._connection.exec_driver_sql(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', rows)  # noqa: S608 - our names

    def _all(self, sql: str) -> list[Row]:
        return [tuple(row) for row in self._connection.exec_driver_sql(sql)]


class PostgresqlSink(Sink):
    """Rows into PostgreSQL: COPY; indexes and references come afterwards."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._taken: list[str] = []

    def begin(self) -> None:
        """Drop references and indexes that are no keys, keeping their own words for them."""
        names = {"names": list(COLUMNS)}
        references = self._connection.execute(_REFERENCES, names).all()
        for table, name, words in references:
            self._connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            self._taken.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {words}')
        indexes = self._connection.execute(_INDEXES, names).all()
        for name, words in indexes:
            self._connection.exec_driver_sql(f'DROP INDEX "{name}"')
            self._taken.append(words)
        self._connection.exec_driver_sql("ALTER TABLE message DISABLE TRIGGER USER")

    def finish(self) -> None:
        """Make indexes first and references after them, set the sequences, and let the planner look at the tables."""
        self._connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '256MB'")
        for words in sorted(self._taken, key=lambda words: words.startswith("ALTER")):
            self._connection.exec_driver_sql(words.replace("%", "%%"))
        self._connection.exec_driver_sql("ALTER TABLE message ENABLE TRIGGER USER")
        self._connection.exec_driver_sql("SELECT message_search_vocabulary_all()")
        for name in COLUMNS:
            sequence = self._connection.execute(_SEQUENCE, {"name": name}).scalar()
            if sequence is not None:
                last = self._connection.exec_driver_sql(f'SELECT max(id) FROM "{name}"').scalar()  # noqa: S608 - our names
                self._connection.execute(
                    text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last or 1}
                )
            self._connection.exec_driver_sql(f'ANALYZE "{name}"')

    def _write(self, name: str, rows: Sequence[Row]) -> None:
        names = ", ".join(f'"{column}"' for column in COLUMNS[name])
        # The driver's own connection: SQLAlchemy has no COPY.
        driver: Any = self._connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:
            copy.write("".join(_lines(rows)))


_REFERENCES: Final = text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND conrelid::regclass::text = ANY(:names)"
)
_INDEXES: Final = text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(:names)"
    " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
)
_SEQUENCE: Final = text(
    "SELECT pg_get_serial_sequence(:name, 'id') WHERE EXISTS"
    " (SELECT FROM information_schema.columns WHERE table_name = :name AND column_name = 'id')"
)
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _lines(rows: Iterable[Row]) -> Iterable[str]:
    """Yield rows in PostgreSQL's text form of COPY."""
    for row in rows:
        yield "\t".join([_field(value) for value in row]) + "\n"


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if type(value) is str else str(value)


def sink_of(connection: Connection) -> Sink:
    """Return the sink that fits a connection's database."""
    return SqliteSink(connection) if connection.dialect.name == "sqlite" else PostgresqlSink(connection)
