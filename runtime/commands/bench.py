"""`helpdesk bench ...`: figures anyone can repeat."""

import json
import platform
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import click

from helpdesk.errors import Misconfigured
from runtime.bench import catchup as mail_catchup
from runtime.bench import lists as console_requests
from runtime.bench import reports as year_of_reports
from runtime.bench import routing as decisions
from runtime.bench import service_levels
from runtime.bench import sockets as open_chats
from runtime.bench import telegram as telegram_burst
from runtime.bench.journey import Figures, Load, as_json, measure
from runtime.bench.seeded import Size
from runtime.commands import bench_more

REQUESTS: Final = (
    click.option(
        "--tickets",
        default=(10_000, 100_000),
        multiple=True,
        show_default=True,
        help="Sizes of the desk; again for more.",
    ),
    click.option("--requests", default=100, show_default=True, help="Of each kind."),
    click.option("--rate", default=20.0, show_default=True, help="Messages a second that arrive meanwhile."),
    click.option(
        "--folder", multiple=True, help="A data folder that `helpdesk seed` has filled, for each size; stays."
    ),
    click.option("--url", multiple=True, help="A database for each size, an empty one without --folder; else SQLite."),
    click.option("--only", default="", help="Kinds with this in their name."),
    click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone."),
)

LABELS = {
    "sent": "messages sent",
    "acknowledged": "acknowledged",
    "lost": "acknowledged but not on every screen",
    "ack_p50_ms": "send to acknowledgement, p50 (ms)",
    "ack_p99_ms": "send to acknowledgement, p99 (ms)",
    "screen_p50_ms": "send to agents' screens, p50 (ms)",
    "screen_p99_ms": "send to agents' screens, p99 (ms)",
    "cpu_per_message_ms": "CPU per message, all processes (ms)",
    "frames_delivered": "frames delivered to agents",
    "accepted_per_s": "accepted flat out (messages/s)",
    "ready_after_s": "ready after (s)",
    "idle_pss_mb": "idle memory, all processes (PSS MB)",
    "idle_cpu_percent": "idle CPU (% of a core)",
    "loaded_pss_mb": "memory after the load (PSS MB)",
}


@click.group()
def bench() -> None:
    """Measure a desk of its own on this machine."""


@bench.command()
@click.option("--agents", default=50, show_default=True)
@click.option("--teams", default=5, show_default=True, help="Each agent sees one team's share.")
@click.option("--visitors", default=100, show_default=True)
@click.option("--rate", default=20.0, show_default=True, help="Messages a second.")
@click.option("--seconds", default=30.0, show_default=True)
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def journey(agents: int, teams: int, visitors: int, rate: float, seconds: float, only_json: bool) -> None:
    """Time visitors' messages on their way to the agents' screens."""
    load = Load(agents=agents, teams=teams, visitors=visitors, rate=rate, seconds=seconds)
    figures = measure(load)
    if not only_json:
        _print_table(load, figures)
    click.echo(json.dumps(as_json(load, figures)))


@bench.command()
@click.option("--mails", default=10_000, show_default=True)
@click.option("--agents", default=10, show_default=True)
@click.option("--chats", default=2.0, show_default=True, help="Chat messages a second meanwhile.")
def catchup(mails: int, agents: int, chats: float) -> None:
    """Time thousands of waiting mails on their way to the agents, beside a chat that goes on. Needs Dovecot."""
    load = mail_catchup.Load(mails=mails, agents=agents, chats=chats)
    figures = mail_catchup.as_json(load, mail_catchup.measure(load))
    for name, value in figures.items():
        click.echo(f"  {name.replace('_', ' '):<45} {value}")
    click.echo(json.dumps(figures))


