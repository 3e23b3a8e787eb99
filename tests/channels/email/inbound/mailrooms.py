"""A desk's mailbox on a real IMAP server, with its loops running in this process."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from channels.email.drain_loop import DrainLoop
from channels.email.inlet import EmailInlet, Pace
from channels.email.reader import MailReadingChild
from channels.inlets import Inlet
from helpdesk import clock, db, leases, secrets
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Attachment, Channel, ChannelKind, Inbound, InboundState, Mail, Message, MessageKind
from helpdesk.models.mail import MailFolder
from helpdesk.tokens import new_name
from tests.peers.imap import Box

FAST = Pace(poll_s=1.0, connect_s=3.0, read_s=3.0, first_pause_s=0.1, flapping_pause_s=0.3, longest_pause_s=0.5)


class Stop:
    """Says when to end."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def stopping(self) -> bool:
        return self._event.is_set()

    def wait(self, timeout_s: float) -> bool:
        return self._event.wait(timeout_s)

    def set(self) -> None:
        self._event.set()


def open_mailbox(box: Box, *, port: int | None = None, address: str = "support@desk.example", **config: Any) -> Channel:
    """Have the desk use a mailbox; port: of a proxy before its server."""
    server = {"host": box.host, "port": port or box.port, "security": "none", "username": box.user}
    with db.transaction() as session:
        channel = Channel(
            kind=ChannelKind.EMAIL,
            name=address,
            public_key=new_name(),
            config={"address": address, "imap": server, "smtp": {**server, "port": 9}, **config},
            secret_id=secrets.store(session, b'{"imap_password":"%s"}' % box.password.encode()),
            created_at=clock.now(),
        )
        session.add(channel)
        session.flush()
    return channel


def own(channel: Channel, owner: str = "here") -> Fence:
    """Take a channel's lease."""
    fence = leases.acquire(f"channel:{channel.id}", owner)
    assert fence is not None
    return fence


@contextmanager
def fetching(channel: Channel, *, pace: Pace = FAST, fence: Fence | None = None) -> Iterator[EmailInlet]:
    """Fetch and store what comes, without reading it."""
    inlet = EmailInlet(channel, fence or own(channel), pace=pace)
    with _running([inlet]):
        yield inlet


@contextmanager
def taking_in(channel: Channel, *, pace: Pace = FAST, child: MailReadingChild | None = None) -> Iterator[DrainLoop]:
    """Fetch, store and read what comes, as the gateway does."""
    fence = own(channel)
    drain = DrainLoop(channel, fence, child=child, look_every_s=0.3)
    with _running([EmailInlet(channel, fence, stored=drain.wake, pace=pace), drain]):
        yield drain


@contextmanager
def _running(inlets: Sequence[Inlet]) -> Iterator[None]:
    stop = Stop()
    threads = [threading.Thread(target=_run, args=(inlet, stop)) for inlet in inlets]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for inlet, thread in zip(inlets, threads, strict=True):
            inlet.wake()
            thread.join(20)
            assert not thread.is_alive()


def _run(inlet: Inlet, stop: Stop) -> None:
    with suppress(Fenced):
        inlet.run(stop)


def becomes_true(look: Callable[[], object], *, within_s: float = 20.0) -> bool:
    """Wait until `look` is true; False when it does not become so."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if look():
            return True
        time.sleep(0.02)
    return bool(look())


@dataclass(frozen=True, slots=True)
class Stored:
    """One raw thing as it lies in the database."""

    key: str
    state: InboundState
    disposition: str | None
    error: str | None
    subject: str
    message_id: int | None


def stored(channel: Channel) -> list[Stored]:
    """Return what is stored of a mailbox, in order."""
    with db.reading() as session:
        rows = session.scalars(select(Inbound).where(Inbound.channel_id == channel.id).order_by(Inbound.id))
        return [
            Stored(
                row.key, row.state, row.disposition, row.error, (row.summary or {}).get("subject", ""), row.message_id
            )
            for row in rows
        ]


def count(channel: Channel) -> int:
    """Return how many raw things are stored of a mailbox."""
    with db.reading() as session:
        return session.scalar(select(func.count(Inbound.id)).where(Inbound.channel_id == channel.id)) or 0


def cursor(channel: Channel, name: str = "INBOX") -> MailFolder | None:
    """Return how far a folder is read."""
    with db.reading() as session:
        return session.scalar(select(MailFolder).where(MailFolder.channel_id == channel.id, MailFolder.name == name))


def is_begun(channel: Channel) -> bool:
    """Say whether the inbox has been looked at once."""
    return cursor(channel) is not None


def subjects(channel: Channel) -> list[str]:
    """Return the subjects of the mails the desk has taken in as messages, in order."""
    with db.reading() as session:
        found = session.scalars(
            select(Mail.subject)
            .join(Message, Message.id == Mail.message_id)
            .where(Mail.channel_id == channel.id, Message.kind == MessageKind.IN)
            .order_by(Message.id)
        )
        return list(found)


def messages(channel: Channel) -> list[Message]:
    """Return the messages that came by a mailbox, in order."""
    with db.reading() as session:
        found = session.scalars(
            select(Message)
            .join(Mail, Mail.message_id == Message.id)
            .where(Mail.channel_id == channel.id, Message.kind == MessageKind.IN)
            .order_by(Message.id)
        )
        return list(found)


def files(message: Message) -> list[Attachment]:
    """Return the files of a message."""
    with db.reading() as session:
        found = session.scalars(select(Attachment).where(Attachment.message_id == message.id).order_by(Attachment.id))
        return list(found)
