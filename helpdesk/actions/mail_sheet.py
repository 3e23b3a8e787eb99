"""What a batch of mails will write, and the writing: a few statements whatever their number."""

from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Table, bindparam, text, update
from sqlalchemy.orm import Session

from helpdesk import bulk, clock
from helpdesk.actions.mail_rows import file_rows, mail_row
from helpdesk.actions.mail_shapes import Entry
from helpdesk.models import Customer, Identity, LinkKind, Mail, MessageExternalId, Thread, Ticket, TicketLink

_TICKET = cast("Table", Ticket.__table__)
_LAST = update(_TICKET).where(_TICKET.c.id == bindparam("ticket_id")).values(last_message_id=bindparam("message_id"))
_NUMBERS_SQLITE = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
    " INSERT INTO ticket_number (id) SELECT NULL FROM n RETURNING id"
)
_NUMBERS = text(
    "INSERT INTO ticket_number (id) SELECT nextval(pg_get_serial_sequence('ticket_number', 'id'))"
    " FROM generate_series(1, :count) RETURNING id"
)


@dataclass(slots=True)
class Sheet:
    """New rows, each beside those whose ids it needs; None where the ids are known."""

    customers: list[tuple[Customer, Identity]] = field(default_factory=list)
    tickets: list[tuple[Ticket, Identity]] = field(default_factory=list)
    threads: list[tuple[Thread, Ticket, Identity | None]] = field(default_factory=list)
    links: list[tuple[Ticket, Ticket, LinkKind]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def write(self, session: Session) -> None:
        """Insert everything; afterwards all rows have their ids and the session knows the messages."""
        session.flush()
        self._write_people(session)
        self._write_tickets(session)
        self._write_messages(session)

    def _write_people(self, session: Session) -> None:
        bulk.insert(session, [customer for customer, _ in self.customers])
        for customer, identity in self.customers:
            identity.customer_id = customer.id
        bulk.insert(session, [identity for _, identity in self.customers])

    def _write_tickets(self, session: Session) -> None:
        for (ticket, identity), number in zip(self.tickets, _numbers(session, len(self.tickets)), strict=True):
            ticket.number, ticket.customer_id = number, identity.customer_id
        bulk.insert(session, [ticket for ticket, _ in self.tickets])
        for thread, ticket, owner in self.threads:
            thread.ticket_id, thread.identity_id = ticket.id, None if owner is None else owner.id
        bulk.insert(session, [thread for thread, _, _ in self.threads])
        links = [
            TicketLink(ticket_id=ticket.id, other_id=other.id, kind=kind, created_at=clock.now())
            for ticket, other, kind in self.links
        ]
        bulk.insert(session, links)

    def _write_messages(self, session: Session) -> None:
        for entry in self.entries:
            entry.message.ticket_id, entry.message.thread_id = entry.ticket.id, entry.thread.id
            entry.message.customer_id = entry.ticket.customer_id
            entry.message.author_identity_id = None if entry.identity is None else entry.identity.id
        messages = [entry.message for entry in self.entries]
        bulk.insert(session, messages)
        bulk.insert(session, [_external_id(entry) for entry in self.entries])
        bulk.insert(session, [_mail(entry) for entry in self.entries])
        bulk.insert(session, [row for entry in self.entries for row in file_rows(entry.incoming, entry.message)])
        self._point_at_last(session)
        bulk.adopt(session, messages)

    def _point_at_last(self, session: Session) -> None:
        new = {id(ticket) for ticket, _ in self.tickets}
        last: dict[int, dict[str, Any]] = {}
        for entry in self.entries:
            entry.ticket.last_message_id = entry.message.id
            if id(entry.ticket) in new:
                last[entry.ticket.id] = {"ticket_id": entry.ticket.id, "message_id": entry.message.id}
        if last:
            session.connection().execute(_LAST, list(last.values()))


def _numbers(session: Session, count: int) -> list[int]:
    if not count:
        return []
    statement = _NUMBERS_SQLITE if session.get_bind().dialect.name == "sqlite" else _NUMBERS
    return sorted(session.connection().execute(statement, {"count": count}).scalars())


def _external_id(entry: Entry) -> MessageExternalId:
    incoming = entry.incoming
    return MessageExternalId(
        channel_id=incoming.channel_id, external_id=incoming.external_id, message_id=entry.message.id
    )


def _mail(entry: Entry) -> Mail:
    return mail_row(entry.incoming, entry.message)
