"""Plain messages of visitors that go on in open tickets, many at once: a few statements whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk import bulk, clock, db, events, markup
from helpdesk.actions.coming_back import note_on_ticket
from helpdesk.actions.customers import meet_again
from helpdesk.actions.receive import peer_lock
from helpdesk.crash import crash_point
from helpdesk.incoming import NEW_TICKET, IncomingMessage, NewVisitor
from helpdesk.models import (
    AuthorKind,
    Category,
    Message,
    MessageExternalId,
    MessageKind,
    Thread,
    Ticket,
    Visitor,
    VisitorEvent,
    VisitorEventKind,
)
from helpdesk.permissions import CUSTOMER
from helpdesk.queries.visitor import own_fact
from helpdesk.queries.visitor_news import Told

AT_WORK: Final = frozenset({Category.NEW, Category.OPEN})

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids or words
_CHANNELS: BindParameter[Any] = bindparam("channels", expanding=True)
_KNOWN = select(MessageExternalId.channel_id, MessageExternalId.external_id).where(
    MessageExternalId.channel_id.in_(_CHANNELS), MessageExternalId.external_id.in_(_IDS)
)
_VISITORS = select(Visitor).where(Visitor.token_hash.in_(_IDS), Visitor.channel_id.in_(_CHANNELS))
_FILES = (
    select(Thread, Ticket)
    .join(Ticket, Ticket.id == Thread.ticket_id)
    .where(Thread.channel_id.in_(_CHANNELS), Thread.peer.in_(_IDS), Thread.is_closed.is_(False))
    .order_by(Ticket.id, Thread.id)
    .with_for_update(of=Ticket)
)

Name = tuple[int, str]  # channel id, and a token's hash or an external id or a peer
File = tuple[Thread, Ticket]


@dataclass(slots=True)
class _Entry:
    incoming: IncomingMessage
    message: Message
    ticket: Ticket
    thread: Thread
    seq: int = 0


class ChatRun:
    """A batch in one transaction. Write what was taken first; then take the usual way what was not.

    The outcome is that of `receive_message` one by one.
    """

    def __init__(self, session: Session, batch: Sequence[IncomingMessage]) -> None:
        self._session = session
        self._entries: list[_Entry] = []
        self._held_back: set[Name] = set()
        self._channels = sorted({one.channel_id for one in batch})
        db.lock_all(session, {peer_lock(one) for one in batch})
        tokens = [one.visitor.token_hash for one in batch if one.visitor is not None]
        self._keys: set[Name] = {(one, name) for one, name in self._rows(_KNOWN, [one.external_id for one in batch])}
        self._visitors = {(one.channel_id, one.token_hash): one for (one,) in self._rows(_VISITORS, tokens)}
        self._files = self._files_of({one.peer for one in self._visitors.values()})

    def add(self, incoming: IncomingMessage) -> bool:
        """Take a plain message and say whether it was one; nothing of a visitor overtakes what was not taken."""
        told = incoming.visitor
        assert told is not None
        who, key = (incoming.channel_id, told.token_hash), (incoming.channel_id, incoming.external_id)
        visitor = self._visitors.get(who)
        file = self._file(visitor, told.ticket) if visitor is not None and _is_plain(incoming, told) else None
        if file is None or visitor is None or key in self._keys or who in self._held_back:
            self._held_back.add(who)
            return False
        self._keys.add(key)
        meet_again(visitor, told)
        thread, ticket = file
        self._entries.append(_Entry(incoming, _message(incoming, visitor, thread, ticket), ticket, thread))
        return True

    def write(self) -> list[Told]:
        """Write what was taken, in its order, and return it."""
        entries, self._entries = self._entries, []
        if not entries:
            return []
        messages = [entry.message for entry in entries]
        bulk.reserve(self._session, Message, messages)
        with events.written_together(self._session):
            for entry in entries:
                note_on_ticket(self._session, entry.ticket, entry.message)
                entry.ticket.last_seq += 1
                entry.seq = entry.ticket.last_seq
                events.record(
                    self._session, "message.received", by=CUSTOMER, ticket=entry.ticket, message=entry.message
                )
            bulk.insert(self._session, messages)
        bulk.write(self._session, MessageExternalId, [_name(entry) for entry in entries])
        bulk.write(self._session, VisitorEvent, [_fact(entry) for entry in entries])
        self._session.flush()
        crash_point("receive.before_commit")
        return [_told(entry) for entry in entries]

    def _rows(self, statement: Any, ids: Sequence[str]) -> Any:  # a select of any columns
        return self._session.execute(statement, {"channels": self._channels, "ids": ids})

    def _files_of(self, peers: set[str]) -> dict[Name, list[File]]:
        files: dict[Name, list[File]] = {}
        for thread, ticket in self._rows(_FILES, sorted(peers)) if peers else ():
            files.setdefault((thread.channel_id, thread.peer), []).append((thread, ticket))
        return files

    def _file(self, visitor: Visitor, number: int | None) -> File | None:
        """Return where a message belongs when it simply goes on there."""
        files = self._files.get((visitor.channel_id, visitor.peer), [])
        wanted = [file for file in files if number is None or file[1].number == number]
        newest = max(wanted, key=lambda file: file[0].id, default=None)
        return newest if newest is not None and newest[1].category in AT_WORK else None


def _is_plain(incoming: IncomingMessage, told: NewVisitor) -> bool:
    special = (incoming.attachment_ids, incoming.sender.name, incoming.html, incoming.is_auto, told.is_suspect)
    return told.ticket != NEW_TICKET and not incoming.peer and not any(special)


def _message(incoming: IncomingMessage, visitor: Visitor, thread: Thread, ticket: Ticket) -> Message:
    text = markup.clean(incoming.text)
    return bulk.blank(
        Message,
        ticket_id=ticket.id,
        thread_id=thread.id,
        customer_id=ticket.customer_id,
        kind=MessageKind.IN,
        author_kind=AuthorKind.CUSTOMER,
        author_identity_id=visitor.identity_id,
        text=text,
        html=markup.from_plain(text),
        client_key=incoming.client_key,
        is_auto=False,
        created_at=clock.now(),
    )


def _name(entry: _Entry) -> dict[str, Any]:  # columns
    incoming = entry.incoming
    return {
        "channel_id": incoming.channel_id,
        "external_id": incoming.external_id,
        "message_id": entry.message.id,
    }


def _fact(entry: _Entry) -> dict[str, Any]:  # columns
    return {
        "ticket_id": entry.ticket.id,
        "seq": entry.seq,
        "kind": VisitorEventKind.MESSAGE,
        "message_id": entry.message.id,
        "created_at": entry.message.created_at,
    }


def _told(entry: _Entry) -> Told:
    return Told(own_fact(entry.message, entry.ticket.number, entry.seq), entry.ticket.id, entry.thread.peer)
