"""Everybody who meets at the desk in a round: visitors who write, agents who answer."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from runtime.faults.agent import AgentAtWork
from runtime.faults.chat_tab import Tab
from runtime.faults.customers import Correspondent
from runtime.faults.desk import BrokenDesk
from runtime.faults.initiative import Initiative
from runtime.faults.journal import Journal
from runtime.faults.poller import Poller
from runtime.faults.staff import Crew
from runtime.faults.visitor import Visitor

AT_DESK_WITHIN_S: Final = 30.0
POLLS: Final = 0.2  # of the visitors
LOOKS_ON: Final = 0.5

Others = Callable[["Crowd"], Sequence[Correspondent]]


class Crowd:
    """Visitors and agents of one round, with the journal they keep."""

    def __init__(self, desk: BrokenDesk, crew: Crew, *, visitors: int, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.journal = Journal()
        self.desk = desk
        tag = f"{desk.starts}{seed:x}{int(time.monotonic() * 1000) % 0xFFFFF:x}"
        self.visitors = [self._visitor(crew.channel_key, f"{tag}v{number}") for number in range(visitors)]
        self.tag = tag
        self.others: Sequence[Correspondent] = ()
        self.agents = [AgentAtWork(desk, token, journal=self.journal, chance=self.chance) for token in crew.tokens]

    def take_initiative(self) -> None:
        """Have the agents begin tickets, and change many and take that back."""
        lock = asyncio.Lock()
        for agent in self.agents:
            agent.initiative = Initiative(agent.browser, journal=self.journal, chance=self.chance, lock=lock)

    async def write(self, messages: int, *, every_s: float) -> None:
        """Have the visitors write this many messages in all, now one and now another."""
        for _ in range(messages):
            self._writers()[self.chance.randrange(len(self.visitors) + len(self.others))].write()
            await asyncio.sleep(self.chance.uniform(0, 2 * every_s))

    def _writers(self) -> Sequence[Visitor | Correspondent]:
        return [*self.visitors, *self.others]

    def is_answered(self, letters: int = 1) -> bool:
        """Say whether at least so many messages were written and all of them have an answer on their visitor's screen."""
        answered = sum(reply.shown_at is not None for reply in self.journal.replies.values())
        return answered == len(self.journal.letters) >= letters

    async def clear_desk(self) -> None:
        """Resolve everything."""
        await self.agents[0].clear_desk()

    async def at_desk(self) -> None:
        """Wait until every agent has the list on the screen."""
        async with asyncio.timeout(AT_DESK_WITHIN_S):
            while not all(agent.list.is_welcome for agent in self.agents):
                await asyncio.sleep(0.02)

    def _visitor(self, key: str, name: str) -> Visitor:
        visitor = Visitor(self.desk, key, name, journal=self.journal, chance=self.chance)
        visitor.tabs.append(Poller(visitor) if self.chance.random() < POLLS else Tab(visitor, writes=True))
        if self.chance.random() < LOOKS_ON:
            visitor.tabs.append(Tab(visitor, writes=False))
        return visitor


@asynccontextmanager
async def crowd_at(
    desk: BrokenDesk, crew: Crew, *, visitors: int, seed: int, others: Others = lambda crowd: ()
) -> AsyncIterator[Crowd]:
    """Have a crowd at the desk while the block runs; an error of any of them ends it.

    others: makes those who write elsewhere than in a chat.
    """
    crowd = Crowd(desk, crew, visitors=visitors, seed=seed)
    crowd.others = others(crowd)
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(agent.run()) for agent in crowd.agents]
        running += [tasks.create_task(tab.run()) for visitor in crowd.visitors for tab in visitor.tabs]
        running += [tasks.create_task(other.run()) for other in crowd.others]
        await crowd.at_desk()
        yield crowd
        for task in running:
            task.cancel()
