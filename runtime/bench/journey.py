"""From a visitor's send to the agents' screens: how long, how many, at what cost."""

import asyncio
import time
from dataclasses import asdict, dataclass
from math import ceil

from helpdesk import db
from runtime.bench import crowd, usage
from runtime.bench.crowd import Stopwatch, Writer
from runtime.bench.desk import BenchDesk, Staff, hire, throwaway_desk

SETTLE_S = 3.0
IDLE_S = 10.0


@dataclass(frozen=True, slots=True)
class Load:
    """agents: open consoles; teams: each agent sees one team's share; rate: messages a second; seconds: how long."""

    agents: int = 50
    teams: int = 5
    visitors: int = 100
    rate: float = 20.0
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds, CPU milliseconds, MB; `lost` counts acknowledged messages that some screen never showed."""

    sent: int
    acknowledged: int
    lost: int
    ack_p50_ms: float
    ack_p99_ms: float
    screen_p50_ms: float
    screen_p99_ms: float
    cpu_per_message_ms: float
    frames_delivered: int
    accepted_per_s: float
    ready_after_s: float
    idle_pss_mb: float
    idle_cpu_percent: float
    loaded_pss_mb: float


def measure(load: Load) -> Figures:
    """Start a desk, put the load on it and return what was measured."""
    with throwaway_desk() as desk:
        time.sleep(SETTLE_S)
        pids = usage.tree(desk.running.pids["supervisor"])
        idle_mb, idle_percent = usage.pss_mb(pids), _idle_percent(pids)
        with db.transaction() as session:
            staff = hire(session, agents=load.agents, teams=load.teams)
        run = asyncio.run(_run(desk, load, staff_of=staff))
        loaded_mb = usage.pss_mb(usage.tree(desk.running.pids["supervisor"]))
        return _figures(desk, run, idle_mb=idle_mb, idle_percent=idle_percent, loaded_mb=loaded_mb, load=load)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run saw."""

    watch: Stopwatch
    cpu_s: float
    accepted_per_s: float


def as_json(load: Load, figures: Figures) -> dict[str, float]:
    """Return load and figures as one flat object."""
    return {**asdict(load), **asdict(figures)}


def _idle_percent(pids: set[int]) -> float:
    before = usage.cpu_s(pids)
    time.sleep(IDLE_S)
    return 100 * (usage.cpu_s(pids) - before) / IDLE_S


async def _run(desk: BenchDesk, load: Load, *, staff_of: Staff) -> Run:
    watch, flood = Stopwatch(), Stopwatch()
    async with asyncio.TaskGroup() as tasks:
        opened = await crowd.open_all(crowd.watchers(desk, staff_of, watch), tasks)
        writers = crowd.writers(desk, staff_of, watch, count=load.visitors)
        opened += await crowd.open_all(writers, tasks)
        await asyncio.gather(*(writer.write() for writer in writers[:10]))  # warm up
        watch.forget()
        pids = usage.tree(desk.running.pids["supervisor"])
        before = usage.cpu_s(pids)
        await _steadily(writers, load)
        await asyncio.sleep(SETTLE_S)
        used = usage.cpu_s(pids) - before
        hurried = crowd.writers(desk, staff_of, flood, count=load.visitors)
        opened += await crowd.open_all(hurried, tasks)
        accepted = await _flat_out(hurried, seconds=min(load.seconds, 10.0))
        for task in opened:
            task.cancel()
    return Run(watch, used, accepted)


async def _steadily(writers: list[Writer], load: Load) -> None:
    began, sends = time.monotonic(), []
    for number in range(int(load.rate * load.seconds)):
        await asyncio.sleep(max(0.0, began + number / load.rate - time.monotonic()))
        sends.append(asyncio.create_task(writers[number % len(writers)].write()))
    await asyncio.gather(*sends)


async def _flat_out(writers: list[Writer], *, seconds: float) -> float:
    """Have everybody write as fast as they are answered, once each until the time is over; messages a second."""
    began, done = time.monotonic(), 0
    queue = list(writers)

    async def work() -> None:
        nonlocal done
        while queue and time.monotonic() - began < seconds:
            await queue.pop().write()
            done += 1

    await asyncio.gather(*(work() for _ in range(16)))
    return done / (time.monotonic() - began)


def _figures(
    desk: BenchDesk, run: Run, *, idle_mb: float, idle_percent: float, loaded_mb: float, load: Load
) -> Figures:
    watch = run.watch
    acks = [1000 * (at - watch.sent[mark]) for mark, at in watch.acked.items()]
    screens = [1000 * (at - watch.sent[mark]) for mark, ats in watch.seen.items() for at in ats]
    share = load.agents // load.teams
    lost = sum(1 for mark in watch.acked if len(watch.seen.get(mark, ())) < share)
    return Figures(
        sent=len(watch.sent),
        acknowledged=len(watch.acked),
        lost=lost,
        ack_p50_ms=percentile(acks, 50),
        ack_p99_ms=percentile(acks, 99),
        screen_p50_ms=percentile(screens, 50),
        screen_p99_ms=percentile(screens, 99),
        cpu_per_message_ms=round(1000 * run.cpu_s / max(1, len(watch.acked)), 2),
        frames_delivered=watch.frames,
        accepted_per_s=round(run.accepted_per_s, 1),
        ready_after_s=round(desk.ready_after_s, 2),
        idle_pss_mb=round(idle_mb, 1),
        idle_cpu_percent=round(idle_percent, 2),
        loaded_pss_mb=round(loaded_mb, 1),
    )


def percentile(values: list[float], percent: float) -> float:
    """Return the least value that `percent` of all do not exceed (nearest rank), to a tenth; nan when there are none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return round(ordered[max(0, ceil(len(ordered) * percent / 100) - 1)], 1)
