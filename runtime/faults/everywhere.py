"""Rounds over chat, mail and a bot at once, with everything around the desk breaking too."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from runtime.faults.crowd import Crowd, crowd_at
from runtime.faults.customers import Correspondent
from runtime.faults.journal import Journal
from runtime.faults.settling import Verdict, settle
from runtime.faults.staff import Crew, hire_crew
from runtime.faults.storm import Storm
from runtime.faults.town import Town, running_town
from runtime.faults.wired import WiredDesk, wired_desk

BLOWS: Final = 4
BREATH_S: Final = (0.2, 1.0)  # between blows
AGENTS: Final = 2
SETTLE_WITHIN_S: Final = 75.0  # the longest pause between connections that keep breaking is 30 s
MOST_LETTERS: Final = 60


@dataclass(frozen=True, slots=True)
class People:
    """So many customers on each channel, who write at least so many messages, one every so many seconds."""

    visitors: int = 3
    mail: int = 2
    telegram: int = 2
    letters: int = 21
    every_s: float = 0.12


@dataclass(slots=True)
class Everywhere:
    """One desk on three channels and any number of rounds over it. struck: how often each row of the deck came."""

    desk: WiredDesk
    town: Town
    crew: Crew
    struck: Counter[str] = field(default_factory=Counter)

    def round(
        self, seed: int, *, blows: int = BLOWS, people: People | None = None, only: Sequence[str] = ()
    ) -> Verdict:
        """Run a round; the same seed makes the same plan, though processes keep their own time.

        only: names of rows of the deck to be struck, instead of those that seed and deck choose.
        """
        return asyncio.run(self._round(seed, blows, people or People(), only))

    def rows(self) -> list[str]:
        """Return everything that can be broken here."""
        return list(Storm(self.desk, self.town, Journal(), random.Random(0)).rows)  # noqa: S311 - only its names

    async def _round(self, seed: int, blows: int, people: People, only: Sequence[str]) -> Verdict:
        if self.desk.is_tired:
            await asyncio.to_thread(self.desk.restart)
        chance = random.Random(seed + 1)  # noqa: S311 - repeatable, not secret

        def others(crowd: Crowd) -> Sequence[Correspondent]:
            return self.town.people(crowd, mail=people.mail, telegram=people.telegram)

        async with crowd_at(self.desk, self.crew, visitors=people.visitors, seed=seed, others=others) as crowd:
            crowd.take_initiative()
            storm = Storm(self.desk, self.town, crowd.journal, chance)
            plan = list(only) or deck(list(storm.rows), seed, blows)
            self.struck.update(plan)
            done = asyncio.Event()
            await asyncio.gather(_write(crowd, people, done), _rage(storm, plan, done))
            storm.calm()
            verdict = await settle(crowd, within_s=SETTLE_WITHIN_S)
            await crowd.clear_desk()
        return verdict


def deck(rows: Sequence[str], seed: int, blows: int) -> list[str]:
    """Return a round's rows: as many rounds as it takes go through all of them once, in an order chance chose."""
    chosen = []
    for nth in range(seed * blows, (seed + 1) * blows):
        turn, place = divmod(nth, len(rows))
        shuffled = sorted(rows)
        random.Random(turn).shuffle(shuffled)  # noqa: S311 - repeatable, not secret
        chosen.append(shuffled[place])
    return chosen


@contextmanager
def everywhere(folder: Path, *, database: str, small_disks: bool) -> Iterator[Everywhere]:
    """Run a desk on three channels and all its peers while the block does."""
    with (
        running_town(folder) as town,
        wired_desk(folder, database=database, wires=town.proxies, small_disks=small_disks) as desk,
    ):
        crew = hire_crew(agents=AGENTS)
        town.open_channels(desk.data_dir, crew)
        yield Everywhere(desk, town, crew)


async def _write(crowd: Crowd, people: People, done: asyncio.Event) -> None:
    """Write for as long as things break, and at least so much."""
    written = 0
    while written < people.letters or not done.is_set():
        await crowd.write(1, every_s=people.every_s if written < people.letters else 0.5)
        written += 1
        if written >= MOST_LETTERS:
            break


async def _rage(storm: Storm, plan: Sequence[str], done: asyncio.Event) -> None:
    try:
        for row in plan:
            await asyncio.sleep(storm.chance.uniform(*BREATH_S))
            await storm.rows[row]()
    finally:
        done.set()
