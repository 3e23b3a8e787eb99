"""What a batch of mails will write, and the writing: a few statements whatever their number."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from helpdesk import bulk, clock
from helpdesk.actions import sla
from helpdesk.actions.mail_rows import file_values, mail_values
from helpdesk.actions.mail_shapes import Entry
from helpdesk.actions.tickets import next_numbers
from helpdesk.models import (
    Attachment,
    Customer,
    Identity,
    LinkKind,
    Mail,
    Message,
    MessageExternalId,
    SlaClock,
    Thread,
    Ticket,
    TicketLink,
)


@dataclass(slots=True)
class Sheet:
    """New rows, each beside those whose ids it needs; None where the ids are known."""

    customers: list[tuple[Customer, Identity]] = field(default_factory=list)
    tickets: list[tuple[Ticket, Identity]] = field(default_factory=list)
    threads: list[tuple[Thread, Ticket, Identity | None]] = field(default_factory=list)
    links: list[tuple[Ticket, Ticket, LinkKind]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    _clocks: list[dict[str, Any]] = field(default_factory=list)  # columns of SlaClock

    def write(self, session: Session) -> None:
        """Insert everything; afterwards all rows have their ids and the session knows the messages."""
        session.flush()
        self._write_people(session)
        self._write_tickets(session)
        self._write_messages(session)

    def _write_people(self, session: Session) -> None:
        customers, identities = [one for one, _ in self.customers], [one for _, one in self.customers]
        bulk.reserve(session, Customer, customers)
        bulk.reserve(session, Identity, identities)
        for customer, identity in self.customers:
            identity.customer_id = customer.id
        bulk.insert(session, customers)
        bulk.insert(session, identities)

    def _write_tickets(self, session: Session) -> None:
        bulk.reserve(session, Ticket, [ticket for ticket, _ in self.tickets])
        for (ticket, identity), number in zip(self.tickets, next_numbers(session, len(self.tickets)), strict=True):
            ticket.number, ticket.customer_id = number, identity.customer_id
        self._clocks = sla.started(session, [ticket for ticket, _ in self.tickets])
        bulk.reserve(session, Thread, [thread for thread, _, _ in self.threads])
        for thread, ticket, owner in self.threads:
            thread.ticket_id, thread.identity_id = ticket.id, None if owner is None else owner.id

    def _write_messages(self, session: Session) -> None:
        messages = [entry.message for entry in self.entries]
        bulk.reserve(session, Message, messages)
        for entry in self.entries:
            message, ticket = entry.message, entry.ticket
            message.ticket_id, message.thread_id, message.customer_id = ticket.id, entry.thread.id, ticket.customer_id
            message.author_identity_id = None if entry.identity is None else entry.identity.id
            ticket.last_message_id = message.id
        bulk.insert(session, [ticket for ticket, _ in self.tickets])
        bulk.write(session, SlaClock, self._clocks)
        bulk.insert(session, [thread for thread, _, _ in self.threads])
        bulk.insert(session, messages)
        bulk.write(session, TicketLink, [_link(*one) for one in self.links])
        bulk.write(session, MessageExternalId, [_external_id(entry) for entry in self.entries])
        bulk.write(session, Mail, [mail_values(entry.incoming, entry.message) for entry in self.entries])
        files = [file for entry in self.entries for file in file_values(entry.incoming, entry.message)]
        bulk.write(session, Attachment, files)
        bulk.adopt(session, messages)


def _link(ticket: Ticket, other: Ticket, kind: LinkKind) -> dict[str, Any]:
    return {"ticket_id": ticket.id, "other_id": other.id, "kind": kind, "created_at": clock.now()}


def _external_id(entry: Entry) -> dict[str, Any]:
    incoming = entry.incoming
    return {
        "channel_id": incoming.channel_id,
        "external_id": entry.external_id,
        "message_id": entry.message.id,
    }
