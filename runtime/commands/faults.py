"""`helpdesk faults`: storms over a desk of its own, and whether every promise was kept."""

import json
import signal
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
from runtime.faults import small_disk
from runtime.faults.cluster import cluster
from runtime.faults.desk import BrokenDesk, broken_desk
from runtime.faults.everywhere import Everywhere, everywhere
from runtime.faults.peers.postgresql import running_postgresql
from runtime.faults.rounds import random_round
from runtime.faults.settling import Verdict
from runtime.faults.staff import hire_crew
from runtime.faults.telegram import BotRounds, bot_rounds
from runtime.faults.wired import DATABASES

AGENTS: Final = 2
LOG_CHARS: Final = 4_000


@dataclass(slots=True)
class Tally:
    """What all rounds together came to. struck: over all channels, how often each thing was broken."""

    rounds: int = 0
    messages: int = 0
    answers: int = 0
    begun: int = 0
    taken_back: int = 0
    faults: int = 0
    lost: int = 0
    doubled: int = 0
    longest_recovery_s: float = 0.0
    seconds: float = 0.0
    broken: list[int] = field(default_factory=list)
    struck: dict[str, int] = field(default_factory=dict)


Round = Callable[[int, Tally], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    channel: str
    database: str
    database_url: str
    only: tuple[str, ...]
    two: bool
    is_silent: bool

    def say(self, words: str) -> None:
        """Print, unless only the machine-readable line is wanted."""
        if not self.is_silent:
            click.echo(words)


@click.command()
@click.option("--seed", default=1, show_default=True, help="Of the first round; each later one adds 1.")
@click.option("--rounds", default=10, show_default=True)
@click.option("--minutes", type=float, help="Begin no round after so many.")
@click.option("--channel", type=click.Choice(["all", "chat", "telegram"]), default="all", show_default=True)
@click.option("--database", type=click.Choice(DATABASES), default="sqlite", show_default=True)
@click.option("--only", multiple=True, help="Over all channels: break this in every round; again for more.")
@click.option("--two", is_flag=True, help="Two of every part on PostgreSQL, over chat.")
@click.option("--database-url", default="", help="Over one channel: an empty PostgreSQL database to use.")
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def faults(
    seed: int,
    rounds: int,
    minutes: float | None,
    channel: str,
    database: str,
    only: tuple[str, ...],
    two: bool,
    database_url: str,
    only_json: bool,
) -> None:
    """Break a desk of its own, and everything around it, while people write; then compare what was sent with what is there.

    The same seed makes the same plan, though processes keep their own time. PostgreSQL is started for it where it is
    wanted. Exit code 1 when a promise was broken.
    """
    asked = Asked("chat" if two else channel, database, database_url, only, two=two, is_silent=only_json)
    if asked.channel == "all" and small_disk.may_go_apart():
        small_disk.go_apart()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that nothing is left of it
    tally, began = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="helpdesk-faults-") as folder, _rounds(Path(folder), asked) as do_round:
        for number in range(seed, seed + rounds):
            if minutes is not None and time.monotonic() - began > minutes * 60:
                break
            tally.rounds += 1
            if not do_round(number, tally):
                tally.broken.append(number)
    tally.seconds = round(time.monotonic() - began, 1)
    _print(tally, asked)
    click.echo(json.dumps({name: getattr(tally, name) for name in Tally.__slots__}))
    sys.exit(1 if tally.broken else 0)


@contextmanager
def _rounds(folder: Path, asked: Asked) -> Iterator[Round]:
    if asked.channel == "all":
        with everywhere(folder, database=asked.database, small_disks=small_disk.is_apart()) as rounds:
            if not small_disk.is_apart():
                asked.say("left out: a disk that is full (small disks cannot be mounted here)")
            yield lambda seed, tally: _everywhere(rounds, seed, tally, asked)
        return
    with _desk(folder, asked) as desk:
        if asked.channel == "telegram":
            with bot_rounds(desk) as bots:
                yield lambda seed, tally: _telegram(bots, seed, tally, asked)
            return
        crew = hire_crew(agents=AGENTS)
        yield lambda seed, tally: _judged(random_round(desk, crew, seed=seed), tally, asked, desk)


@contextmanager
def _desk(folder: Path, asked: Asked) -> Iterator[BrokenDesk]:
    if asked.database_url or not (asked.two or asked.database == "postgresql"):
        environ = {"HELPDESK_DATABASE_URL": asked.database_url} if asked.database_url else None
        with cluster(folder, asked.database_url) if asked.two else broken_desk(folder, environ) as desk:
            yield desk
        return
    with running_postgresql() as server:
        environ = {"HELPDESK_DATABASE_URL": server.url}
        with cluster(folder, server.url) if asked.two else broken_desk(folder, environ) as desk:
            yield desk


def _everywhere(rounds: Everywhere, seed: int, tally: Tally, asked: Asked) -> bool:
    kept = _judged(rounds.round(seed, only=asked.only), tally, asked, rounds.desk)
    tally.struck = dict(sorted(rounds.struck.items()))
    return kept


def _judged(verdict: Verdict, tally: Tally, asked: Asked, desk: BrokenDesk) -> bool:
    tally.messages += verdict.messages
    tally.answers += verdict.answers
    tally.begun += verdict.begun
    tally.taken_back += verdict.taken_back
    tally.faults += len(verdict.faults)
    tally.lost += verdict.lost
    tally.doubled += verdict.doubled
    tally.longest_recovery_s = round(max(tally.longest_recovery_s, verdict.recovery_s), 1)
    asked.say(str(verdict))
    if verdict.wrong:
        click.echo(f"The log ends:\n{desk.log[-LOG_CHARS:]}", err=True)
    return not verdict.wrong


def _telegram(rounds: BotRounds, seed: int, tally: Tally, asked: Asked) -> bool:
    # Fetched, posted, and changed from one to the other, by turns.
    kind = seed % 3
    if kind < 2:
        rounds.set_intake((Intake.POLLING, Intake.WEBHOOK)[kind])
    verdict = rounds.round(seed, switches=kind == 2)
    tally.messages += verdict.sent
    tally.faults += verdict.deaths
    tally.lost += len(verdict.lost) + len(verdict.never_sent)
    tally.doubled += len(verdict.doubled) + len(verdict.sent_twice)
    asked.say(str(verdict))
    return verdict.is_kept


def _print(tally: Tally, asked: Asked) -> None:
    asked.say(
        f"{tally.rounds} rounds over {asked.channel} in {tally.seconds:g} s: {tally.messages} messages, {tally.faults} faults"
    )
    asked.say(f"  lost {tally.lost}, doubled {tally.doubled}, longest recovery {tally.longest_recovery_s:g} s")
    for row, times in tally.struck.items():
        asked.say(f"  {times:>4} x {row}")
    if tally.broken:
        asked.say(f"  broken rounds: {', '.join(map(str, tally.broken))}; repeat one with --seed N --rounds 1")
