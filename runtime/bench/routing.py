"""How long a decision takes, and how long a stored message waits for an agent who is free."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import func, select

from helpdesk import db
from helpdesk.actions import lifecycle
from helpdesk.models import Category, Ticket
from helpdesk.permissions import SYSTEM
from routing.shapes import RoutableAgent, WaitingTicket
from routing.strategy import assign
from runtime.bench import crowd
from runtime.bench.commits import watched
from runtime.bench.crowd import Stopwatch, Writer
from runtime.bench.desk import BenchDesk, Staff, hire, throwaway_desk
from runtime.bench.journey import percentile

SIZES: Final = ((1_000, 200), (5_000, 500))
TRIES: Final = 5
NOW: Final = 10_000.0
SKILLS: Final = tuple(f"skill {n}" for n in range(8))
LANGUAGES: Final = ("en", "ru", "uk")
SETTLE_S: Final = 3.0
SOLVE_EVERY_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class Load:
    """agents: who are free; alone: visitors who write one after another; rate: visitors a second for `seconds`."""

    agents: int = 40
    alone: int = 30
    rate: float = 10.0
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds. decide: the least CPU time of one decision, by tickets x agents.

    free, loaded: from the commit that stored a ticket to the commit that gave it to somebody.
    """

    decide_1000_200_ms: float
    decide_5000_500_ms: float
    free_assigned: int
    free_p50_ms: float
    free_p99_ms: float
    loaded_assigned: int
    loaded_p50_ms: float
    loaded_p99_ms: float
    never_assigned: int


def measure(load: Load) -> Figures:
    """Time decisions here, then start a desk and time its assignments."""
    decide = [decision_ms(tickets, agents) for tickets, agents in SIZES]
    with throwaway_desk() as desk:
        time.sleep(SETTLE_S)
        with db.transaction() as session:
            staff = hire(session, agents=load.agents, teams=1)
        with watched(desk.folder / "helpdesk.sqlite3") as commits:
            last_free = asyncio.run(_run(desk, staff, load))
        free, loaded = commits.waits_ms(0, last_free), commits.waits_ms(last_free, None)
    quick, late = ([wait for wait in waits if wait is not None] for waits in (free, loaded))
    return Figures(
        decide_1000_200_ms=round(decide[0], 2),
        decide_5000_500_ms=round(decide[1], 2),
        free_assigned=len(quick),
        free_p50_ms=percentile(quick, 50),
        free_p99_ms=percentile(quick, 99),
        loaded_assigned=len(late),
        loaded_p50_ms=percentile(late, 50),
        loaded_p99_ms=percentile(late, 99),
        never_assigned=len(free) + len(loaded) - len(quick) - len(late),
    )


def as_json(load: Load, figures: Figures) -> dict[str, Any]:  # plain JSON
    """Return both as one JSON object."""
    return asdict(load) | asdict(figures)


def decision_ms(tickets: int, agents: int) -> float:
    """Return the least CPU time of some decisions over one desk: tied and half infeasible, as real ones are."""
    chance = random.Random(7)  # noqa: S311 - the same desk every time
    waiting = [_ticket(chance, n, agents) for n in range(tickets)]
    team = [_agent(chance, n) for n in range(agents)]
    spent = []
    for _ in range(TRIES):
        began = time.process_time()
        assign(NOW, waiting, team, {})
        spent.append(time.process_time() - began)
    return min(spent) * 1000


def _ticket(chance: random.Random, id: int, agents: int) -> WaitingTicket:
    since = NOW - 60 * chance.randint(0, 30)
    return WaitingTicket(
        id=id,
        channel=chance.choice(("webchat", "telegram", "email")),
        units=4,
        skills={skill: chance.randint(1, 4) for skill in chance.sample(SKILLS, chance.choice((0, 1, 1, 2)))},
        language=chance.choice(LANGUAGES),
        priority=chance.randint(1, 4),
        waiting_since=since,
        due_at=since + 300,
        excluded=frozenset(chance.sample(range(agents), chance.choice((0, 0, 3, agents // 2)))),
    )


def _agent(chance: random.Random, id: int) -> RoutableAgent:
    return RoutableAgent(
        id=id,
        skills={skill: chance.randint(1, 5) for skill in chance.sample(SKILLS, chance.randint(1, 4))},
        languages=frozenset(chance.sample(LANGUAGES, chance.randint(1, 3))),
        capacity_units=12,
        used_units=chance.choice((0, 4, 8)),
        awaiting=chance.randint(0, 1),
        last_assigned_at=NOW - 600,
        idle_since=NOW - 60,
    )


async def _run(desk: BenchDesk, staff: Staff, load: Load) -> int:
    """Have visitors write, first alone and then together; return the last ticket of the first part."""
    async with asyncio.TaskGroup() as tasks:
        watch = Stopwatch()
        opened = await crowd.open_all(crowd.watchers(desk, staff, watch), tasks)
        count = min(load.alone, load.agents - 1)
        writers = crowd.writers(desk, staff, watch, count=count + int(load.rate * load.seconds))
        opened += await crowd.open_all(writers, tasks)
        await asyncio.sleep(SETTLE_S)
        for writer in writers[:count]:
            await writer.write()
            await asyncio.sleep(0.5)
        last = await asyncio.to_thread(_last_ticket)
        solver = tasks.create_task(_solve())
        await _steadily(writers[count:], load.rate)
        await asyncio.sleep(SETTLE_S)
        for task in [*opened, solver]:
            task.cancel()
    return last


async def _steadily(writers: Sequence[Writer], rate: float) -> None:
    began, sends = time.monotonic(), []
    for number, writer in enumerate(writers):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        sends.append(asyncio.create_task(writer.write()))
    await asyncio.gather(*sends)


async def _solve() -> None:
    """Be the agents: whatever somebody has is solved within a moment, so that they are free again."""
    while True:
        await asyncio.to_thread(_solve_assigned)
        await asyncio.sleep(SOLVE_EVERY_S)


def _solve_assigned() -> None:
    with db.reading() as session:
        held = select(Ticket.id).where(
            Ticket.assignee_id.is_not(None), Ticket.category.in_((Category.NEW, Category.OPEN))
        )
        found = session.scalars(held.limit(100)).all()
    if found:
        with db.transaction() as session:
            for ticket_id in found:
                lifecycle.resolve(session, ticket_id, by=SYSTEM)


def _last_ticket() -> int:
    with db.reading() as session:
        return session.scalar(select(func.max(Ticket.id))) or 0
