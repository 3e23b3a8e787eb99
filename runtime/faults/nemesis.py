"""Whoever breaks the desk: kills, freezes and empties, on a schedule that a seed decides."""

import asyncio
import contextlib
import random
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from helpdesk.errors import Unavailable
from runtime.faults.bad_redis import TROUBLES, order
from runtime.faults.desk import PARTS, BrokenDesk
from runtime.faults.journal import Fault, Journal
from runtime.faults.points import EVERYWHERE, POINTS
from runtime.faults.waiting import lives, soon

BACK_WITHIN_S: Final = 15.0
ORPHANS_GONE_WITHIN_S: Final = 5.0
FREEZES: Final = ("web", "worker", "relay", "gateway", "redis")


class Nemesis:
    """Breaks one thing after the other, each until its cause is gone; what it did is in the journal."""

    def __init__(self, desk: BrokenDesk, journal: Journal, chance: random.Random) -> None:
        self._desk = desk
        self._journal = journal
        self.chance = chance

    async def strike(self) -> None:
        """Do one thing, chosen by chance."""
        blows = {
            self._some_kill: 5,
            self._some_crash: 4,
            self._some_freeze: 2,
            self.kill_supervisor: 1,
            self.flush: 1,
            self._some_trouble: 1,
        }
        await self.chance.choices(list(blows), weights=list(blows.values()))[0]()

    async def kill(self, part: str) -> None:
        """Kill a part, or Redis, by SIGKILL and wait until it has been started again."""
        was, fault = self._desk.pids()[part], self._journal.begin(f"kill {part}")
        with contextlib.suppress(ProcessLookupError):
            was = self._desk.send(part, signal.SIGKILL)
        await self._back(part, was, fault)

    async def crash(self, point: str, *, within_s: float) -> bool:
        """Arm a crash point, wait until it has fired and its part runs again; False when nobody came by."""
        pids, armed = self._desk.pids(), self._desk.points.arm(point)
        lived = {name: pid for name, pid in pids.items() if name in PARTS and lives(pid)}
        if not await soon(lambda: not armed.exists(), within_s=within_s) and self._desk.points.disarm():
            return False
        fault = self._journal.begin(f"crash at {point}")
        part = await self._who_died(EVERYWHERE[point], lived)
        await self._back(part, pids[part], fault)
        return True

    async def kill_supervisor(self) -> None:
        """Kill the supervisor and start the desk again on the same folder."""
        fault = self._journal.begin("kill supervisor")
        orphans = self._desk.kill_supervisor()
        await asyncio.to_thread(self._desk.start)
        fault.is_over()
        await self.expect_gone(orphans)

    async def expect_gone(self, orphans: Mapping[str, int]) -> None:
        """Note who of these still lives after 5 s, though nobody looks after them any more."""
        if not await soon(lambda: not any(map(lives, orphans.values())), within_s=ORPHANS_GONE_WITHIN_S):
            left = [part for part, pid in orphans.items() if lives(pid)]
            self._journal.oddities.append(f"{left} outlived their supervisor")

    async def freeze(self, part: str, *, seconds: float) -> None:
        """Stop a part in its tracks, then let it go on."""
        fault = self._journal.begin(f"freeze {part} for {seconds:.1f} s")
        with contextlib.suppress(ProcessLookupError):
            self._desk.send(part, signal.SIGSTOP)
            await asyncio.sleep(seconds)
            self._desk.send(part, signal.SIGCONT)
        fault.is_over()

    async def flush(self) -> None:
        """Empty Redis."""
        fault = self._journal.begin("flush redis")
        await order(self._desk, lambda redis: redis.flushall())
        fault.is_over()

    async def trouble(self, name: str, *, seconds: float) -> None:
        """Leave Redis in trouble for a while."""
        async with self.in_trouble(name):
            await asyncio.sleep(seconds)

    @asynccontextmanager
    async def in_trouble(self, name: str) -> AsyncIterator[None]:
        """Have Redis in trouble while the block runs: "out of memory", "read-only" or "without fan-out"."""
        trouble = TROUBLES[name]
        fault = self._journal.begin(f"redis {name}")
        if not await order(self._desk, trouble.begin):
            raise Unavailable(f"Redis could not be brought to be {name}.")
        try:
            yield
        finally:
            if not await order(self._desk, trouble.end):
                raise Unavailable(f"Redis could not be mended after it was {name}.")
            fault.is_over()

    async def _some_kill(self) -> None:
        await self.kill(self.chance.choice([*PARTS, "redis"]))

    async def _some_crash(self) -> None:
        await self.crash(self.chance.choice(list(POINTS)), within_s=2.0)

    async def _some_freeze(self) -> None:
        await self.freeze(self.chance.choice(FREEZES), seconds=self.chance.uniform(0.3, 1.5))

    async def _some_trouble(self) -> None:
        await self.trouble(self.chance.choice(list(TROUBLES)), seconds=self.chance.uniform(0.5, 1.5))

    async def _who_died(self, part: str, lived: Mapping[str, int]) -> str:
        """Return which of these died; several parts pass some points: chats and mails are received by different ones."""
        dead: list[str] = []

        def look() -> bool:
            dead[:] = [name for name, pid in lived.items() if not lives(pid)]
            return bool(dead)

        await soon(look, within_s=BACK_WITHIN_S)
        return dead[0] if dead and part not in dead else part

    async def _back(self, part: str, was: int, fault: Fault) -> None:
        self._desk.note_death(part)
        if not await soon(lambda: self._desk.is_back(part, was), within_s=BACK_WITHIN_S):
            self._journal.oddities.append(f"{part} was not started again {BACK_WITHIN_S:g} s after: {fault.what}")
        fault.is_over()
