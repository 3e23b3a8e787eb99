"""`helpdesk web|gateway|worker|relay|clock`: one part in this process, for desks on several machines."""

import signal
import sys
from dataclasses import replace

import click

from helpdesk import config
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from runtime.child import run_part
from runtime.lifeline import Lifeline
from runtime.logs import LogFormat, configure_logs
from runtime.part_list import target
from runtime.ports import open_listener
from runtime.process_name import name_process
from runtime.run_file import read_run_file


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
    """Run queued jobs: routing and classification."""
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
    settings = config.load()
    configure_logs(name, LogFormat.of(settings.log_format, settings.log_level))
    name_process(f"helpdesk-{name}")
    if settings.redis_url:
        return settings
    running = read_run_file(settings.data_dir)
    if running is None:
        raise Misconfigured("There is no Redis. Set HELPDESK_REDIS_URL, or use `helpdesk up`, which brings its own.")
    return replace(settings, redis_url=running.redis_url)


def _run(name: str, *args: object) -> None:
    lifeline = Lifeline()
    lifeline.attach(signal.SIGTERM, signal.SIGINT)
    sys.exit(run_part(lifeline, target(name), args))
