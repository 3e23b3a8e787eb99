"""Rounds over a bot: people write every 30 ms while parts of the desk are killed; then all is compared."""

import asyncio
import random
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from helpdesk import db, secrets
from helpdesk.actions.reply import Writing, send_reply
from helpdesk.actions.workspace.bots import BotChanges, BotIdentity, change_bot, create_bot
from helpdesk.bots import Intake
from helpdesk.models import Channel, DeliveryState, Inbound, InboundState, Message, MessageKind, Thread
from helpdesk.permissions import SYSTEM
from runtime.demo.bot_api.server import BotApi, running_bot_api
from runtime.faults import telegram_files as files
from runtime.faults.desk import BrokenDesk
from runtime.faults.waiting import soon
from runtime.keys import keys_of

TOKEN: Final = "7000000008:AAE-fault-Zx81kQpW0vRt5yBn3mLs7dFhJgK"  # noqa: S105  the emulator's own
EVERY_S: Final = 0.03
SETTLES_WITHIN_S: Final = 120.0
BACK_WITHIN_S: Final = 30.0
FIRES_WITHIN_S: Final = 3.0
POINTS: Final = ("telegram.fetched", "telegram.stored", "telegram.taken", "receive.before_commit", "telegram.part_sent")
GOING_OUT: Final = ("delivery.claimed", "delivery.sent", "delivery.marked")


@dataclass(slots=True)
class Verdict:
    """What a round proved; every list should be empty."""

    seed: int
    sent: int = 0
    deaths: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unordered: list[int] = field(default_factory=list)
    sent_twice: list[str] = field(default_factory=list)
    never_sent: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        """Whether nothing was lost, doubled or out of order, either way."""
        return not any((self.lost, self.doubled, self.unordered, self.sent_twice, self.never_sent, self.oddities))


