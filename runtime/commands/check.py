"""`helpdesk check`."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

import click

from helpdesk import backups, clock, db, migrations, queue, storage
from helpdesk.config import Config
from helpdesk.errors import DeskError, Misconfigured
from runtime import schema
from runtime.backup.schedule import is_overdue
from runtime.backup.settings import BackupSettings
from runtime.checks.ends import CHECK, ends
from runtime.checks.finding import Finding
from runtime.checks.run import run_all
from runtime.commands.connected import settings_for
from runtime.data_folder import DataFolder
from runtime.first_start import expect_redis
from runtime.process import prepare
from runtime.redis_binary import find_redis_server


@dataclass(frozen=True, slots=True)
class Said:
    """What came of one check: `detail` when it is well, else what is wrong."""

    name: str
    is_well: bool
    detail: str
    findings: Sequence[Finding] = ()


@click.command()
@click.option(
    "--settings", "only_settings", is_flag=True, help="Look at the settings alone, not at what the desk holds."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(only_settings: bool, as_json: bool) -> None:
    """Say whether the settings work and whether the desk keeps its promises; exit code 1 if something is wrong.

    Nothing is changed, and the desk may run meanwhile. Each finding says what to do.
    """
    settings = settings_for("check")
    said: list[Said] = []
    for one in _all(settings, only_settings=only_settings):
        said.append(one)
        if not as_json:
            _print(one)
    is_well = all(one.is_well for one in said)
    if as_json:
        click.echo(json.dumps({"is_well": is_well, "checks": [asdict(one) for one in said]}, ensure_ascii=False))
    sys.exit(0 if is_well else 1)


def _all(settings: Config, *, only_settings: bool) -> Iterator[Said]:
    checks: dict[str, Callable[[Config], object]] = {
        "data folder": _data_folder,
        "database": _database,
        "redis": _redis,
        "keys and files": _keys_and_files,
        "backup": _backup,
    }
    looked = [_try(name, look, settings) for name, look in checks.items()]
    yield from looked
    is_there = {one.name for one in looked if one.is_well} >= {"data folder", "database", "keys and files"}
    if not only_settings and is_there and _is_current(settings):
        for name, findings in run_all():
            yield Said(name, not findings, "as promised", findings)
        with db.reading() as session:
            cut = list(ends(session, BackupSettings.of(settings).folder))
        yield Said(CHECK, not cut, "as promised", cut)


def _print(one: Said) -> None:
    if one.is_well:
        click.echo(f"ok    {one.name}: {one.detail}")
    for line in [str(finding) for finding in one.findings] or ([] if one.is_well else [one.detail]):
        click.echo(f"FAIL  {one.name}: {line}")


def _try(name: str, look: Callable[[Config], object], settings: Config) -> Said:
    try:
        return Said(name, True, str(look(settings)))
    except (DeskError, OSError) as error:
        return Said(name, False, str(error))


def _is_current(settings: Config) -> bool:
    return schema.current(settings.resolved_database_url) == migrations.head_revision()


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
