"""`helpdesk seed`."""

import json
from datetime import UTC, datetime
from typing import Final

import click

from helpdesk import clock
from helpdesk.errors import Misconfigured
from runtime import schema
from runtime.commands.connected import settings_for
from runtime.data_folder import DataFolder
from runtime.first_start import fill
from runtime.process import prepare
from runtime.seeding.making import seed as make
from runtime.seeding.shapes import Order

FEWEST: Final = 2  # messages of a ticket, on average
MOST: Final = 100


@click.command()
@click.option("--tickets", default=10_000, show_default=True)
@click.option("--messages", default=100_000, show_default=True, help="All tickets together: 2 to 100 for each.")
@click.option("--seed", default=1, show_default=True, help="The same number makes the same desk.")
@click.option("--days", default=364, show_default=True, help="Over how many days tickets are spread.")
@click.option("--until", default="", help="The last moment of it, ISO 8601 in UTC; now if left out.")
@click.option("--agents", default=40, show_default=True)
@click.option("--active", default=8.0, show_default=True, help="Percent of tickets that are not over.")
@click.option("--add", "adds", is_flag=True, help="Into a desk that is not empty.")
def seed(tickets: int, messages: int, seed: int, days: int, until: str, agents: int, active: float, adds: bool) -> None:
    """Fill the database with an invented desk, for figures and trials; not while the desk runs.

    Its agents cannot sign in, and its mailboxes and bot are paused: nothing of it reaches anybody.
    """
    if tickets < 1 or not FEWEST * tickets <= messages <= MOST * tickets:
        raise Misconfigured(f"Ask for {FEWEST} to {MOST} messages for each ticket.")
    settings = settings_for("seed")
    DataFolder(settings.data_dir).lock()
    schema.upgrade(settings.resolved_database_url, backups=settings.data_dir / "backups")
    prepare(settings)
    fill(settings)
    order = Order(
        tickets=tickets,
        messages=messages,
        until_ms=_until_ms(until),
        days=days,
        seed=seed,
        agents=agents,
        active_percent=active,
    )
    made = make(order, adds=adds)
    for name, count in sorted(made.rows.items()):
        click.echo(f"  {name:<25} {count:>10,}")
    click.echo(
        json.dumps(
            {
                "rows": made.rows,
                "write_s": made.write_s,
                "index_s": made.index_s,
                "seconds": made.whole_s,
                "cpu_s": made.cpu_s,
            }
        )
    )


def _until_ms(until: str) -> int:
    if not until:
        return int(clock.now().timestamp() * 1000)
    try:
        at = datetime.fromisoformat(until)
    except ValueError:
        raise Misconfigured("--until wants a time such as 2026-11-01T12:00.") from None
    return int(at.replace(tzinfo=at.tzinfo or UTC).timestamp() * 1000)
