"""Several of every part on PostgreSQL and Redis: from a visitor's send to the agents' screens, and how fast a stopped owner is followed."""

import asyncio
import signal
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from redis import Redis
from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Lease
from runtime.bench import crowd, usage
from runtime.bench.crowd import Stopwatch, Writer
from runtime.bench.desk import BenchDesk, Staff, hire
from runtime.bench.journey import percentile
from runtime.faults.cluster import Cluster, cluster
from runtime.faults.peers.postgresql import PostgreSQL, running_postgresql
from runtime.faults.waiting import now_or_later

SETTLE_S: Final = 3.0
WARM_UP: Final = 20
MOVES_WITHIN_S: Final = 60.0
OWNED: Final = {"relay": "relay", "clock": "clock", "channel:1": "gateway"}


@dataclass(frozen=True, slots=True)
class Load:
    """agents: open consoles; visible_to: agents of one team, who see its tickets; rate: messages a second; seconds: how long.

    each: processes of every part.
    """

    agents: int = 200
    visible_to: int = 20
    visitors: int = 200
    rate: float = 100.0
    seconds: float = 20.0
    each: int = 2


@dataclass(frozen=True, slots=True)
class Door(BenchDesk):
    """One web process of a cluster, past the proxy in front of both."""

    port: int = 0

    @property
    def socket_url(self) -> str:
        """The address of its sockets."""
        return f"ws://127.0.0.1:{self.port}"


def measure(load: Load) -> dict[str, Any]:
    """Start PostgreSQL, Redis and several of every part, put the load on them and return what was measured."""
    with (
        tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as name,
        running_postgresql() as server,
        cluster(Path(name), server.url, each=load.each) as desk,
    ):
        with db.transaction() as session:
            staff = hire(session, agents=load.agents, teams=max(1, load.agents // load.visible_to))
        time.sleep(SETTLE_S)
        figures = asyncio.run(_run(desk, server, load, staff))
        moves = {f"{name}_moves_s": _moves(desk, name) for name in OWNED} if load.each > 1 else {}
        return {**asdict(load), **figures, **moves}


async def _run(desk: Cluster, server: PostgreSQL, load: Load, staff: Staff) -> dict[str, Any]:
    watch = Stopwatch()
    doors = [Door(Path(), desk.running, 0.0, port) for port in desk.web_ports]
    writing = [
        Writer(doors[number % len(doors)], staff.channel_keys[number % len(staff.channel_keys)], number, watch)
        for number in range(load.visitors)
    ]
    looking = [crowd.Watcher(doors[number % len(doors)], token, watch) for number, token in enumerate(staff.tokens)]
    async with asyncio.TaskGroup() as tasks:
        opened = await crowd.open_all(looking, tasks)
        opened += await crowd.open_all(writing, tasks)
        await _open_tickets(writing)
        watch.forget()
        before, said = _cpu(desk, server), _redis(desk)
        await _steadily(writing, load)
        await asyncio.sleep(SETTLE_S)
        used = {part: spent - before[part] for part, spent in _cpu(desk, server).items()}
        said = {name: total - said[name] for name, total in _redis(desk).items()}
        for task in opened:
            task.cancel()
    by_message = {
        f"redis_{name}_per_message": round(total / max(1, len(watch.acked)), 1) for name, total in said.items()
    }
    return {**_figures(watch, used, load), **by_message}


async def _open_tickets(writers: Sequence[Writer]) -> None:
    """Have everybody write once: what is measured are messages, not first messages."""
    for start in range(0, len(writers), WARM_UP):
        await asyncio.gather(*(writer.write() for writer in writers[start : start + WARM_UP]))
    await asyncio.sleep(SETTLE_S)


async def _steadily(writers: Sequence[Writer], load: Load) -> None:
    began, sends = time.monotonic(), []
    for number in range(int(load.rate * load.seconds)):
        await asyncio.sleep(max(0.0, began + number / load.rate - time.monotonic()))
        sends.append(asyncio.create_task(writers[number % len(writers)].write()))
    await asyncio.gather(*sends)


def _cpu(desk: Cluster, server: PostgreSQL) -> dict[str, float]:
    pids = {**desk.pids(), "postgresql": server.pid}
    found: dict[str, float] = {}
    for name, pid in pids.items():
        part = name.partition("-")[0]
        found[part] = found.get(part, 0.0) + usage.cpu_s(usage.tree(pid))
    return found


def _redis(desk: Cluster) -> dict[str, int]:
    """Return how many commands Redis was given so far, and how many bytes it sent."""
    with Redis.from_url(desk.running.redis_url) as redis:
        told: Any = redis.info("stats")  # what Redis tells of itself
    return {"commands": int(told["total_commands_processed"]), "bytes": int(told["total_net_output_bytes"])}


def _figures(watch: Stopwatch, used: dict[str, float], load: Load) -> dict[str, Any]:
    acks = [1000 * (at - watch.sent[mark]) for mark, at in watch.acked.items()]
    screens = [1000 * (at - watch.sent[mark]) for mark, ats in watch.seen.items() for at in ats]
    return {
        "sent": len(watch.sent),
        "acknowledged": len(watch.acked),
        "lost": sum(len(watch.seen.get(mark, ())) < load.visible_to for mark in watch.acked),
        "ack_p50_ms": percentile(acks, 50),
        "ack_p99_ms": percentile(acks, 99),
        "screen_p50_ms": percentile(screens, 50),
        "screen_p99_ms": percentile(screens, 99),
        "screens_shown": len(screens),
        "cpu_per_message_ms": {part: round(1000 * spent / max(1, len(watch.acked)), 2) for part, spent in used.items()},
    }


def _moves(desk: Cluster, name: str) -> float | None:
    """Stop the process that owns something and return after how many seconds another does, None when none ever did."""
    owner, began = _owner(name), time.monotonic()
    stopped = f"{OWNED[name]}-{owner.rpartition(':')[2]}"
    desk.send(stopped, signal.SIGSTOP)
    try:
        moved = now_or_later(lambda: _owner(name) != owner, MOVES_WITHIN_S)
        return round(time.monotonic() - began, 1) if moved else None
    finally:
        desk.send(stopped, signal.SIGCONT)


def _owner(name: str) -> str:
    with db.reading() as session:
        return session.scalars(select(Lease.owner).where(Lease.name == name)).one()
