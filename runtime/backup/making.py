"""Making a backup of a desk at work: one moment of the database, every file it names, and the keys."""

import gzip
import io
import json
import os
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from pyrage import x25519
from sqlalchemy import Column, Connection, Table, select, text

import helpdesk
from helpdesk import clock, db, migrations, storage
from helpdesk.config import Config
from helpdesk.models import Audit
from runtime.backup.ends import End, note_end
from runtime.backup.rows import dump, tables
from runtime.backup.sealed import sealing
from runtime.backup.turn import UNFINISHED, turn_in
from runtime.keys import keys_of

FORM: Final = 1
SUFFIX: Final = ".helpdesk.age"
BLOB_CHARS: Final = 64
PORTION_BYTES: Final = 8_000_000
PACKING: Final = 3  # higher levels cost far more time than they save room


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is whole and on disk. gone: files that were deleted while it was made."""

    path: Path
    size: int
    rows: int
    files: int
    gone: int
    seconds: float


def name_at(moment: datetime) -> str:
    """Return how a backup of a moment is called: the order of names is that of moments."""
    return f"{moment:%Y%m%dT%H%M%S}Z{SUFFIX}"


def make_backup(config: Config, folder: Path, recipient: x25519.Recipient) -> Made:
    """Write a backup into `folder`, while the desk runs or not; under its name it is whole or not there at all.

    Unavailable while another is being made there.
    """
    began = time.monotonic()
    target = folder / name_at(clock.now())
    with (
        turn_in(folder),
        _whole_or_not_at_all(target) as file,
        sealing(file, recipient) as plain,
        gzip.GzipFile(fileobj=plain, mode="wb", compresslevel=PACKING) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        rows, files, gone, end = _fill(tar, config)
    if end is not None:
        note_end(folder, end)
    return Made(target, target.stat().st_size, rows, files, gone, time.monotonic() - began)


def _fill(tar: tarfile.TarFile, config: Config) -> tuple[int, int, int, End | None]:
    _add(tar, "about.json", json.dumps(_about(config)).encode())
    _add(tar, "keys", (config.secret_keys or keys_of(config.data_dir)).encode())
    counts: dict[str, int] = {}
    blobs: set[str] = set()
    with _one_moment() as connection:
        for table in tables():
            counts[table.name] = _add_rows(tar, connection, table)
            blobs |= _blobs_of(connection, table)
        last_number, audit_end = _last_ticket_number(connection), _audit_end(connection)
    _tidy_log()
    gone = sum(not _add_blob(tar, blob) for blob in sorted(blobs))
    # Last: a backup without it was cut short.
    end = {"rows": counts, "files": len(blobs) - gone, "last_ticket_number": last_number}
    _add(tar, "end.json", json.dumps(end).encode())
    return sum(counts.values()), len(blobs) - gone, gone, audit_end


def _about(config: Config) -> dict[str, Any]:
    return {
        "form": FORM,
        "version": helpdesk.__version__,
        "revision": migrations.current_revision(config.resolved_database_url),
        "made_at": clock.now().isoformat(),
    }


@contextmanager
def _one_moment() -> Iterator[Connection]:
    """A connection that sees one state of the database, however long the reading takes."""
    engine = db.current().reads
    with engine.connect() as connection:
        if not db.current().is_sqlite:
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def _tidy_log() -> None:
    """Bring into SQLite's file what was written while its old state was being read, before a visitor's commit has to."""
    if db.current().is_sqlite:
        with closing(db.current().writes.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")


def _add_rows(tar: tarfile.TarFile, connection: Connection, table: Table) -> int:
    count = 0
    for nth, chunk in enumerate(dump(connection, table)):
        _add(tar, f"rows/{table.name}/{nth:06}.jsonl", chunk)
        count += chunk.count(b"\n")
    return count


def blob_columns(table: Table) -> list[Column[Any]]:
    """Return the columns that name stored files."""
    return [column for column in table.columns if column.name == "blob" or column.name.endswith("_blob")]


def _blobs_of(connection: Connection, table: Table) -> set[str]:
    return {
        blob
        for column in blob_columns(table)
        for blob in connection.scalars(select(column).distinct().where(column.is_not(None)))
        if len(blob) == BLOB_CHARS
    }


def _add_blob(tar: tarfile.TarFile, blob: str) -> bool:
    try:
        with storage.path(blob).open("rb") as file:
            _add_file(tar, f"files/{blob}", file, os.fstat(file.fileno()).st_size)
    except FileNotFoundError:
        return False
    return True


def _last_ticket_number(connection: Connection) -> int:
    """Return the last public number given out, whether or not its row is still there."""
    if connection.dialect.name == "sqlite":
        last = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'ticket_number'"))
    else:
        last = connection.scalar(text("SELECT last_value FROM ticket_number_id_seq"))
    return int(last or 0)


def _audit_end(connection: Connection) -> End | None:
    last = connection.execute(select(Audit.id, Audit.hash).order_by(Audit.id.desc()).limit(1)).one_or_none()
    return None if last is None else End(last.id, last.hash)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    _add_file(tar, name, io.BytesIO(data), len(data))


def _add_file(tar: tarfile.TarFile, name: str, file: BinaryIO, size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(time.time())
    tar.addfile(info, file)


class _Steady:
    """A file that goes to the disk in small portions: one large one at the end would hold everybody's commits up."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting = 0

    def write(self, data: bytes) -> int:
        """Write, and see to it that little waits for the disk."""
        written = self._file.write(data)
        self._waiting += written
        if self._waiting >= PORTION_BYTES:
            self.flush()
        return written

    def flush(self) -> None:
        """Put on the disk what was written."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._waiting = 0


@contextmanager
def _whole_or_not_at_all(target: Path) -> Iterator[BinaryIO]:
    part = target.with_suffix(UNFINISHED)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield cast("BinaryIO", _Steady(file))
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
