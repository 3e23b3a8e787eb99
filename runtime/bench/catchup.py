"""Thousands of waiting mails taken in at once, beside a chat that goes on: how fast, at what cost."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Final

from sqlalchemy import func, select, update

from channels.email.config import Folder, MailboxConfig, MailboxSecret, MailServer, Security
from helpdesk import clock, db, events, secrets
from helpdesk.models import (
    Channel,
    ChannelKind,
    Event,
    Inbound,
    InboundState,
    MailFolder,
    Message,
    Ticket,
)
from helpdesk.permissions import SYSTEM
from helpdesk.tokens import new_name
from runtime.bench import crowd, usage
from runtime.bench.crowd import Stopwatch
from runtime.bench.desk import BenchDesk, Staff, hire, throwaway_desk
from runtime.bench.imap_server import PASSWORD, USER, ImapServer, imap_server
from runtime.bench.journey import percentile
from runtime.bench.letters import letters
from runtime.keys import keys_of

ADDRESS: Final = "support@x.test"
LONGEST_S: Final = 900.0
LOOK_EVERY_S: Final = 0.5
ENVIRON: Final = {"HELPDESK_ALLOW_PLAIN_MAIL": "1"}


@dataclass(frozen=True, slots=True)
class Load:
    """mails: how many wait; agents: open consoles; chats: messages a second from visitors meanwhile."""

    mails: int = 10_000
    agents: int = 10
    chats: float = 2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds and CPU milliseconds per mail; by part: CPU of each of the desk's processes."""

    taken_in: int
    mails_per_s: float
    cpu_per_mail_ms: float
    cpu_by_part_ms: dict[str, float]
    fetched_over_size_bytes: float
    chats_sent: int
    chats_lost: int
    screen_p50_ms: float
    screen_p99_ms: float
    screen_max_ms: float


@dataclass(slots=True)
class Meter:
    """CPU seconds of every process that was ever seen below one, by process id."""

    root: int
    seen: dict[int, float] = field(default_factory=dict)

    def look(self) -> None:
        """Note what each has used; what has ended keeps its last figure."""
        for pid in usage.tree(self.root):
            self.seen[pid] = max(self.seen.get(pid, 0.0), usage.cpu_s([pid]))

    def total(self) -> float:
        """Return what all have used together."""
        return sum(self.seen.values())


def measure(load: Load) -> Figures:
    """Start a mail server and a desk, let the mails wait, and time how they are taken in."""
    with imap_server() as server, throwaway_desk(ENVIRON) as desk:
        secrets.configure(keys_of(desk.folder))
        with db.transaction() as session:
            staff = hire(session, agents=load.agents, teams=2)
        channel_id = _mailbox(server)
        _await(lambda: _has_cursor(channel_id))
        _pause(channel_id, is_paused=True)
        time.sleep(6)  # until the gateway has let go of it
        size = server.put(letters(load.mails, to=ADDRESS))
        return asyncio.run(_run(desk, server, load, staff=staff, channel_id=channel_id, size=size))


def as_json(load: Load, figures: Figures) -> dict[str, object]:
    """Return load and figures as one flat object."""
    return {**asdict(load), **asdict(figures)}


