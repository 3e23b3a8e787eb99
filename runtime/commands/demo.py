"""`helpdesk demo`."""

from dataclasses import replace
from importlib.util import find_spec

import click

from helpdesk import config
from helpdesk.errors import Misconfigured
from runtime.logs import LogFormat, configure_logs
from runtime.part_child import Part
from runtime.up import Plan, run_up


@click.command()
def demo() -> None:
    """Run a desk in a pretend world of mail, Telegram and chats, in a data folder of its own; Ctrl-C stops it."""
    settings = config.load()
    # Never among the people of a real desk, whatever database that one uses.
    settings = replace(settings, data_dir=settings.data_dir / "demo", database_url="", redis_url="", is_demo=True)
    log_format = LogFormat.of(settings.log_format, settings.log_level)
    configure_logs("helpdesk", log_format)
    for name in ("aiosmtpd", "pymap"):
        if find_spec(name) is None:
            raise Misconfigured("A demo needs its mail servers: start it with `make demo`, which installs them.")
    run_up(settings, log_format, plan=Plan("runtime.demo.first_start:make_ready", peers=demo_parts))


def demo_parts(settings: config.Config) -> list[Part]:
    """Return the parts a demo has beside those of every desk: the servers that its gateway talks to."""
    return [Part("world", "runtime.demo.part:run", (settings,))]
