"""A whole desk with a mailbox on a real IMAP server behind a proxy, all of it to be broken."""

import contextlib
import imaplib
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from helpdesk import db, outside, secrets
from helpdesk.config import Config
from helpdesk.models import Channel, Inbound, InboundState, Mail, Message, MessageKind
from runtime.faults.desk import BrokenDesk, broken_desk
from runtime.faults.patience import patience
from runtime.faults.waiting import now_or_later
from runtime.keys import keys_of
from tests.channels.email.inbound.mailrooms import cursor, open_mailbox
from tests.channels.email.inbound.mails import mail
from tests.peers.dovecot import Dovecot
from tests.peers.imap import Box
from tests.peers.proxy import Proxy

SENDERS: Final = 4
APPEND_WITHIN_S: Final = 30.0
BACK_WITHIN_S: Final = 15.0


@dataclass(slots=True)
class MailDesk:
    """desk: `helpdesk up`; box: the mailbox as people see it; proxy: what the desk sees of it. sent: marks, in order."""

    desk: BrokenDesk
    box: Box
    proxy: Proxy
    channel: Channel
    sent: list[str] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)

    def send(self, mark: str) -> None:
        """Have a mail delivered, as a mail server does: again and again until the mailbox has it."""
        sender = f"c{len(self.sent) % SENDERS}@shop.example"
        raw = mail(mark, text=f"This is {mark}.", sender=sender, message_id=f"<{mark}@shop.example>")
        deadline = time.monotonic() + APPEND_WITHIN_S * patience()
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, imaplib.IMAP4.error, AssertionError):
                self.box.append(raw)
                self.sent.append(mark)
                return
            time.sleep(0.1)
        raise AssertionError("the mail server never came back")

    def delete(self, mark: str) -> None:
        """Have a person delete a mail from the mailbox, whether the desk has seen it or not."""
        self.deleted.add(mark)
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self.box.expunge(mark)

    def wrong(self) -> list[str]:
        """Return what is not, or not yet, as it must be: each mail once, in its sender's order, nothing left over."""
        with db.reading() as session:
            came = session.execute(
                select(Mail.subject, Mail.from_address)
                .join(Message, Message.id == Mail.message_id)
                .where(Mail.channel_id == self.channel.id, Message.kind == MessageKind.IN)
                .order_by(Message.id)
            ).all()
            rows = session.execute(
                select(Inbound.state, Inbound.error).where(
                    Inbound.channel_id == self.channel.id, Inbound.state != InboundState.DONE
                )
            ).all()
        marks = [subject for subject, _ in came]
        if sum(mark not in marks for mark in self.sent) > len(self.deleted):
            return ["not all are here yet", *(f"lost {mark}" for mark in self.sent if mark not in marks)]
        found = [f"lost {mark}" for mark in self.sent if mark not in marks and mark not in self.deleted]
        found += [f"doubled {mark}" for mark in sorted(set(marks)) if marks.count(mark) > 1]
        found += [f"unknown {mark}" for mark in marks if mark not in self.sent]
        found += [f"left {state.value}: {error}" for state, error in rows]
        for sender in {sender for _, sender in came}:
            theirs = [subject for subject, one in came if one == sender]
            ordered = [mark for mark in self.sent if mark in theirs]
            if theirs != ordered and set(theirs) == set(ordered):
                found.append(f"out of order: {theirs} instead of {ordered}")
        return found or self._unmarked()

    def _unmarked(self) -> list[str]:
        """Return what is stored and not marked as seen in the mailbox, as the settings want it."""
        with self.box.session() as imap:
            unseen = imap.search(None, "UNSEEN")[1][0].split()
        return [f"not marked: {len(unseen)}"] if unseen else []

    def settles(self, within_s: float) -> tuple[list[str], float]:
        """Wait until nothing is wrong; returns what still is, and after how many seconds."""
        began = time.monotonic()
        now_or_later(self._is_right, within_s * patience())
        return self.wrong(), time.monotonic() - began

    def _is_right(self) -> bool:
        try:
            return not self.wrong()
        except (OSError, imaplib.IMAP4.error):
            return False

    def crash(self, point: str, *, send: Callable[[], None], within_s: float = 20.0) -> bool:
        """Have the gateway kill itself at a point while mails come; False when it never came by."""
        was, armed = self.desk.pids()["gateway"], self.desk.points.arm(point)
        send()
        if not now_or_later(lambda: not armed.exists(), within_s * patience()):
            self.desk.points.disarm()
            return False
        self.desk.note_death("gateway")
        return bool(now_or_later(lambda: self.desk.is_back("gateway", was), BACK_WITHIN_S * patience()))

    def kill(self, part: str) -> None:
        """Kill a part by SIGKILL and wait until it has been started again."""
        was = self.desk.pids()[part]
        with contextlib.suppress(ProcessLookupError):
            self.desk.send(part, signal.SIGKILL)
        self.desk.note_death(part)
        assert now_or_later(lambda: self.desk.is_back(part, was), BACK_WITHIN_S * patience())

    def kill_reader(self) -> bool:
        """Kill the process that reads mails; False when none runs."""
        gateway = self.desk.pids()["gateway"]
        found = [pid for pid in _children(gateway) if b"reading_child" in _command(pid)]
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return bool(found)


@contextmanager
def mail_desk(folder: Path, **config: Any) -> Iterator[MailDesk]:
    """Run a desk with a mailbox, this process connected to its database."""
    with Dovecot() as server, Proxy(server.port) as proxy, broken_desk(folder) as desk:
        outside.configure(Config(data_dir=desk.data_dir))
        secrets.configure(keys_of(desk.data_dir))
        box = Box(server, "support")
        box.append()
        channel = open_mailbox(box, port=proxy.port, **config)
        assert now_or_later(lambda: cursor(channel) is not None, 30 * patience()), desk.log[-3_000:]
        yield MailDesk(desk, box, proxy, channel)


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