async def _run(desk: BenchDesk, server: ImapServer, load: Load, *, staff: Staff, channel_id: int, size: int) -> Figures:
    watch = Stopwatch()
    async with asyncio.TaskGroup() as tasks:
        opened = await crowd.open_all(crowd.watchers(desk, staff, watch), tasks)
        writers = crowd.writers(desk, staff, watch, count=20)
        opened += await crowd.open_all(writers, tasks)
        await asyncio.gather(*(writer.write() for writer in writers[:5]))
        await asyncio.sleep(2)
        watch.forget()
        meter = Meter(desk.running.pids["supervisor"])
        meter.look()
        before, parts = dict(meter.seen), {pid: part for part, pid in desk.pids.items()}
        _pause(channel_id, is_paused=False)
        chatting = tasks.create_task(_chat(writers, load.chats))
        took_s = await _taken_in(load.mails, channel_id, meter)
        chatting.cancel()
        await asyncio.sleep(2)
        meter.look()
        for task in opened:
            task.cancel()
    _pause(channel_id, is_paused=True)
    await asyncio.sleep(7)
    used = {pid: spent - before.get(pid, 0.0) for pid, spent in meter.seen.items()}
    by_part: dict[str, float] = {}
    for pid, spent in used.items():
        part = parts.get(pid, "reading")
        by_part[part] = round(by_part.get(part, 0.0) + 1000 * spent / load.mails, 2)
    screens = [1000 * (at - watch.sent[mark]) for mark, ats in watch.seen.items() for at in ats]
    return Figures(
        taken_in=_count(channel_id),
        mails_per_s=round(load.mails / took_s, 1),
        cpu_per_mail_ms=round(1000 * sum(used.values()) / load.mails, 2),
        cpu_by_part_ms=dict(sorted(by_part.items())),
        fetched_over_size_bytes=round((server.bytes_sent() - size) / load.mails, 1),
        chats_sent=len(watch.acked),
        chats_lost=sum(1 for mark in watch.acked if mark not in watch.seen),
        screen_p50_ms=percentile(screens, 50),
        screen_p99_ms=percentile(screens, 99),
        screen_max_ms=percentile(screens, 100),
    )


async def _chat(writers: list[crowd.Writer], per_s: float) -> None:
    number = 0
    while True:
        with contextlib.suppress(TimeoutError):
            await writers[number % len(writers)].write()
        number += 1
        await asyncio.sleep(1 / per_s)


async def _taken_in(mails: int, channel_id: int, meter: Meter) -> float:
    """Wait until every mail is a message, classified and routed; return the seconds since the first was fetched."""
    began: float | None = None
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        await asyncio.sleep(LOOK_EVERY_S)
        meter.look()
        if began is None and await asyncio.to_thread(_has_any, channel_id):
            began = time.monotonic() - LOOK_EVERY_S / 2
        if began is not None and await asyncio.to_thread(_is_done, channel_id, mails):
            return time.monotonic() - began
    raise TimeoutError(f"{_count(channel_id)} of {mails} mails after {LONGEST_S:.0f} s")


def _is_done(channel_id: int, mails: int) -> bool:
    with db.reading() as session:
        if (session.scalar(select(func.count()).where(Inbound.channel_id == channel_id)) or 0) < mails:
            return False
        if session.scalar(select(Inbound.id).where(Inbound.state == InboundState.PENDING).limit(1)) is not None:
            return False
        if session.scalar(select(Event.id).where(Event.position.is_(None)).limit(1)) is not None:
            return False
        # What is classified has been routed in the same run: given to whoever could start, the rest waits in order.
        return session.scalar(select(Ticket.id).where(Ticket.classified_at.is_(None)).limit(1)) is None


def _has_any(channel_id: int) -> bool:
    with db.reading() as session:
        return session.scalar(select(Inbound.id).where(Inbound.channel_id == channel_id).limit(1)) is not None


def _count(channel_id: int) -> int:
    with db.reading() as session:
        found = select(func.count()).select_from(Message).join(Ticket, Ticket.id == Message.ticket_id)
        return session.scalar(found.where(Ticket.channel_id == channel_id)) or 0


def _mailbox(server: ImapServer) -> int:
    imap = MailServer("127.0.0.1", server.port, Security.NONE, USER)
    config = MailboxConfig(address=ADDRESS, imap=imap, smtp=imap, folders=(Folder("INBOX"),))
    with db.transaction() as session:
        channel = Channel(
            kind=ChannelKind.EMAIL,
            name="Mail",
            public_key=new_name(),
            config=config.as_json(),
            secret_id=secrets.store(session, MailboxSecret(imap_password=PASSWORD).as_json()),
            created_at=clock.now(),
        )
        session.add(channel)
        session.flush()
        return channel.id


def _pause(channel_id: int, *, is_paused: bool) -> None:
    with db.transaction() as session:
        session.execute(update(Channel).where(Channel.id == channel_id).values(is_paused=is_paused))
        events.record(session, "workspace.changed", by=SYSTEM, data={"what": "channels"})


def _has_cursor(channel_id: int) -> bool:
    with db.reading() as session:
        found = select(MailFolder.uidvalidity).where(MailFolder.channel_id == channel_id)
        return session.scalar(found) is not None


def _await(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the mailbox was not opened")
        time.sleep(0.1)
