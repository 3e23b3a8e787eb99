"""`helpdesk web|gateway|worker|relay|clock`: one part in this process, for desks on several machines."""

import signal
import sys

import click

from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from runtime import schema
from runtime.child import run_part
from runtime.commands.connected import settings_for
from runtime.data_folder import DataFolder
from runtime.lifeline import Lifeline
from runtime.part_list import target
from runtime.ports import open_listener
from runtime.prctl import name_process


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


def _settings(name: str) -> Config:
    settings = settings_for(name)
    name_process(f"helpdesk-{name}")
    if not settings.redis_url:
        raise Misconfigured("There is no Redis. Set HELPDESK_REDIS_URL, or use `helpdesk up`, which brings its own.")
    DataFolder(settings.data_dir)
    schema.expect_current(settings.resolved_database_url)
    return settings


def _run(name: str, *args: object) -> None:
    lifeline = Lifeline()
    lifeline.attach(signal.SIGTERM, signal.SIGINT)
    sys.exit(run_part(lifeline, target(name), args))
