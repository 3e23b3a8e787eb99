"""`helpdesk up`."""

import click

from helpdesk import config
from runtime.logs import LogFormat, configure_logs
from runtime.up import run_up


@click.command()
def up() -> None:
    """Run the whole desk on this machine; Ctrl-C stops it."""
    settings = config.load()
    log_format = LogFormat.of(settings.log_format, settings.log_level)
    configure_logs("helpdesk", log_format)
    run_up(settings, log_format)