class BotRounds:
    """One desk, one bot, any number of rounds; each has chats of its own."""

    def __init__(self, desk: BrokenDesk, api: BotApi, channel_id: int) -> None:
        self._desk, self._api, self._channel_id = desk, api, channel_id
        self._people = api.people(TOKEN)
        self._first_chat = 10_000

    def set_intake(self, intake: Intake) -> None:
        """Have updates fetched or posted from now on."""
        with db.transaction() as session:
            change_bot(session, self._channel_id, BotChanges(intake=intake), by=SYSTEM)

    def round(self, seed: int, *, updates: int = 60, chats: int = 4, kills: int = 2, switches: bool = False) -> Verdict:
        """Run one round; the same seed makes the same plan. switches: change the way in in the middle."""
        if self._desk.is_tired:
            self._desk.restart()
        return asyncio.run(self._round(seed, updates=updates, chats=chats, kills=kills, switches=switches))

    def traces_of_the_token(self) -> list[str]:
        """Return where the token can be read: log, command lines and environments of all parts, any file."""
        secret = TOKEN.partition(":")[2].encode()
        found = ["log"] if secret in self._desk.log.encode() else []
        for part, pid in self._desk.pids().items():
            found += [f"{part}: {name}" for name in ("cmdline", "environ") if secret in _of_process(pid, name)]
        # By another process: whoever closes a file of a database gives up all locks this process has on it.
        grep = ["grep", "-rlaF", "--", secret.decode(), str(self._desk.data_dir)]
        return found + subprocess.run(grep, capture_output=True, text=True, check=False).stdout.split()

    async def _round(self, seed: int, *, updates: int, chats: int, kills: int, switches: bool) -> Verdict:
        chance, verdict = random.Random(seed), Verdict(seed)  # noqa: S311 - repeatable, not secret
        self._first_chat += chats
        self._api.world.switches.faults.clear()
        said = [
            (self._first_chat + chance.randrange(chats), f"s{seed}c{self._first_chat}-{number}")
            for number in range(updates)
        ]
        await asyncio.gather(self._write(said, chance), self._strike(chance, kills, verdict, switches=switches))
        verdict.sent = len(said)
        answers = self._answer(chance)
        if chance.random() < 0.5:
            await self._kill(chance.choice(("gateway", *GOING_OUT)), verdict)
        if not await soon(lambda: self._is_settled(), within_s=SETTLES_WITHIN_S):
            verdict.oddities.append("it never came to rest")
        texts = [text for _, text in said]
        if not await soon(lambda: not files.missing_photos(texts), within_s=SETTLES_WITHIN_S):
            verdict.lost += [f"photo of {text}" for text in files.missing_photos(texts)]
        verdict.oddities += files.odd_files(texts)
        self._desk.points.disarm()
        self._compare(said, answers, verdict)
        return verdict

    async def _write(self, said: list[tuple[int, str]], chance: random.Random) -> None:
        queue, faults = self._api.bot(TOKEN).queue, self._api.world.switches
        for number, (chat, text) in enumerate(said):
            await asyncio.sleep(EVERY_S)
            await asyncio.to_thread(files.write, self._people, chat, text, number=number)
            if number % 20 == 10:
                queue.repeats += 1
                self._api.webhooks.duplicates += 1
                faults.fail("getUpdates", chance.choice(("server_error", "bad_gateway", "drop_before", "drop_after")))

    async def _strike(self, chance: random.Random, kills: int, verdict: Verdict, *, switches: bool) -> None:
        for number in range(kills):
            await asyncio.sleep(chance.uniform(0.1, 0.8))
            if switches and number == 0:
                self.set_intake(chance.choice((Intake.WEBHOOK, Intake.POLLING)))
            target = chance.choice(("gateway", "gateway", "web", "redis", "relay", *POINTS[:4]))
            await self._kill(target, verdict)

    async def _kill(self, target: str, verdict: Verdict) -> None:
        """Kill a part, or have the gateway kill itself at a crash point if it comes by."""
        part = target if "." not in target else "gateway"
        was = self._desk.pids()[part]
        if "." in target:
            armed = self._desk.points.arm(target)
            if not await soon(lambda: not armed.exists(), within_s=FIRES_WITHIN_S) and self._desk.points.disarm():
                return
        else:
            try:
                was = self._desk.send(part, signal.SIGKILL)
            except ProcessLookupError:
                return
        self._desk.note_death(part)
        verdict.deaths += 1
        if not await soon(lambda: self._desk.is_back(part, was), within_s=BACK_WITHIN_S):
            verdict.oddities.append(f"{part} did not come back after {target}")

    def _answer(self, chance: random.Random) -> dict[int, str]:
        """Queue an answer or two in each chat of this round, and return what they say by their id."""
        answers: dict[int, str] = {}
        with db.transaction() as session:
            peers = {str(self._first_chat + nth) for nth in range(4)}
            threads = session.scalars(
                select(Thread).where(Thread.channel_id == self._channel_id, Thread.peer.in_(peers))
            ).all()
            for thread in threads:
                for _ in range(chance.randrange(1, 3)):
                    text = f"answer {uuid.uuid4().hex}"
                    writing = Writing(text, str(uuid.uuid4()))
                    message = send_reply(session, thread.ticket_id, writing, by=SYSTEM, thread_id=thread.id)
                    answers[message.id] = text
        return answers

    def _is_settled(self) -> bool:
        if len(self._api.bot(TOKEN).queue):
            return False
        with db.reading() as session:
            pending = select(func.count()).select_from(Inbound).where(Inbound.state == InboundState.PENDING)
            leaving = (
                select(func.count())
                .select_from(Message)
                .where(Message.delivery_state.in_((DeliveryState.QUEUED, DeliveryState.SENDING)))
            )
            return not session.scalar(pending) and not session.scalar(leaving)

    def _compare(self, said: list[tuple[int, str]], answers: dict[int, str], verdict: Verdict) -> None:
        with db.reading() as session:
            rows = session.execute(
                select(Thread.peer, Message.text)
                .join(Message, Message.thread_id == Thread.id)
                .where(Thread.channel_id == self._channel_id, Message.kind == MessageKind.IN)
                .order_by(Message.id)
            ).all()
            states = dict(
                session.execute(select(Message.id, Message.delivery_state).where(Message.id.in_(list(answers)))).all()
            )
        for chat in {chat for chat, _ in said}:
            wanted = [text for one, text in said if one == chat]
            found = [text for peer, text in rows if peer == str(chat)]
            verdict.lost += [text for text in wanted if text not in found]
            verdict.doubled += [text for text in wanted if found.count(text) > 1]
            if [text for text in found if text in wanted] != wanted:
                verdict.unordered.append(chat)
            arrived = [one.get("text", "") for one in self._people.seen(chat)]
            verdict.sent_twice += [text for text in set(arrived) if arrived.count(text) > 1]
        every = {one.get("text", "") for chat in {chat for chat, _ in said} for one in self._people.seen(chat)}
        verdict.never_sent += [
            text for id, text in answers.items() if states[id] is DeliveryState.SENT and text not in every
        ]
        verdict.oddities += [
            f"{states[id]}: {text}"
            for id, text in answers.items()
            if states[id] not in (DeliveryState.SENT, DeliveryState.UNKNOWN)
        ]


def _of_process(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


@contextmanager
def bot_rounds(desk: BrokenDesk) -> Iterator[BotRounds]:
    """Give a desk at work a bot on a Telegram of its own."""
    with running_bot_api(speed=0.1) as api:
        api.add_bot(TOKEN)
        secrets.configure(keys_of(desk.data_dir))
        identity = BotIdentity(int(TOKEN.partition(":")[0]), "fault_bot", "Faults")
        changes = BotChanges(token=TOKEN, identity=identity, api_url=api.url)
        with db.transaction() as session:
            channel: Channel = create_bot(session, changes, by=SYSTEM)
        try:
            yield BotRounds(desk, api, channel.id)
        finally:
            with db.transaction() as session:
                session.get_one(Channel, channel.id).is_paused = True
