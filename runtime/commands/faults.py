"""`helpdesk faults`: storms over a desk of its own, and whether every promise was kept."""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from helpdesk.bots import Intake
from runtime.faults.cluster import cluster
from runtime.faults.desk import BrokenDesk, broken_desk
from runtime.faults.rounds import random_round
from runtime.faults.staff import hire_crew
from runtime.faults.telegram import BotRounds, bot_rounds

AGENTS: Final = 2
LOG_CHARS: Final = 4_000


@dataclass(slots=True)
class Tally:
    """What all rounds together came to."""

    rounds: int = 0
    messages: int = 0
    answers: int = 0
    faults: int = 0
    lost: int = 0
    doubled: int = 0
    longest_recovery_s: float = 0.0
    broken: list[int] = field(default_factory=list)


Round = Callable[[int, Tally], bool]


@click.command()
@click.option("--seed", default=1, show_default=True, help="Of the first round; each later one adds 1.")
@click.option("--rounds", default=10, show_default=True)
@click.option("--minutes", type=float, help="Begin no round after so many.")
@click.option("--channel", type=click.Choice(["chat", "telegram"]), default="chat", show_default=True)
@click.option("--two", is_flag=True, help="Two of every part; needs --database-url of an empty PostgreSQL database.")
@click.option("--database-url", default="", help="An empty PostgreSQL database instead of SQLite.")
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def faults(
    seed: int, rounds: int, minutes: float | None, channel: str, two: bool, database_url: str, only_json: bool
) -> None:
    """Kill, freeze and starve a desk of its own while people write, then compare what was sent with what is there.

    The same seed makes the same plan, though processes keep their own time. Exit code 1 when a promise was broken.
    """
    if two and (not database_url or channel != "chat"):
        raise click.UsageError("--two takes --database-url and chat.")
    tally, ends_at = Tally(), None if minutes is None else time.monotonic() + minutes * 60
    with (
        tempfile.TemporaryDirectory(prefix="helpdesk-faults-") as folder,
        _desk(Path(folder), database_url, two=two) as desk,
        _rounds(desk, channel, silent=only_json) as do_round,
    ):
        for number in range(seed, seed + rounds):
            if ends_at is not None and time.monotonic() > ends_at:
                break
            tally.rounds += 1
            if not do_round(number, tally):
                tally.broken.append(number)
                click.echo(f"The log ends:\n{desk.log[-LOG_CHARS:]}", err=True)
    if not only_json:
        _print(tally, channel)
    click.echo(json.dumps({name: getattr(tally, name) for name in Tally.__slots__}))
    sys.exit(1 if tally.broken else 0)


@contextmanager
def _desk(folder: Path, database_url: str, *, two: bool) -> Iterator[BrokenDesk]:
    environ = {"HELPDESK_DATABASE_URL": database_url} if database_url else None
    with cluster(folder, database_url) if two else broken_desk(folder, environ) as desk:
        yield desk


@contextmanager
def _rounds(desk: BrokenDesk, channel: str, *, silent: bool) -> Iterator[Round]:
    say = (lambda words: None) if silent else click.echo
    if channel == "telegram":
        with bot_rounds(desk) as rounds:
            yield lambda seed, tally: _telegram(rounds, seed, tally, say)
        return
    crew = hire_crew(agents=AGENTS)

    def chat(seed: int, tally: Tally) -> bool:
        verdict = random_round(desk, crew, seed=seed)
        tally.messages += verdict.messages
        tally.answers += verdict.answers
        tally.faults += len(verdict.faults)
        tally.lost += verdict.lost
        tally.doubled += verdict.doubled
        tally.longest_recovery_s = round(max(tally.longest_recovery_s, verdict.recovery_s), 1)
        say(str(verdict))
        return not verdict.wrong

    yield chat


def _telegram(rounds: BotRounds, seed: int, tally: Tally, say: Callable[[str], object]) -> bool:
    # Fetched, posted, and changed from one to the other, by turns.
    kind = seed % 3
    if kind < 2:
        rounds.set_intake((Intake.POLLING, Intake.WEBHOOK)[kind])
    verdict = rounds.round(seed, switches=kind == 2)
    tally.messages += verdict.sent
    tally.faults += verdict.deaths
    tally.lost += len(verdict.lost) + len(verdict.never_sent)
    tally.doubled += len(verdict.doubled) + len(verdict.sent_twice)
    say(str(verdict))
    return verdict.is_kept


def _print(tally: Tally, channel: str) -> None:
    click.echo(f"{tally.rounds} rounds over {channel}: {tally.messages} messages, {tally.faults} faults")
    click.echo(f"  lost {tally.lost}, doubled {tally.doubled}, longest recovery {tally.longest_recovery_s:g} s")
    if tally.broken:
        click.echo(f"  broken rounds: {', '.join(map(str, tally.broken))}; repeat one with --seed N --rounds 1")
