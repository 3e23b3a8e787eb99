"""`helpdesk migrate`."""

import click

from helpdesk import config
from runtime import schema
from runtime.data_folder import DataFolder
from runtime.first_start import fill
from runtime.logs import LogFormat, configure_logs
from runtime.process import prepare


@click.command()
def migrate() -> None:
    """Bring the database to this version, with a copy of a SQLite one beforehand; not while the desk runs on it.

    An empty one gets the defaults, and the address where the first administrator is made is printed.
    """
    settings = config.load()
    configure_logs("migrate", LogFormat.of(settings.log_format, settings.log_level))
    folder = DataFolder(settings.data_dir)
    folder.lock()
    changed = schema.upgrade(settings.resolved_database_url, backups=folder.path / "backups")
    click.echo("The database is of this version now." if changed else "The database is of this version already.")
    prepare(settings)
    for line in fill(settings):
        click.echo(line)
