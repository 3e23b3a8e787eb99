"""The schema of the database: whether it fits this version, and the way there."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from helpdesk import clock, migrations
from helpdesk.errors import Misconfigured

COPY: Final = "before-upgrade-from-{}-"
UNFINISHED: Final = ".part"

log = structlog.get_logger()


def upgrade(url: str, *, backups: Path) -> bool:
    """Bring the database at `url` to this version of the helpdesk; return whether it had to change.

    On SQLite a copy is put into `backups` first. Misconfigured when it does not answer or is newer than this version.
    """
    have, want = current(url), migrations.head_revision()
    if have == want:
        return False
    if have is not None and url.startswith("sqlite"):
        log.info("database copied before the upgrade", copy=str(_copy(url, backups, have)))
    try:
        migrations.upgrade(url)
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise Misconfigured(f"The upgrade was not made, and {_shown(url)} is as it was: {reason}.") from error
    log.info("database upgraded", before=have or "empty", now=want)
    return True


def expect_current(url: str) -> None:
    """Raise Misconfigured unless the database at `url` has exactly the schema of this version."""
    if current(url) != migrations.head_revision():
        raise Misconfigured(f"The database {_shown(url)} is not of this version. Run `helpdesk migrate` first.")


def current(url: str) -> str | None:
    """Return the revision of the database, None when it is empty; Misconfigured when it is unusable or newer than ours."""
    try:
        have = migrations.current_revision(url)
        newer = migrations.is_newer_than_code(url)
    except (ArgumentError, NoSuchModuleError):
        raise Misconfigured("HELPDESK_DATABASE_URL must look like postgresql://name:password@host/database.") from None
    except OperationalError as error:
        raise Misconfigured(_unreachable(url, error)) from None
    except DatabaseError as error:
        raise Misconfigured(f"{_shown(url)} is no database of a helpdesk: {error.orig}. Move it away.") from None
    if newer:
        raise Misconfigured(
            f"The database {_shown(url)} is of a newer version of the helpdesk (revision {have}). "
            "Install that version, or restore a backup made with this one."
        )
    return have


def _copy(url: str, backups: Path, have: str) -> Path:
    """Copy SQLite's file; whole under its name or not there, and the only one of its revision."""
    backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = Path(make_url(url).database or "")
    _expect_room(path, backups)
    target = backups / f"{COPY.format(have)}{clock.now():%Y%m%dT%H%M%SZ}.sqlite3"
    earlier, part = list(backups.glob(f"{COPY.format(have)}*")), target.with_suffix(UNFINISHED)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        part.chmod(0o600)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise Misconfigured(f"The database could not be copied into {backups} before its upgrade ({error}).") from error
    finally:
        part.unlink(missing_ok=True)
    for one in earlier:
        one.unlink(missing_ok=True)
    return target


def _expect_room(path: Path, backups: Path) -> None:
    """Raise Misconfigured unless there is room for the copy, and for as much again, which an upgrade may write."""
    log = path.with_name(f"{path.name}-wal")
    needed = 2 * sum(one.stat().st_size for one in (path, log) if one.exists())
    free = shutil.disk_usage(backups).free
    if free < needed:
        raise Misconfigured(
            f"The upgrade copies the database first and needs {needed / 1e6:.0f} MB beside {path}; {free / 1e6:.0f} MB"
            " are free. Nothing has been changed. Free some space and start again."
        )


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _unreachable(url: str, error: OperationalError) -> str:
    reason = str(error.orig).strip().splitlines()[0]
    return f"The database {_shown(url)} does not answer ({reason}). Start it, or correct HELPDESK_DATABASE_URL."
