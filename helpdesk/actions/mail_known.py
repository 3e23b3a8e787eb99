"""What the desk knows of a batch of mails, read in a bounded number of statements and kept up while they come in."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm import Session

from helpdesk import db, settings
from helpdesk.actions import threading
from helpdesk.actions.circle import folded
from helpdesk.actions.circles import circles_of
from helpdesk.actions.mail_shapes import OpenFile, Pointer
from helpdesk.actions.threading import Candidate, Named
from helpdesk.incoming import IncomingMessage
from helpdesk.mail_ids import ID_CHARS, hop_key, kept_id
from helpdesk.mailboxes import own_addresses
from helpdesk.models import (
    Category,
    Identity,
    IdentityKind,
    Mail,
    Message,
    MessageExternalId,
    MessageKind,
    Status,
    Thread,
    Ticket,
    TicketType,
)
from helpdesk.models.channels import Channel

MAX_MERGES: Final = 10

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids or words
_RECEIVED = (
    select(MessageExternalId.external_id, Message, Mail.content_key)
    .join(Message, Message.id == MessageExternalId.message_id)
    .outerjoin(Mail, Mail.message_id == Message.id)
    .where(MessageExternalId.channel_id == bindparam("channel_id"), MessageExternalId.external_id.in_(_IDS))
)
_NAMED = (
    select(Mail.mail_id, Mail.message_id, Message.ticket_id, Message.thread_id, Message.kind)
    .join(Message, Message.id == Mail.message_id)
    .where(Mail.channel_id == bindparam("channel_id"), Mail.mail_id.in_(_IDS))
    .order_by(Mail.message_id)
)
_RENAMED = (
    select(MessageExternalId.external_id, Message.id, Message.ticket_id, Message.thread_id)
    .join(Message, Message.id == MessageExternalId.message_id)
    .where(MessageExternalId.channel_id == bindparam("channel_id"), MessageExternalId.external_id.in_(_IDS))
)
_NUMBERED = select(Ticket.number, Ticket.id).where(Ticket.number.in_(_IDS))
_TICKETS = (
    select(Ticket)
    .where(Ticket.id.in_(_IDS))
    .order_by(Ticket.id)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_THREADS = select(Thread).where(Thread.ticket_id.in_(_IDS)).order_by(Thread.id)
_SENDERS = select(Identity).where(Identity.kind == IdentityKind.EMAIL, Identity.address.in_(_IDS))
_STATUSES = select(Status).order_by(Status.is_default, Status.position.desc())  # the first of each category last
_CHANNELS = select(Channel).where(Channel.id.in_(_IDS))
_TYPE = select(TicketType.id).where(TicketType.key == "question")


@dataclass(frozen=True, slots=True)
class _Renamed:
    channel_id: int
    mail_id: str
    message_id: int
    ticket_id: int
    thread_id: int


class Known:
    """The desk as far as a batch of mails concerns it. What the batch changes is noted here at once."""

    def __init__(self, session: Session, batch: Sequence[IncomingMessage]) -> None:
        self._session = session
        self.channels = {channel.id: channel for channel in self._scalars(_CHANNELS, {one.channel_id for one in batch})}
        for channel_id in sorted(self.channels):
            db.lock(session, f"mailbox:{channel_id}")
        self.own = own_addresses(session)
        self.named = {id(one): threading.named_in(one.mail) for one in batch if one.mail is not None}
        self._received: dict[tuple[int, str], tuple[Message, str | None]] = {}
        self._pointers: dict[tuple[int, str], list[Pointer]] = {}
        self._files: dict[int, OpenFile] = {}
        self._numbers: dict[int, int] = {}
        self._read(batch)
        self.identities = {found.address: found for found in self._scalars(_SENDERS, self._addresses(batch))}
        self.statuses: dict[Category, Status] = {status.category: status for status in session.scalars(_STATUSES)}
        self.type_id: int = session.scalars(_TYPE).one()
        self.reopen_days: int = settings.get(session, "reopen_days")

    def candidates(self, incoming: IncomingMessage) -> Iterator[Candidate]:
        """Yield the tickets a mail may mean, the surest first."""
        named = self.named[id(incoming)]
        signed = [file for ticket_id in named.ticket_ids if (file := self.file(ticket_id)) is not None]
        for file in signed:
            yield Candidate(file, self._pointer_into(file, incoming.channel_id, named), is_signed=True)
        for mail_id in named.mail_ids:
            for pointer in self.pointers(incoming.channel_id, mail_id):
                yield Candidate(pointer.file, pointer)
        for number in named.numbers:
            if (file := self.file(self._numbers.get(number, 0))) is not None:
                yield Candidate(file, is_known=False)

    def received(self, incoming: IncomingMessage) -> Message | None:
        """Return the message that this very mail became before."""
        found = self._received.get((incoming.channel_id, self.external_id(incoming)))
        return found[0] if found else None

    def external_id(self, incoming: IncomingMessage) -> str:
        """Return what a mail is kept under: another one that came under the same id must not make us drop this one."""
        plain, own = _names(incoming)
        key = incoming.mail.content_key if incoming.mail else None
        taken = self._received.get((incoming.channel_id, plain))
        return plain if taken is None or key is None or taken[1] in (None, key) else own

    def pointers(self, channel_id: int, mail_id: str) -> Sequence[Pointer]:
        """Return the mails of a channel with this Message-ID: one, unless somebody forged another."""
        return self._pointers.get((channel_id, kept_id(mail_id)), ())

    def file(self, ticket_id: int) -> OpenFile | None:
        """Return the ticket with this id, or the one it was merged into; None when there is none."""
        file = self._files.get(ticket_id)
        for _ in range(MAX_MERGES):
            if file is None or file.ticket.merged_into_id is None:
                break
            file = self._files.get(file.ticket.merged_into_id)
        return file

    def note(self, incoming: IncomingMessage, file: OpenFile, thread: Thread, message: Message) -> None:
        """Note that a mail of this batch has become a message."""
        mail = incoming.mail
        assert mail is not None
        self._received[incoming.channel_id, self.external_id(incoming)] = (message, mail.content_key)
        if mail.mail_id:
            pointer = Pointer(file, thread.id, None, is_ours=False, thread=thread)
            self._pointers.setdefault((incoming.channel_id, kept_id(mail.mail_id)), []).append(pointer)
        if thread not in file.threads:
            file.threads.append(thread)
        file.circle.came(mail.from_address, mail.proof, mail.reply_to, mail.to, mail.cc)

    def _pointer_into(self, file: OpenFile, channel_id: int, named: Named) -> Pointer | None:
        found = (pointer for mail_id in named.mail_ids for pointer in self.pointers(channel_id, mail_id))
        return next((pointer for pointer in found if pointer.file is file), None)

    def _read(self, batch: Sequence[IncomingMessage]) -> None:
        rows: list[tuple[int, Row[str, int, int, int, MessageKind]]] = []
        renamed: list[_Renamed] = []
        for channel_id in sorted(self.channels):
            mine = [one for one in batch if one.channel_id == channel_id]
            ids = {kept_id(mail_id) for one in mine for mail_id in self.named[id(one)].mail_ids}
            rows += [(channel_id, row) for row in self._rows(_NAMED, ids, channel_id=channel_id)]
            renamed += self._renamed(channel_id, ids)
            external = {name for one in mine for name in _names(one)}
            for external_id, message, key in self._rows(_RECEIVED, external, channel_id=channel_id):
                self._received[channel_id, external_id] = (message, key)
        named = self.named.values()
        self._numbers = dict(self._rows(_NUMBERED, {number for one in named for number in one.numbers}))
        wanted = {row.ticket_id for _, row in rows} | {one.ticket_id for one in renamed} | set(self._numbers.values())
        self._open(wanted | {ticket_id for one in named for ticket_id in one.ticket_ids})
        for channel_id, row in rows:
            file = self.file(row.ticket_id)
            if file is not None:
                pointer = Pointer(file, row.thread_id, row.message_id, is_ours=row.kind is MessageKind.OUT)
                self._pointers.setdefault((channel_id, row.mail_id), []).append(pointer)

        for one in renamed:
            if (file := self.file(one.ticket_id)) is not None:
                pointer = Pointer(file, one.thread_id, one.message_id, is_ours=True)
                self._pointers.setdefault((one.channel_id, one.mail_id), []).append(pointer)

    def _renamed(self, channel_id: int, ids: Collection[str]) -> list["_Renamed"]:
        """Return the mails of ours that these ids name, which the next hop gave them."""
        keys = {key: mail_id for mail_id in ids if (key := hop_key(mail_id))}
        return [
            _Renamed(channel_id, keys[row.external_id], row.id, row.ticket_id, row.thread_id)
            for row in self._rows(_RENAMED, keys, channel_id=channel_id)
        ]

    def _open(self, ticket_ids: Collection[int]) -> None:
        missing: set[int] = set(ticket_ids)
        tickets: list[Ticket] = []
        while missing:
            found = self._scalars(_TICKETS, missing)
            tickets += found
            known = {ticket.id for ticket in tickets}
            missing = {ticket.merged_into_id for ticket in found if ticket.merged_into_id is not None} - known
        if not tickets:
            return
        circles = circles_of(self._session, tickets, own=self.own)
        for ticket in tickets:
            self._files[ticket.id] = OpenFile(ticket, circles[ticket.id])
        for thread in self._scalars(_THREADS, self._files):
            self._files[thread.ticket_id].threads.append(thread)
        for ticket in tickets:
            into = self.file(ticket.id)
            if into is not None and into.ticket is not ticket:
                into.circle.take_in(self._files[ticket.id].circle)

    def _addresses(self, batch: Iterable[IncomingMessage]) -> set[str]:
        return {folded(one.mail.from_address) for one in batch if one.mail is not None and one.mail.from_address}

    def _rows(self, statement: Any, ids: Collection[Any], **more: Any) -> Sequence[Any]:  # statements of this file
        return self._session.execute(statement, {"ids": sorted(ids), **more}).all() if ids else ()

    def _scalars(self, statement: Any, ids: Collection[Any]) -> Sequence[Any]:  # statements of this file
        return self._session.scalars(statement, {"ids": sorted(ids)}).all() if ids else ()


def _names(incoming: IncomingMessage) -> tuple[str, str]:
    """Return the external id of a mail, and the one it has when that is taken by a mail with other content."""
    plain = kept_id(incoming.external_id)
    key = (incoming.mail.content_key if incoming.mail else None) or ""
    return plain, f"{plain[: ID_CHARS - 17]}#{key[:16]}"
