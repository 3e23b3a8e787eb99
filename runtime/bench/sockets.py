"""Thousands of chats that stay open: what an idle one costs, and how fast messages pass between them."""

import asyncio
import resource
import time
from dataclasses import asdict, dataclass

from helpdesk import db
from runtime.bench import bare_sockets, crowd, usage
from runtime.bench.crowd import Stopwatch, Writer
from runtime.bench.desk import BenchDesk, Staff, hire, throwaway_desk
from runtime.bench.journey import percentile

SETTLE_S = 5.0
SPARE_FILES = 500


@dataclass(frozen=True, slots=True)
class Load:
    """visitors: connected all the while; agents: each sees every ticket; rate: messages a second over all visitors."""

    visitors: int = 2_000
    agents: int = 5
    rate: float = 200.0
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in ms, CPU in microseconds of the one web process; bare: a server of the library `websockets` alone."""

    connected: int
    connect_s: float
    kb_per_idle_visitor: float
    sent: int
    acknowledged: int
    lost: int
    ack_p50_ms: float
    ack_p99_ms: float
    screen_p50_ms: float
    screen_p99_ms: float
    web_cpu_percent: float
    web_cpu_per_message_us: float
    cpu_per_delivery_us: float
    bare_cpu_per_delivery_us: float
    bare_kb_per_connection: float


def measure(load: Load) -> Figures:
    """Start a desk, connect everybody, measure them idle, then have them write."""
    _allow_files(load.visitors + SPARE_FILES)
    bare = bare_sockets.measure(connections=min(load.visitors, 500))
    with throwaway_desk() as desk:
        with db.transaction() as session:
            staff = hire(session, agents=load.agents, teams=1)
        return asyncio.run(_run(desk, load, staff, bare))


def as_json(load: Load, figures: Figures) -> dict[str, float]:
    """Return load and figures as one flat object."""
    return {**asdict(load), **asdict(figures)}


async def _run(desk: BenchDesk, load: Load, staff: Staff, bare: bare_sockets.Bare) -> Figures:
    watch, web = Stopwatch(), {desk.pids["web"]}
    async with asyncio.TaskGroup() as tasks:
        opened = await crowd.open_all(crowd.watchers(desk, staff, watch), tasks)
        writers = crowd.writers(desk, staff, watch, count=load.visitors)
        warm = await crowd.open_all(writers[:20], tasks)
        await asyncio.sleep(SETTLE_S)
        before_mb, began = usage.pss_mb(web), time.monotonic()
        opened += warm + await crowd.open_all(writers[20:], tasks)
        connect_s = time.monotonic() - began
        await asyncio.sleep(SETTLE_S)
        idle_kb = 1024 * (usage.pss_mb(web) - before_mb) / max(1, len(writers) - 20)
        watch.forget()
        used, began = usage.cpu_s(web), time.monotonic()
        await _steadily(writers, load)
        await asyncio.sleep(SETTLE_S)
        used, took = usage.cpu_s(web) - used, time.monotonic() - began
        for task in opened:
            task.cancel()
    acks = [1000 * (at - watch.sent[mark]) for mark, at in watch.acked.items()]
    screens = [1000 * (at - watch.sent[mark]) for mark, ats in watch.seen.items() for at in ats]
    return Figures(
        connected=len(writers),
        connect_s=round(connect_s, 1),
        kb_per_idle_visitor=round(idle_kb, 1),
        sent=len(watch.sent),
        acknowledged=len(watch.acked),
        lost=sum(1 for mark in watch.acked if len(watch.seen.get(mark, ())) < load.agents),
        ack_p50_ms=percentile(acks, 50),
        ack_p99_ms=percentile(acks, 99),
        screen_p50_ms=percentile(screens, 50),
        screen_p99_ms=percentile(screens, 99),
        web_cpu_percent=round(100 * used / took, 1),
        web_cpu_per_message_us=round(1_000_000 * used / max(1, len(watch.acked))),
        cpu_per_delivery_us=round(1_000_000 * used / max(1, watch.frames + len(watch.acked))),
        bare_cpu_per_delivery_us=bare.cpu_per_delivery_us,
        bare_kb_per_connection=bare.kb_per_connection,
    )


async def _steadily(writers: list[Writer], load: Load) -> None:
    began, sends = time.monotonic(), []
    for number in range(int(load.rate * load.seconds)):
        await asyncio.sleep(max(0.0, began + number / load.rate - time.monotonic()))
        sends.append(asyncio.create_task(writers[number % len(writers)].write(timeout_s=120)))
    await asyncio.gather(*sends)


def _allow_files(wanted: int) -> None:
    """Raise how many files this process and the desk it starts may have open, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