@bench.command()
@click.option("--chats", default=100, show_default=True)
@click.option("--rate", default=500.0, show_default=True, help="Updates a second.")
@click.option("--seconds", default=10.0, show_default=True)
def telegram(chats: int, rate: float, seconds: float) -> None:
    """Time a burst of Telegram updates on its way to an agent's screen, from an emulator of the Bot API."""
    load = telegram_burst.Load(chats=chats, rate=rate, seconds=seconds)
    figures = telegram_burst.as_json(load, telegram_burst.measure(load))
    for name, value in figures.items():
        click.echo(f"  {name.replace('_', ' '):<45} {value}")
    click.echo(json.dumps(figures))


@bench.command()
@click.option("--tickets", default=100_000, show_default=True, help="Open tickets.")
@click.option("--due", default=500, show_default=True, help="How many fall due one after another.")
@click.option("--burst", default=1_000, show_default=True, help="How many more fall due in one moment.")
@click.option("--seconds", default=20.0, show_default=True)
def sla(tickets: int, due: int, burst: int, seconds: float) -> None:
    """Time how late breaches are told among many open tickets, and what keeping clocks costs."""
    load = service_levels.Load(tickets=tickets, due=due, burst=burst, seconds=seconds)
    figures = service_levels.as_json(load, service_levels.measure(load))
    for name, value in figures.items():
        click.echo(f"  {name.replace('_', ' '):<45} {value}")
    click.echo(json.dumps(figures))


@bench.command()
@click.option("--tickets", default=200_000, show_default=True)
@click.option("--days", default=364, show_default=True, help="Over how many days they are spread.")
@click.option("--url", default="", help="An empty database to use; else an SQLite file of its own.")
def reports(tickets: int, days: int, url: str) -> None:
    """Time reports over a year of a large desk, and how long its facts take to make."""
    load = year_of_reports.Load(tickets=tickets, days=days, url=url)
    figures = year_of_reports.as_json(load, year_of_reports.measure(load))
    for name, value in figures.items():
        click.echo(f"  {name.replace('_', ' '):<45} {value}")
    click.echo(json.dumps(figures))


@bench.command()
@click.option("--agents", default=40, show_default=True)
@click.option("--alone", default=30, show_default=True, help="Visitors who write one after another.")
@click.option("--rate", default=10.0, show_default=True, help="Visitors a second after that.")
@click.option("--seconds", default=20.0, show_default=True)
def routing(agents: int, alone: int, rate: float, seconds: float) -> None:
    """Time the router's decisions, and how long a stored message waits for an agent who is free."""
    load = decisions.Load(agents=agents, alone=alone, rate=rate, seconds=seconds)
    figures = decisions.as_json(load, decisions.measure(load))
    for name, value in figures.items():
        click.echo(f"  {name.replace('_', ' '):<45} {value}")
    click.echo(json.dumps(figures))


