"""`helpdesk web|gateway|worker|relay|clock`: one part in this process, for desks on several machines."""

import signal
import sys
import time
from pathlib import Path

import click

from helpdesk import config
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from runtime import schema
from runtime.child import run_part
from runtime.commands.connected import settings_for
from runtime.data_folder import DataFolder
from runtime.lifeline import Lifeline
from runtime.part_list import NAMES, target
from runtime.ports import open_listener
from runtime.prctl import name_process
from runtime.run_folder import run_folder

SILENT_MAX_S = 60.0


@click.command()
def web() -> None:
    """Serve the console, the API, the sockets and the chat widget."""
    settings = _settings("web")
    with open_listener(settings.host, settings.port) as listener:
        _run("web", settings, listener)


@click.command()
def gateway() -> None:
    """Carry messages in and out of the channels."""
    _run("gateway", _settings("gateway"))


@click.command()
def worker() -> None:
    """Run queued jobs: classification and routing."""
    _run("worker", _settings("worker"))


@click.command()
def relay() -> None:
    """Number events and wake what waits for them; one relay works at a time."""
    _run("relay", _settings("relay"))


@click.command()
def clock() -> None:
    """Do what is due because time passes; one clock works at a time."""
    _run("clock", _settings("clock"))


@click.command()
@click.argument("part", type=click.Choice(NAMES))
def alive(part: str) -> None:
    """Say whether a part started by its own command on this machine still does its work; exit code 1 if not."""
    settings = config.load()
    silent_s = _silent_s(beats_of(settings, part))
    if silent_s is None:
        click.echo(f"No {part} was started on {settings.data_dir} by its own command.")
        sys.exit(1)
    click.echo(f"The {part} said that it is well {silent_s:.0f} s ago.")
    sys.exit(0 if silent_s < SILENT_MAX_S else 1)


def beats_of(settings: Config, name: str) -> Path:
    """Return the file that a part touches while it is well; it is in a folder of this machine alone."""
    return run_folder(settings.data_dir) / f"{name}{settings.instance}.alive"


def _silent_s(beats: Path) -> float | None:
    try:
        return time.time() - beats.stat().st_mtime
    except FileNotFoundError:
        return None


def _settings(name: str) -> Config:
    settings = settings_for(name)
    name_process(f"helpdesk-{name}")
    if not settings.redis_url:
        raise Misconfigured("There is no Redis. Set HELPDESK_REDIS_URL, or use `helpdesk up`, which brings its own.")
    DataFolder(settings.data_dir)
    schema.expect_current(settings.resolved_database_url)
    return settings


def _run(name: str, settings: Config, *args: object) -> None:
    lifeline = Lifeline(beats=beats_of(settings, name))
    lifeline.attach(signal.SIGTERM, signal.SIGINT)
    sys.exit(run_part(lifeline, target(name), (settings, *args)))
