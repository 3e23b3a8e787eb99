"""Restoring a backup into an empty desk, on SQLite or PostgreSQL, whichever it came from."""

import json
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import BigInteger, ColumnElement, Connection, Table, bindparam, delete, func, select, text, update

from helpdesk import clock, db, migrations, outbox, storage
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from helpdesk.models import Lease
from helpdesk.models.base import Base
from helpdesk.models.tickets import TicketNumber
from runtime import schema
from runtime.backup.ends import begin_anew
from runtime.backup.making import FORM
from runtime.backup.rows import load, tables
from runtime.backup.sealed import opening
from runtime.backup.settings import BackupSettings
from runtime.data_folder import DataFolder
from runtime.keys import NAME as KEY_FILE

DATABASE: Final = "helpdesk.sqlite3"
CHUNK_BYTES: Final = 1 << 20


@dataclass(slots=True)
class Restored:
    """What was in a backup. about: version, revision and time of the desk it was made of."""

    about: Mapping[str, Any]
    rows: int = 0
    files: int = 0


def restore(config: Config, path: Path, recovery_key: str) -> Restored:
    """Put a backup into the empty data folder and database of these settings; nothing of it counts before it is whole.

    Misconfigured when the desk runs, is not empty, or is older than the backup, and when the backup cannot be opened.
    """
    folder, backups = DataFolder(config.data_dir), BackupSettings.of(config).folder
    folder.lock()
    try:
        storage.connect(folder.path / "files")
        with _database(config) as url:
            found = _restore(config, url, path, recovery_key)
            migrations.upgrade(url)
            _number_events(url)
        begin_anew(backups)
    finally:
        folder.unlock()
    return found


def verify(path: Path, recovery_key: str) -> Restored:
    """Read a backup to its end and return what is in it; Misconfigured when it is not whole."""
    with _reading(path, recovery_key) as (about, members):
        found, counts = Restored(about), Counter[str]()
        for name, file in members:
            if name == "end.json":
                _expect_whole(json.load(file), counts, found.files)
                found.rows = counts.total()
                return found
            if name.startswith("rows/"):
                counts[name.split("/")[1]] += sum(1 for _ in file)
            elif name.startswith("files/"):
                found.files += 1
                _ = sum(len(piece) for piece in _pieces(file))
    raise _cut_short()


@contextmanager
def _database(config: Config) -> Iterator[str]:
    """The URL to restore into: an empty PostgreSQL database, or a SQLite file that gets its name when all is well."""
    url = config.resolved_database_url
    if not url.startswith("sqlite"):
        _expect_empty(url)
        yield url
        return
    target = config.data_dir.resolve() / DATABASE
    if target.exists() and _count(url):
        raise _not_empty(str(target))
    part = target.with_suffix(".restoring")
    part.unlink(missing_ok=True)
    try:
        yield f"sqlite:///{part}"
        db.disconnect()
        for rest in ("-wal", "-shm"):
            part.with_name(part.name + rest).unlink(missing_ok=True)
            target.with_name(target.name + rest).unlink(missing_ok=True)
        part.replace(target)
    finally:
        db.disconnect()
        part.unlink(missing_ok=True)


def _restore(config: Config, url: str, path: Path, recovery_key: str) -> Restored:
    with _reading(path, recovery_key) as (about, members):
        migrations.upgrade(url, about["revision"])
        _expect_same(url, about)
        found = Restored(about)
        db.connect(url)
        with db.current().writes.begin() as connection:
            for table in reversed(tables()):
                connection.execute(delete(table))
            end = _load_all(connection, config, members, found)
            _set_sequences(connection, int(end.get("last_ticket_number") or 0))
        db.disconnect()
    return found


def _number_events(url: str) -> None:
    """Number what was recorded in the moment of the backup: whoever looks at this desk before it runs finds it in order."""
    db.connect(url)
    try:
        with db.transaction() as session:
            while outbox.number_waiting(session):
                pass
    finally:
        db.disconnect()


def _load_all(
    connection: Connection, config: Config, members: Iterator[tuple[str, IO[bytes]]], found: Restored
) -> Mapping[str, Any]:
    known = {table.name: table for table in tables()}
    counts = Counter[str]()
    for name, file in members:
        kind, _, rest = name.partition("/")
        if name == "keys":
            _keep_keys(config, file.read().decode())
        elif kind == "rows":
            table = known.get(rest.partition("/")[0])
            if table is None:
                raise Misconfigured(f"This version has no table {rest.partition('/')[0]}; restore with the older one.")
            counts[table.name] += _load_chunk(connection, table, file)
        elif kind == "files":
            _keep_file(rest, file)
            found.files += 1
        elif name == "end.json":
            end: Mapping[str, Any] = json.load(file)
            _expect_whole(end, counts, found.files)
            found.rows = counts.total()
            return end
    raise _cut_short()


