"""First messages of browsers nobody knows: a customer, a ticket and a thread for each, in a few statements for all."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from helpdesk import bulk, clock, markup
from helpdesk.actions import sla
from helpdesk.actions.chat_rows import Entry, message_of
from helpdesk.actions.customers import NAME_CHARS, note_browser
from helpdesk.actions.statuses import default_status
from helpdesk.actions.tickets import default_type_id, next_numbers
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Category, Customer, Identity, Message, SlaClock, Status, Thread, Ticket, Visitor
from helpdesk.models.channels import Channel
from helpdesk.tokens import new_name


@dataclass(frozen=True, slots=True)
class _Opening:
    customer: Customer
    identity: Identity
    visitor: Visitor
    ticket: Ticket
    thread: Thread
    message: Message


class Openings:
    """New rows of one batch, in the order `open`, `number`, `write`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._all: list[_Opening] = []
        self._channels: dict[int, Channel] = {}
        self._type_id: int | None = None
        self._status: Status | None = None

    def open(self, incoming: IncomingMessage) -> Entry:
        """Return a message with its new ticket; neither has an id before `number`."""
        ticket, thread = self._ticket(incoming), _thread(incoming)
        customer, identity = _person(incoming)
        message = message_of(incoming, ticket)
        self._all.append(_Opening(customer, identity, _visitor(incoming), ticket, thread, message))
        return Entry(incoming, message, ticket, thread, is_first=True)

    def number(self) -> None:
        """Give all rows their ids and tickets their public numbers."""
        session, found = self._session, self._all
        if not found:
            return
        bulk.reserve(session, Customer, [one.customer for one in found])
        bulk.reserve(session, Identity, [one.identity for one in found])
        bulk.reserve(session, Ticket, [one.ticket for one in found])
        bulk.reserve(session, Thread, [one.thread for one in found])
        for one, number in zip(found, next_numbers(session, len(found)), strict=True):
            one.identity.customer_id = one.ticket.customer_id = one.message.customer_id = one.customer.id
            one.visitor.identity_id = one.thread.identity_id = one.message.author_identity_id = one.identity.id
            one.thread.ticket_id = one.message.ticket_id = one.ticket.id
            one.ticket.number, one.thread.peer, one.message.thread_id = number, str(one.identity.id), one.thread.id

    def write(self) -> None:
        """Insert everything but the messages; what was promised for the new tickets begins."""
        if not self._all:
            return
        tickets = [one.ticket for one in self._all]
        clocks = sla.started(self._session, tickets)
        bulk.insert(self._session, [one.customer for one in self._all])
        bulk.insert(self._session, [one.identity for one in self._all])
        bulk.write(self._session, Visitor, [one.visitor.__dict__ for one in self._all])
        bulk.insert(self._session, tickets)
        bulk.write(self._session, SlaClock, clocks)
        bulk.insert(self._session, [one.thread for one in self._all])

    def _ticket(self, incoming: IncomingMessage) -> Ticket:
        channel, now = self._channel(incoming.channel_id), clock.now()
        self._status = self._status or default_status(self._session, Category.NEW)
        return bulk.blank(
            Ticket,
            subject=markup.preview(incoming.subject, chars=300) or markup.preview(incoming.text, chars=80),
            channel_id=channel.id,
            type_id=channel.default_type_id or self._default_type_id(),
            fields=incoming.visitor.ticket_fields or None if incoming.visitor else None,
            priority=channel.default_priority,
            status_id=self._status.id,
            category=self._status.category,
            team_id=channel.team_id,
            created_at=now,
            updated_at=now,
            last_message_at=now,
        )

    def _channel(self, channel_id: int) -> Channel:
        if channel_id not in self._channels:
            self._channels[channel_id] = self._session.get_one(Channel, channel_id)
        return self._channels[channel_id]

    def _default_type_id(self) -> int:
        self._type_id = self._type_id or default_type_id(self._session)
        return self._type_id


def _person(incoming: IncomingMessage) -> tuple[Customer, Identity]:
    told, now = incoming.visitor, clock.now()
    assert told is not None
    name = markup.preview(incoming.sender.name, chars=NAME_CHARS)
    customer = bulk.blank(Customer, name=name, language=told.locale, fields=dict(told.customer_fields), created_at=now)
    return customer, bulk.blank(Identity, kind=incoming.sender.kind, address=new_name(), display="", created_at=now)


def _visitor(incoming: IncomingMessage) -> Visitor:
    told, now = incoming.visitor, clock.now()
    assert told is not None
    visitor = bulk.blank(
        Visitor,
        channel_id=incoming.channel_id,
        token_hash=told.token_hash,
        locale=told.locale,
        page=told.page,
        created_at=now,
        last_seen_at=now,
    )
    note_browser(visitor, told)
    return visitor


def _thread(incoming: IncomingMessage) -> Thread:
    return bulk.blank(Thread, channel_id=incoming.channel_id, details=dict(incoming.details), created_at=clock.now())
