"""`helpdesk check`."""

import sys
from collections.abc import Callable

import click

from helpdesk import backups, clock, db, queue, storage
from helpdesk.config import Config
from helpdesk.errors import DeskError, Misconfigured
from runtime import schema
from runtime.backup.schedule import is_overdue
from runtime.backup.settings import BackupSettings
from runtime.commands.connected import settings_for
from runtime.data_folder import DataFolder
from runtime.first_start import expect_redis
from runtime.process import prepare
from runtime.redis_binary import find_redis_server


@click.command()
def check() -> None:
    """Say whether the settings work: folder, database, Redis, keys; exit code 1 if something does not."""
    settings = settings_for("check")
    checks: dict[str, Callable[[Config], object]] = {
        "data folder": _data_folder,
        "database": _database,
        "redis": _redis,
        "keys and files": _keys_and_files,
        "backup": _backup,
    }
    good = [_try(name, look, settings) for name, look in checks.items()]
    sys.exit(0 if all(good) else 1)


def _try(name: str, look: Callable[[Config], object], settings: Config) -> bool:
    try:
        click.echo(f"ok    {name}: {look(settings)}")
    except (DeskError, OSError) as error:
        click.echo(f"FAIL  {name}: {error}")
        return False
    return True


def _data_folder(settings: Config) -> str:
    return str(DataFolder(settings.data_dir).path)


def _database(settings: Config) -> str:
    return f"revision {schema.current(settings.resolved_database_url) or 'none yet, made at the first start'}"


def _redis(settings: Config) -> str:
    if not settings.redis_url:
        return f"brought by `helpdesk up` ({find_redis_server()})"
    queue.connect(settings.redis_url)
    expect_redis()
    return "answers"


def _keys_and_files(settings: Config) -> str:
    prepare(settings)
    blob = storage.put_bytes(b"helpdesk check")
    return "usable" if storage.read(blob) == b"helpdesk check" else "files come back changed"


def _backup(settings: Config) -> str:
    found = BackupSettings.of(settings)
    if schema.current(settings.resolved_database_url) is None:
        return "nothing to back up yet"
    with db.reading() as session:
        last = backups.last_backup_at(session)
    age_s = None if last is None else (clock.now() - last).total_seconds()
    if is_overdue(settings, last_age_s=age_s):
        raise Misconfigured(
            f"the last one is of {last:%Y-%m-%d %H:%M} UTC. See why in the log, or run `helpdesk backup now`."
        )
    if found.recipient is None:
        return "none is made yet: `helpdesk backup key` makes the recovery key, and from then on one is made every day"
    return f"the last one is of {last:%Y-%m-%d %H:%M} UTC" if last else "the first one is due"
