"""Plain messages that go on in open tickets, many at once: a few statements whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import bulk, clock, events, markup
from helpdesk.actions.coming_back import note_on_ticket
from helpdesk.actions.telegram.letters import NAME_CHARS, Extras
from helpdesk.incoming import IncomingMessage
from helpdesk.models import (
    AuthorKind,
    Category,
    Customer,
    Identity,
    IdentityKind,
    Message,
    MessageExternalId,
    MessageKind,
    Thread,
    Ticket,
)
from helpdesk.permissions import CUSTOMER

AT_WORK: Final = frozenset({Category.NEW, Category.OPEN})


@dataclass(slots=True)
class _Entry:
    incoming: IncomingMessage
    message: Message
    ticket: Ticket


class Run:
    """A batch of one channel. What is not plain is not taken; then `write`, take it the usual way, and `look_again`.

    The outcome is that of `letters.take` one by one.
    """

    def __init__(self, session: Session, channel_id: int, batch: Sequence[IncomingMessage]) -> None:
        self._session, self._channel_id = session, channel_id
        self._entries: list[_Entry] = []
        self._keys = self._known_keys([one.external_id for one in batch])
        self._files: dict[str, tuple[Thread, Ticket]] = {}
        self._people: dict[str, tuple[Identity, Customer]] = {}
        self.look_again({one.peer for one in batch}, {one.sender.address for one in batch})

    def add(self, incoming: IncomingMessage, extras: Extras) -> Message | None:
        """Take a plain message and return what it will be; its id comes with `write`. None when it is not plain."""
        file, person = self._files.get(incoming.peer), self._people.get(incoming.sender.address)
        if file is None or person is None or incoming.external_id in self._keys:
            return None
        thread, ticket = file
        if not _is_plain(incoming, extras) or ticket.category not in AT_WORK or not _is_same(incoming, extras, *person):
            return None
        self._keys.add(incoming.external_id)
        message = _message(incoming, ticket, thread, person[0])
        self._entries.append(_Entry(incoming, message, ticket))
        return message

    def write(self) -> None:
        """Write what was taken so far, in its order."""
        entries, self._entries = self._entries, []
        if not entries:
            return
        messages = [entry.message for entry in entries]
        bulk.reserve(self._session, Message, messages)
        bulk.insert(self._session, messages)
        names = [
            {
                "channel_id": self._channel_id,
                "external_id": entry.incoming.external_id,
                "message_id": entry.message.id,
            }
            for entry in entries
        ]
        bulk.write(self._session, MessageExternalId, names)
        for entry in entries:
            note_on_ticket(self._session, entry.ticket, entry.message)
            events.record(self._session, "message.received", by=CUSTOMER, ticket=entry.ticket, message=entry.message)

    def look_again(self, peers: set[str], addresses: set[str]) -> None:
        """Read anew what is known of these chats and people."""
        for peer in peers:
            self._files.pop(peer, None)
        threads = self._session.scalars(
            select(Thread)
            .where(Thread.channel_id == self._channel_id, Thread.peer.in_(peers), Thread.is_closed.is_(False))
            .order_by(Thread.id)
        ).all()
        newest = {thread.peer: thread for thread in threads}
        ids = sorted({thread.ticket_id for thread in newest.values()})
        wanted = select(Ticket).where(Ticket.id.in_(ids)).order_by(Ticket.id).with_for_update(key_share=True)
        tickets = {ticket.id: ticket for ticket in self._session.scalars(wanted)}
        self._files |= {peer: (thread, tickets[thread.ticket_id]) for peer, thread in newest.items()}
        people = self._session.execute(
            select(Identity, Customer)
            .join(Customer, Customer.id == Identity.customer_id)
            .where(Identity.kind == IdentityKind.TELEGRAM, Identity.address.in_(addresses))
        )
        self._people |= {identity.address: (identity, customer) for identity, customer in people}

    def _known_keys(self, keys: Sequence[str]) -> set[str]:
        found = self._session.scalars(
            select(MessageExternalId.external_id).where(
                MessageExternalId.channel_id == self._channel_id, MessageExternalId.external_id.in_(keys)
            )
        )
        return set(found)


def _is_plain(incoming: IncomingMessage, extras: Extras) -> bool:
    special = (extras.album, extras.answers, extras.quote, extras.forwarded_from, extras.phone, extras.content)
    return not incoming.files and not any(special)


def _is_same(incoming: IncomingMessage, extras: Extras, identity: Identity, customer: Customer) -> bool:
    """Say whether a message tells nothing new about who wrote it."""
    name = markup.preview(incoming.sender.name, chars=NAME_CHARS)
    if identity.unreachable_at is not None or (name and identity.display != name):
        return False
    return bool(customer.name or not name) and bool(customer.language or not extras.language)


def _message(incoming: IncomingMessage, ticket: Ticket, thread: Thread, identity: Identity) -> Message:
    text = markup.clean(incoming.text)
    return bulk.blank(
        Message,
        ticket_id=ticket.id,
        thread_id=thread.id,
        customer_id=ticket.customer_id,
        kind=MessageKind.IN,
        author_kind=AuthorKind.CUSTOMER,
        author_identity_id=identity.id,
        text=text,
        html=markup.sanitise(incoming.html) if incoming.html else markup.from_plain(text),
        client_key=incoming.client_key,
        is_auto=incoming.is_auto,
        created_at=clock.now(),
    )
