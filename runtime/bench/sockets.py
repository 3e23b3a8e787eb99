"""Thousands of chats that stay open: what an idle one costs, and how fast messages pass between them."""

import asyncio
import resource
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from helpdesk import db
from runtime.bench import bare_sockets, crowd, usage
from runtime.bench.crowd import Stopwatch, Writer
from runtime.bench.desk import BenchDesk, Staff, hire, throwaway_desk
from runtime.bench.journey import percentile

SETTLE_S = 5.0
SPARE_FILES = 500
OPENED_AT_ONCE = 100
SHOWN_WITHIN_S = 120.0


@dataclass(frozen=True, slots=True)
class Load:
    """visitors: connected all the while; agents: each sees every ticket; rate: messages a second over all visitors."""

    visitors: int = 2_000
    agents: int = 5
    rate: float = 200.0
    seconds: float = 20.0


class Meter:
    """What the parts of a desk have used since this was made."""

    def __init__(self, desk: BenchDesk) -> None:
        self._pids = desk.pids
        self._before = self._now()

    def ms_per(self, count: int) -> dict[str, float]:
        """Return the CPU each part used in ms for one of `count`, and all of them together."""
        used = {part: 1000 * (now - self._before[part]) / count for part, now in self._now().items()}
        return {**{part: round(one, 2) for part, one in sorted(used.items())}, "all": round(sum(used.values()), 2)}

    def _now(self) -> dict[str, float]:
        return {part: usage.cpu_s([pid]) for part, pid in self._pids.items()}


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in ms, CPU in microseconds of the one web process; bare: a server of the library `websockets` alone.

    opening: everybody's first message, which makes a ticket, as fast as the desk takes them; then the same people go
    on at the rate that was asked for. CPU in ms of each part of the desk, and of all of them, for one message.
    """

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
    opening_per_s: float
    opening_cpu_ms: dict[str, float]
    cpu_ms_per_message: dict[str, float]
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


def as_json(load: Load, figures: Figures) -> dict[str, Any]:  # JSON
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
        meter, began = Meter(desk), time.monotonic()
        await _open(writers)
        opening_s = time.monotonic() - began
        await _until_shown(watch, load)
        opening = meter.ms_per(len(writers))
        await asyncio.sleep(SETTLE_S)
        watch.forget()
        meter, used, began = Meter(desk), usage.cpu_s(web), time.monotonic()
        await _steadily(writers, load)
        await _until_shown(watch, load)
        used, took = usage.cpu_s(web) - used, time.monotonic() - began
        costs = meter.ms_per(max(1, len(watch.acked)))
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
        opening_per_s=round(len(writers) / opening_s, 1),
        opening_cpu_ms=opening,
        cpu_ms_per_message=costs,
        web_cpu_percent=round(100 * used / took, 1),
        web_cpu_per_message_us=round(1_000_000 * used / max(1, len(watch.acked))),
        cpu_per_delivery_us=round(1_000_000 * used / max(1, watch.frames + len(watch.acked))),
        bare_cpu_per_delivery_us=bare.cpu_per_delivery_us,
        bare_kb_per_connection=bare.kb_per_connection,
    )


async def _open(writers: Sequence[Writer]) -> None:
    """Have everybody write for the first time, so many at once as one desk has waiting at a busy hour."""
    for start in range(0, len(writers), OPENED_AT_ONCE):
        await asyncio.gather(*(writer.write(timeout_s=120) for writer in writers[start : start + OPENED_AT_ONCE]))


async def _until_shown(watch: Stopwatch, load: Load) -> None:
    """Wait until every agent has seen what was acknowledged, and a moment more for what follows it."""
    deadline = time.monotonic() + SHOWN_WITHIN_S
    while time.monotonic() < deadline and any(len(watch.seen.get(mark, ())) < load.agents for mark in watch.acked):
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)


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