def _load_chunk(connection: Connection, table: Table, file: IO[bytes]) -> int:
    """Insert rows; what they say of other rows of their own table is added when those are there too."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    lines = list(file)
    if not own:
        return load(connection, table, lines)
    whole = [json.loads(line) for line in lines]
    count = load(connection, table, [json.dumps({**row, **dict.fromkeys(own)}).encode() for row in whole])
    for name in own:
        pending = [{"pk": row["id"], "to": row[name]} for row in whole if row.get(name) is not None]
        connection.info.setdefault("pending", []).append((table, name, pending))
    return count


def _set_sequences(connection: Connection, last_ticket_number: int) -> None:
    for table, name, pending in connection.info.pop("pending", []):
        if pending:
            statement = update(table).where(table.c.id == bindparam("pk")).values({name: bindparam("to")})
            connection.execute(statement, pending)
    if connection.dialect.name == "sqlite":
        name = {"name": TicketNumber.__tablename__, "last": last_ticket_number}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), name)
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), name)
        return
    for table in tables():
        column = table.autoincrement_column
        if column is not None and isinstance(column.type, BigInteger):
            last = connection.scalar(select(func.max(column))) or 0
            last = max(last, last_ticket_number if table.name == "ticket_number" else 0)
            if last:
                sequence = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
                connection.execute(sequence, {"table": table.name, "column": column.name, "last": last})


def _keep_keys(config: Config, keys: str) -> None:
    if config.secret_keys:
        mine = {part.strip() for part in config.secret_keys.split(",")}
        if not {part.strip() for part in keys.split(",")} <= mine:
            raise Misconfigured(
                "HELPDESK_SECRET_KEYS lacks keys of this backup. Unset it, or add them behind your own."
            )
        return
    path = config.data_dir / KEY_FILE
    if path.exists() and path.read_text().strip() != keys.strip():
        path.rename(path.with_suffix(".key.before-restore"))
    path.touch(mode=0o600)
    path.write_text(keys.strip() + "\n")


def _keep_file(blob: str, file: IO[bytes]) -> None:
    digest, _ = storage.put(_pieces(file))
    if digest != blob:
        raise Misconfigured(f"The file {blob} of this backup is damaged.")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK_BYTES):
        yield piece


@contextmanager
def _reading(path: Path, recovery_key: str) -> Iterator[tuple[Mapping[str, Any], Iterator[tuple[str, IO[bytes]]]]]:
    with opening(path, recovery_key) as plain:
        try:
            with tarfile.open(fileobj=plain, mode="r|gz") as tar:
                members = _members(tar)
                name, file = next(members, ("", None))
                if name != "about.json" or file is None:
                    raise Misconfigured(f"{path} is no backup of a helpdesk.")
                about = json.load(file)
                _expect_ours(about)
                yield about, members
        except (tarfile.TarError, EOFError) as error:
            raise Misconfigured(f"The backup {path} is damaged or was cut short ({error}).") from error


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        file = tar.extractfile(member)
        if file is not None:
            yield member.name, file


def _expect_ours(about: Mapping[str, Any]) -> None:
    if about["form"] > FORM or not migrations.is_known(about["revision"]):
        raise Misconfigured(
            f"This backup is of a newer helpdesk (version {about['version']}, revision {about['revision']})."
            " Restore it with that version."
        )


def _expect_same(url: str, about: Mapping[str, Any]) -> None:
    """Refuse tables that are newer than the rows: these would never pass the migrations between."""
    have = migrations.current_revision(url)
    if have != about["revision"]:
        raise Misconfigured(
            f"The database has the tables of a newer version (revision {have}) than the backup ({about['revision']})."
            " Restore into an empty database; it is upgraded afterwards."
        )


def _expect_whole(end: Mapping[str, Any], counts: Mapping[str, int], files: int) -> None:
    wanted = {name: count for name, count in end["rows"].items() if count}
    if wanted != {name: count for name, count in counts.items() if count} or end["files"] != files:
        raise _cut_short()


def _cut_short() -> Misconfigured:
    return Misconfigured("The backup is not whole. Take another one.")


def _expect_empty(url: str) -> None:
    """Let tables be that nobody has signed up to: all they hold was put there by a start, and is replaced."""
    if _count(url):
        raise _not_empty("the database")
    if _count(url, Lease.expires_at > clock.now(), of=("lease",)):
        raise Misconfigured(
            "A desk runs on the database, here or elsewhere. Stop it first; within a minute it is free."
        )


def _count(url: str, *which: ColumnElement[bool], of: Sequence[str] = ("agent", "ticket")) -> int:
    """Return how many people and tickets are in a database, or rows of other tables."""
    if schema.current(url) is None:
        return 0
    db.connect(url)
    try:
        with db.reading() as session:
            known = (Base.metadata.tables[name] for name in of)
            return sum(session.scalar(select(func.count()).select_from(table).where(*which)) or 0 for table in known)
    finally:
        db.disconnect()


def _not_empty(what: str) -> Misconfigured:
    return Misconfigured(
        f"There is a desk in {what} already. Restore into an empty data folder (HELPDESK_DATA_DIR) or database."
    )
