"""Plain messages of visitors, many at once: a few statements whatever their number."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk import bulk, db, events
from helpdesk.actions.chat_openings import Openings
from helpdesk.actions.chat_rows import Entry, is_plain, message_of
from helpdesk.actions.coming_back import note_on_ticket
from helpdesk.actions.customers import meet_again
from helpdesk.actions.receive import peer_lock
from helpdesk.crash import crash_point
from helpdesk.incoming import NEW_TICKET, IncomingMessage
from helpdesk.models import (
    Category,
    Message,
    MessageExternalId,
    Thread,
    Ticket,
    Visitor,
    VisitorEvent,
)
from helpdesk.permissions import CUSTOMER
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
    .with_for_update(of=Ticket, key_share=True)
)

Name = tuple[int, str]  # channel id, and a token's hash or an external id or a peer
File = tuple[Thread, Ticket]


class ChatRun:
    """A batch in one transaction. Write what was taken first; then take the usual way what was not.

    The outcome is that of `receive_message` one by one.
    """

    def __init__(self, session: Session, batch: Sequence[IncomingMessage]) -> None:
        self._session = session
        self._entries: list[Entry] = []
        self._openings = Openings(session)
        self._held_back: set[Name] = set()
        self._channels = sorted({one.channel_id for one in batch})
        db.lock_all(session, {peer_lock(one) for one in batch})
        tokens = [one.visitor.token_hash for one in batch if one.visitor is not None]
        self._keys: set[Name] = {(one, name) for one, name in self._rows(_KNOWN, [one.external_id for one in batch])}
        self._visitors = {(one.channel_id, one.token_hash): one for (one,) in self._rows(_VISITORS, tokens)}
        self._files = self._files_of({peer for one in self._visitors.values() for peer in one.peers})

    def add(self, incoming: IncomingMessage) -> bool:
        """Take a plain message and say whether it was one; nothing of a visitor overtakes what was not taken."""
        told = incoming.visitor
        assert told is not None
        who, key = (incoming.channel_id, told.token_hash), (incoming.channel_id, incoming.external_id)
        visitor = self._visitors.get(who)
        is_free = key not in self._keys and who not in self._held_back and is_plain(incoming)
        if is_free and visitor is None and told.ticket in (None, NEW_TICKET):
            self._held_back.add(who)  # of what follows at once the ticket is not there yet
            return self._note(key, self._openings.open(incoming))
        goes_on = is_free and not incoming.sender.name and not told.customer_fields
        file = self._file(visitor, told.ticket) if visitor is not None and goes_on else None
        if file is None or visitor is None:
            self._held_back.add(who)
            return False
        meet_again(visitor, told)
        thread, ticket = file
        return self._note(
            key, Entry(incoming, message_of(incoming, ticket, thread, thread.identity_id), ticket, thread)
        )

    def write(self) -> list[Told]:
        """Write what was taken, in its order, and return it."""
        entries, self._entries = self._entries, []
        if not entries:
            return []
        messages = [entry.message for entry in entries]
        bulk.reserve(self._session, Message, messages)
        self._openings.number()
        with events.written_together(self._session):
            for entry in entries:
                self._tell(entry)
            self._openings.write()
            bulk.insert(self._session, messages)
        bulk.write(self._session, MessageExternalId, [entry.name for entry in entries])
        bulk.write(self._session, VisitorEvent, [entry.fact for entry in entries])
        self._session.flush()
        crash_point("receive.before_commit")
        return [entry.told for entry in entries]

    def _note(self, key: Name, entry: Entry) -> bool:
        self._keys.add(key)
        self._entries.append(entry)
        return True

    def _tell(self, entry: Entry) -> None:
        session, ticket = self._session, entry.ticket
        if entry.is_first:
            events.record(session, "ticket.created", by=CUSTOMER, ticket=ticket, data={"channel_id": ticket.channel_id})
        note_on_ticket(session, ticket, entry.message)
        ticket.last_seq += 1
        entry.seq = ticket.last_seq
        events.record(session, "message.received", by=CUSTOMER, ticket=ticket, message=entry.message)

    def _rows(self, statement: Any, ids: Sequence[str]) -> Any:  # a select of any columns
        return self._session.execute(statement, {"channels": self._channels, "ids": ids})

    def _files_of(self, peers: set[str]) -> dict[Name, list[File]]:
        files: dict[Name, list[File]] = {}
        for thread, ticket in self._rows(_FILES, sorted(peers)) if peers else ():
            files.setdefault((thread.channel_id, thread.peer), []).append((thread, ticket))
        return files

    def _file(self, visitor: Visitor, number: int | None) -> File | None:
        """Return where a message belongs when it simply goes on there."""
        files = [file for peer in visitor.peers for file in self._files.get((visitor.channel_id, peer), [])]
        wanted = [file for file in files if number is None or file[1].number == number]
        newest = max(wanted, key=lambda file: file[0].id, default=None)
        return newest if newest is not None and newest[1].category in AT_WORK else None
