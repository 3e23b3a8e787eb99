"""`helpdesk bench cluster`, `backup`, `mailboxes`, `growing`, `demo`, `widget` and `all`."""

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any, Final

import click

from runtime.bench import backup as restored
from runtime.bench import cluster as two_of_each
from runtime.bench import demo as pretend_world
from runtime.bench import everything
from runtime.bench import growing as beyond
from runtime.bench import mailboxes as one_more
from runtime.bench.seeded import Size
from runtime.bench.shared_desks import SharedDesks


@click.command()
@click.option("--agents", default=200, show_default=True)
@click.option("--visible-to", default=20, show_default=True, help="How many of them see each ticket.")
@click.option("--visitors", default=200, show_default=True)
@click.option("--rate", default=100.0, show_default=True, help="Messages a second.")
@click.option("--seconds", default=20.0, show_default=True)
@click.option("--each", default=2, show_default=True, help="Processes of every part.")
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def cluster(
    agents: int, visible_to: int, visitors: int, rate: float, seconds: float, each: int, only_json: bool
) -> None:
    """Measure several of every part on PostgreSQL and Redis: messages to screens, and how fast a stopped owner is followed."""
    load = two_of_each.Load(
        agents=agents, visible_to=visible_to, visitors=visitors, rate=rate, seconds=seconds, each=each
    )
    figures = two_of_each.measure(load)
    if not only_json:
        _print(figures)
    click.echo(json.dumps(figures))


@click.command()
@click.option("--tickets", default=100_000, show_default=True, help="With ten messages each.")
@click.option("--rate", default=20.0, show_default=True, help="Messages a second that arrive meanwhile.")
@click.option("--folder", default="", help="A data folder that `helpdesk seed` has filled; stays.")
@click.option("--url", default="", help="A database, an empty one without --folder; else SQLite.")
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def backup(tickets: int, rate: float, folder: str, url: str, only_json: bool) -> None:
    """Back a large desk up while visitors write, restore that, and look whether the restored desk keeps its promises."""
    size = Size(tickets, Path(folder) if folder else None, url)
    figures = restored.measure(restored.Load(size, rate=rate))
    if not only_json:
        _print(figures)
    click.echo(json.dumps(figures))
    sys.exit(0 if figures["is_well"] else 1)


@click.command()
@click.option("--count", default=(1, 10, 40), multiple=True, show_default=True, help="Of mailboxes; again for more.")
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def mailboxes(count: tuple[int, ...], only_json: bool) -> None:
    """Measure what one more mailbox costs its gateway while nothing comes. Needs Dovecot."""
    figures = one_more.measure(one_more.Load(sorted(count)))
    if not only_json:
        _print(figures)
    click.echo(json.dumps(figures))


@click.command()
@click.option("--messages", default=1_000_000, show_default=True)
@click.option("--partitions", default=10, show_default=True)
@click.option("--events", default=300, show_default=True, help="Commits whose way to a replica is timed.")
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def growing(messages: int, partitions: int, events: int, only_json: bool) -> None:
    """Measure what partitions and a replica of PostgreSQL would do; neither is part of the product."""
    figures = beyond.measure(beyond.Load(messages=messages, partitions=partitions, events=events))
    if not only_json:
        _print(figures)
    click.echo(json.dumps(figures))


@click.command()
@click.option("--tickets", type=int, help="How long a history; the usual one otherwise.")
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def demo(tickets: int | None, only_json: bool) -> None:
    """Time a demo from its command until a customer's new message is on the desk over each of its three channels."""
    figures = pretend_world.measure(pretend_world.Load(tickets))
    if not only_json:
        _print(figures)
    click.echo(json.dumps(figures))


@click.command()
@click.option("--round-trip", default=40.0, show_default=True, help="Of the line to the desk, in ms.")
@click.option("--opens", default=10, show_default=True, help="How often the chat is opened in each way.")
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def widget(round_trip: float, opens: int, only_json: bool) -> None:
    """Time a chat's opening on another site's page over a long line, from the click to its history. Needs Chromium and Playwright."""
    figures = everything.of_widget(opens=opens, round_trip_ms=round_trip)
    if not only_json:
        _print(figures)
    click.echo(json.dumps(figures))


@click.command(name="all")
@click.option("--tickets", default=100_000, show_default=True, help="Of the larger desk; the smaller has a tenth.")
@click.option(
    "--share",
    default=1.0,
    show_default=True,
    help="Of every usual load, desks included: 0.01 is done in a quarter of an hour and says little.",
)
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone, at the end.")
def everything_there_is(tickets: int, share: float, only_json: bool) -> None:
    """Run all benchmarks, hours of them on two cores, and print machine, versions and what bare libraries do beside.

    Each is printed when it ends. Interrupted, it still prints as JSON what has ended. Exit code 1 when one failed.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    scale = everything.Scale(tickets, share)
    with SharedDesks() as desks:
        found = run_parts(everything.suite(scale, desks), only_json=only_json)
    click.echo(json.dumps(found))
    sys.exit(130 if "interrupted_after_s" in found else int(any("failed" in one for one in found.values())))


def run_parts(parts: everything.Parts, *, only_json: bool) -> dict[str, Any]:  # JSON
    """Run benchmarks one by one, tell of each as it ends, and return all that have ended."""
    found: dict[str, Any] = {"machine": everything.machine()}
    _tell("machine", found["machine"], only_json=only_json)
    began, count = time.monotonic(), len(parts)
    try:
        for number, (name, figures) in enumerate(everything.measure_all(parts), 1):
            found[name] = figures
            took = f"{figures['took_s']} s, {number} of {count} after {time.monotonic() - began:.0f} s"
            _tell(f"{name}: {took}", figures, only_json=only_json)
    except KeyboardInterrupt:
        found["interrupted_after_s"] = round(time.monotonic() - began, 1)
    return found


def _tell(line: str, figures: dict[str, Any], *, only_json: bool) -> None:  # JSON
    click.echo(line, err=only_json)
    if not only_json:
        _print(figures)


def _print(figures: dict[str, Any]) -> None:  # JSON
    for name, value in figures.items():
        shown = json.dumps(value) if isinstance(value, dict) else value
        click.echo(f"  {name.replace('_', ' '):<45} {shown}")


COMMANDS: Final = (backup, cluster, growing, mailboxes, demo, widget, everything_there_is)