def _of_large_desks(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of those that ask desks of several sizes."""
    for option in reversed(REQUESTS):
        command = option(command)
    return command


@bench.command()
@_of_large_desks
def lists(
    tickets: tuple[int, ...],
    requests: int,
    rate: float,
    folder: tuple[str, ...],
    url: tuple[str, ...],
    only: str,
    only_json: bool,
) -> None:
    """Time lists, counts, tickets, timelines, histories and customers of a large desk, and how that grows with it."""
    load = console_requests.Load(_sizes(tickets, folder, url), requests=requests, rate=rate, only=only)
    _print_requests(console_requests.measure(load), only_json=only_json)


@bench.command()
@_of_large_desks
def search(
    tickets: tuple[int, ...],
    requests: int,
    rate: float,
    folder: tuple[str, ...],
    url: tuple[str, ...],
    only: str,
    only_json: bool,
) -> None:
    """Time searches of a large desk, and how that grows with it."""
    load = console_requests.Load(_sizes(tickets, folder, url), requests=requests, rate=rate, searches=True, only=only)
    _print_requests(console_requests.measure(load), only_json=only_json)


@bench.command()
@click.option("--tickets", default=100_000, show_default=True)
@click.option("--opens", default=10, show_default=True, help="How often each thing is done.")
@click.option("--rate", default=20.0, show_default=True, help="Messages a second that arrive meanwhile.")
@click.option("--seconds", default=120.0, show_default=True, help="How long memory is watched.")
@click.option("--folder", default="", help="A data folder that `helpdesk seed` has filled; stays.")
@click.option("--url", default="", help="A database, an empty one without --folder; else SQLite.")
def console(tickets: int, opens: int, rate: float, seconds: float, folder: str, url: str) -> None:
    """Time what agents feel in a real browser on a large desk. Needs Chromium and Playwright.

    \b
    Printed, in milliseconds unless the name says otherwise, while messages arrive:
      calm after s              how long the desk had to do at its start before anything was measured
      cold open, warm open      from the address to tickets on the screen, nothing kept and code kept
      long ticket, next ticket  from opening one of 500 messages, or the key for the next, to its messages
      typing delayed            from a key to the end of its handlers
      scroll frames, frame p99  drawn in a second of scrolling; rows: how many the list had by then
      page ms per message       what one arriving message costs the page; longest task: 0 where none took 50
      heap, nodes growth        what is left, after a garbage collection, of --seconds with a quiet ticket open
    """
    if find_spec("playwright") is None:
        raise Misconfigured("This drives a real browser by Playwright, which `make check` installs with the tests.")
    screens = import_module("runtime.bench.console")
    size = Size(tickets, Path(folder) if folder else None, url)
    figures = screens.measure(screens.Load(size, opens=opens, rate=rate, seconds=seconds))
    for name, value in figures.items():
        click.echo(f"  {name.replace('_', ' '):<45} {value}")
    click.echo(json.dumps(figures))


@bench.command()
@click.option("--visitors", default=2_000, show_default=True, help="Connected all the while.")
@click.option("--agents", default=5, show_default=True, help="Each sees every ticket.")
@click.option("--rate", default=200.0, show_default=True, help="Messages a second over all visitors.")
@click.option("--seconds", default=20.0, show_default=True)
def sockets(visitors: int, agents: int, rate: float, seconds: float) -> None:
    """Measure thousands of open chats: memory of an idle one, and how fast messages reach agents, beside bare sockets."""
    load = open_chats.Load(visitors=visitors, agents=agents, rate=rate, seconds=seconds)
    figures = open_chats.as_json(load, open_chats.measure(load))
    for name, value in figures.items():
        click.echo(f"  {name.replace('_', ' '):<45} {value}")
    click.echo(json.dumps(figures))


bench.add_command(catchup, name="mail")
for _more in bench_more.COMMANDS:
    bench.add_command(_more)


def _sizes(tickets: tuple[int, ...], folders: tuple[str, ...], urls: tuple[str, ...]) -> list[Size]:
    """Pair sizes with folders and databases, in the order in which they were named."""
    pairs = zip_longest(tickets, folders, urls)
    return [Size(count or 0, Path(folder) if folder else None, url or "") for count, folder, url in pairs if count]


def _print_requests(figures: dict[str, Any], *, only_json: bool) -> None:  # JSON
    if not only_json:
        click.echo(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
        for tickets, one in figures["sizes"].items():
            click.echo(f"{tickets:,} tickets on {one['database']}, the driver alone takes {one['raw_ms']} ms")
            click.echo(f"  {'':<52} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>8} {'of it the database':>20}")
            for kind, took in one["kinds"].items():
                figures_of = f"{took['p50_ms']:>8} {took['p99_ms']:>8} {took['cpu_ms']:>8} {took['database_ms']:>20}"
                click.echo(f"  {kind:<52} {figures_of}")
        for kind, times in figures.get("growth", {}).items():
            click.echo(f"  {kind:<52} costs {times['cpu_ms']} times as much CPU, p50 {times['p50_ms']} times")
    click.echo(json.dumps(figures))


def _print_table(load: Load, figures: Figures) -> None:
    click.echo(f"{load.agents} agents in {load.teams} teams, {load.rate:g} messages/s for {load.seconds:g} s")
    click.echo(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    values = as_json(load, figures)
    for name, label in LABELS.items():
        click.echo(f"  {label:<45} {values[name]:>10}")
