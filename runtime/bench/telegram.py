"""A burst from Telegram: how long until every message is taken in and on an agent's screen, at what cost."""

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import func, select

from helpdesk import db, secrets
from helpdesk.actions.workspace.bots import BotChanges, BotIdentity, create_bot
from helpdesk.models import Inbound, InboundState, Message, MessageKind, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import SYSTEM
from runtime.bench import crowd, usage
from runtime.bench.crowd import Stopwatch
from runtime.bench.desk import BenchDesk, hire, throwaway_desk
from runtime.demo.bot_api.people import People
from runtime.demo.bot_api.server import BotApi, running_bot_api
from runtime.keys import keys_of

TOKEN: Final = "7000000009:AAE-bench-Zx81kQpW0vRt5yBn3mLs7dFhJgK"  # noqa: S105  the emulator's own
WAIT_S: Final = 120.0
GLANCE_S: Final = 0.25


@dataclass(frozen=True, slots=True)
class Load:
    """chats: so many people write, in turn; rate: updates a second; seconds: how long."""

    chats: int = 100
    rate: float = 500.0
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds after the last was sent; lost: sent and in no ticket; doubled: there twice; unordered: chats out of order."""

    sent: int
    taken_in: int
    lost: int
    doubled: int
    unordered: int
    sending_took_s: float
    taken_in_after_s: float
    numbered_after_s: float
    shown_after_s: float
    cpu_per_update_ms: float
    cpu_gateway_ms: float


def measure(load: Load) -> Figures:
    """Start a desk and a Telegram of its own, send the burst and return what was measured."""
    with running_bot_api() as api, throwaway_desk() as desk:
        people = api.add_bot(TOKEN)
        _open_channel(desk, api)
        _wait_for_poll(api)
        return asyncio.run(_run(desk, people, load))


def as_json(load: Load, figures: Figures) -> dict[str, float]:
    """Return load and figures as one flat object."""
    return {**asdict(load), **asdict(figures)}


async def _run(desk: BenchDesk, people: People, load: Load) -> Figures:
    with db.transaction() as session:
        staff = hire(session, agents=1, teams=1)
    watch, last = Stopwatch(), uuid.uuid4().hex
    watch.sent[last] = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        opened = await crowd.open_all(crowd.watchers(desk, staff, watch), tasks)
        await asyncio.sleep(1)
        pids = usage.tree(desk.running.pids["supervisor"])
        before, gateway = usage.cpu_s(pids), usage.cpu_s([desk.pids["gateway"]])
        began = time.monotonic()
        count = await asyncio.to_thread(_send, people, load, last)
        ended = time.monotonic()
        taken = await _after(lambda: _taken() >= count, ended)
        numbered = await _after(_all_numbered, ended)
        shown = await _after(lambda: bool(watch.seen.get(last)), ended)
        used = usage.cpu_s(pids) - before
        used_gateway = usage.cpu_s([desk.pids["gateway"]]) - gateway
        for task in opened:
            task.cancel()
    lost, doubled, unordered = _compare(load, count)
    return Figures(
        sent=count,
        taken_in=_taken(),
        lost=lost,
        doubled=doubled,
        unordered=unordered,
        sending_took_s=round(ended - began, 2),
        taken_in_after_s=round(taken, 2),
        numbered_after_s=round(numbered, 2),
        shown_after_s=round(shown, 2),
        cpu_per_update_ms=round(1000 * used / count, 2),
        cpu_gateway_ms=round(1000 * used_gateway / count, 2),
    )


def _send(people: People, load: Load, last: str) -> int:
    count, began = int(load.rate * load.seconds), time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, began + number / load.rate - time.monotonic()))
        text = last if number == count - 1 else f"n{number}"
        people.say(1000 + number % load.chats, text)
    return count


async def _after(happened: Callable[[], bool], since: float) -> float:
    while time.monotonic() - since < WAIT_S:
        if await asyncio.to_thread(happened):
            break
        await asyncio.sleep(GLANCE_S)
    return max(0.0, time.monotonic() - since)


def _taken() -> int:
    with db.reading() as session:
        wanted = select(func.count()).select_from(Inbound).where(Inbound.state == InboundState.DONE)
        return session.scalar(wanted) or 0


def _all_numbered() -> bool:
    from_table = "SELECT 1 FROM event WHERE position IS NULL LIMIT 1"
    with db.reading() as session:
        return session.connection().exec_driver_sql(from_table).first() is None


def _compare(load: Load, count: int) -> tuple[int, int, int]:
    """Return how many messages are missing, how many are there twice, and in how many chats the order is wrong."""
    with db.reading() as session:
        rows = session.execute(
            select(Message.ticket_id, Message.text).where(Message.kind == MessageKind.IN).order_by(Message.id)
        ).all()
        tickets = session.scalar(select(func.count()).select_from(Ticket)) or 0
    texts = [text for _, text in rows]
    chats: dict[int, list[int]] = {}
    for ticket_id, text in rows:
        if text.startswith("n"):
            chats.setdefault(ticket_id, []).append(int(text[1:]))
    unordered = sum(numbers != sorted(numbers) for numbers in chats.values()) + abs(tickets - load.chats)
    return count - len(set(texts)), len(texts) - len(set(texts)), unordered


def _open_channel(desk: BenchDesk, api: BotApi) -> Channel:
    secrets.configure(keys_of(desk.folder))
    changes = BotChanges(token=TOKEN, identity=BotIdentity(int(TOKEN.partition(":")[0]), "bench_bot", "Bench"))
    with db.transaction() as session:
        channel = create_bot(session, changes, by=SYSTEM)
        channel.config = {**channel.config, "api_url": api.url}
        session.flush()
    return channel


def _wait_for_poll(api: BotApi) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not any(name == "getwebhookinfo" for name, _ in api.bot(TOKEN).calls):
        time.sleep(0.05)
