"""Rounds: a storm over a desk at work, rest, a check."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from runtime.faults.cluster import Cluster, ClusterNemesis
from runtime.faults.crowd import Crowd, crowd_at
from runtime.faults.desk import BrokenDesk
from runtime.faults.nemesis import Nemesis
from runtime.faults.settling import Verdict, settle
from runtime.faults.staff import Crew

FIRES_WITHIN_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """So many visitors write so many messages in all, one every so many seconds."""

    visitors: int = 6
    messages: int = 30
    every_s: float = 0.12


Blow = Callable[[Crowd, Nemesis], Awaitable[object]]


def random_round(desk: BrokenDesk, crew: Crew, *, seed: int, blows: int = 4) -> Verdict:
    """Run a round of blows that chance chooses; the same seed makes the same plan, though processes keep their own time."""

    async def strike(crowd: Crowd, nemesis: Nemesis) -> None:
        for _ in range(blows):
            await nemesis.strike()

    return round_of(desk, crew, strike, seed=seed)


def crash_round(desk: BrokenDesk, crew: Crew, point: str, *, seed: int) -> tuple[bool, Verdict]:
    """Run a round in which a part kills itself at this point; returns whether it did, and what came of it."""
    fired: list[bool] = []

    async def crash(crowd: Crowd, nemesis: Nemesis) -> None:
        fired.append(await nemesis.crash(point, within_s=FIRES_WITHIN_S))

    verdict = round_of(desk, crew, crash, seed=seed, load=Load(visitors=2, messages=5, every_s=0.05))
    return fired == [True], verdict


def round_of(desk: BrokenDesk, crew: Crew, blow: Blow, *, seed: int, load: Load | None = None) -> Verdict:
    """Run a round in which this happens while the visitors write."""
    return asyncio.run(_round(desk, crew, blow, load=load or Load(), seed=seed))


async def _round(desk: BrokenDesk, crew: Crew, blow: Blow, *, load: Load, seed: int) -> Verdict:
    if desk.is_tired:
        await asyncio.to_thread(desk.restart)
    async with crowd_at(desk, crew, visitors=load.visitors, seed=seed) as crowd:
        nemesis = _nemesis(desk, crowd, seed + 1)
        await asyncio.gather(crowd.write(load.messages, every_s=load.every_s), blow(crowd, nemesis))
        verdict = await settle(crowd)
        desk.points.disarm()
        await crowd.clear_desk()
    return verdict


def _nemesis(desk: BrokenDesk, crowd: Crowd, seed: int) -> Nemesis:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    if isinstance(desk, Cluster):
        return ClusterNemesis(desk, crowd.journal, chance)
    return Nemesis(desk, crowd.journal, chance)
