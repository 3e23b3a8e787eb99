"""`helpdesk backup ...` and `helpdesk restore`."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import click
from sqlalchemy.orm import configure_mappers

from helpdesk import config as settings
from helpdesk import db
from helpdesk.backups import note_backup
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from runtime.backup.making import Made, make_backup
from runtime.backup.restoring import Restored
from runtime.backup.restoring import restore as restore_backup
from runtime.backup.restoring import verify as verify_backup
from runtime.backup.settings import BackupSettings, make_recovery_key, remove_old
from runtime.commands.connected import connect
from runtime.data_folder import DataFolder
from runtime.logs import LogFormat, configure_logs

NICE: Final = 5  # whoever writes and answers meanwhile goes first
KEY_BEGINS = "AGE-SECRET-KEY-1"
KEY_FILE = click.option(
    "--key-file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A file with the recovery key, - for standard input; asked for when left out.",
)
BACKUP = click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def backup() -> None:
    """Keep the desk safe: rows, files and keys in one encrypted file."""


@backup.command()
def key() -> None:
    """Make the recovery key and print it once; only who has it can open the backups."""
    config = settings.load()
    DataFolder(config.data_dir)
    made = make_recovery_key(config)
    click.echo("Keep this recovery key away from this machine. Without it nobody can restore a backup, not even you:\n")
    click.echo(made)


@backup.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="A folder; else HELPDESK_BACKUP_DIR.")
def now(to: Path | None) -> None:
    """Make a backup, while the desk runs or not."""
    config = connect("backup")
    found = BackupSettings.of(config)
    if found.recipient is None:
        raise Misconfigured("There is no recovery key yet. Make one with `helpdesk backup key`.")
    folder = to or found.folder
    with ThreadPoolExecutor(1) as as_usual:
        # Takes longer than others should wait for their turn to write, so not there.
        as_usual.submit(configure_mappers).result()
        # This thread alone, on Linux: who writes and waits for the processor holds all others up.
        os.nice(NICE)
        made = make_backup(config, folder, found.recipient)
        as_usual.submit(_note, made).result()
    remove_old(folder, keep=found.keep)
    click.echo(
        f"{made.path}: {made.rows} rows and {made.files} files in {made.size / 1e6:.1f} MB, {made.seconds:.1f} s"
    )


@backup.command()
@BACKUP
@KEY_FILE
def verify(path: Path, key_file: Path | None) -> None:
    """Read a backup to its end and say what is in it."""
    _show(verify_backup(path, _recovery_key(key_file)), "holds")


def _note(made: Made) -> None:
    with db.transaction() as session:
        note_backup(session, size=made.size, seconds=made.seconds)


@click.command()
@BACKUP
@KEY_FILE
def restore(path: Path, key_file: Path | None) -> None:
    """Put a backup into an empty data folder or PostgreSQL database."""
    config: Config = settings.load()
    configure_logs("restore", LogFormat.of(config.log_format, config.log_level))
    _show(restore_backup(config, path, _recovery_key(key_file)), "is restored:")


def _show(found: Restored, verb: str) -> None:
    about = found.about
    click.echo(f"The backup of {about['made_at']} {verb} {found.rows} rows and {found.files} files.")


def _recovery_key(key_file: Path | None) -> str:
    if key_file is not None and str(key_file) != "-":
        kept = key_file.read_text()
        # Whoever kept all that `backup key` printed kept the key.
        return next((word for word in kept.split() if word.startswith(KEY_BEGINS)), kept)
    if key_file is not None or not sys.stdin.isatty():
        return sys.stdin.readline()
    asked: str = click.prompt("Recovery key", hide_input=True)
    return asked
