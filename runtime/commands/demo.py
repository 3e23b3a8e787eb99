"""`helpdesk demo`."""

from dataclasses import replace

import click

from helpdesk import config
from runtime.logs import LogFormat, configure_logs
from runtime.part_child import Part
from runtime.up import Plan, run_up


@click.command()
def demo() -> None:
    """Run a desk with invented staff and customers, in a data folder of its own; Ctrl-C stops it."""
    settings = config.load()
    # Never among the people of a real desk, whatever database that one uses.
    settings = replace(settings, data_dir=settings.data_dir / "demo", database_url="", redis_url="")
    log_format = LogFormat.of(settings.log_format, settings.log_level)
    configure_logs("helpdesk", log_format)
    run_up(settings, log_format, plan=Plan("runtime.demo.first_start:make_ready", demo_parts))


def demo_parts(settings: config.Config) -> list[Part]:
    """Return the parts a demo has beside those of every desk."""
    return [Part("customers", "runtime.demo.part:run", (settings,))]
