"""The rows a visitor's message becomes."""

from dataclasses import dataclass
from typing import Any

from helpdesk import bulk, clock, markup
from helpdesk.incoming import IncomingMessage
from helpdesk.models import AuthorKind, Message, MessageKind, Thread, Ticket, VisitorEventKind
from helpdesk.queries.visitor import own_fact
from helpdesk.queries.visitor_news import Told


@dataclass(slots=True)
class Entry:
    """A message with the ticket it goes to. seq: what its visitor knows it by; is_first: the ticket begins with it."""

    incoming: IncomingMessage
    message: Message
    ticket: Ticket
    thread: Thread
    is_first: bool = False
    seq: int = 0

    @property
    def name(self) -> dict[str, Any]:  # columns
        """What keeps the message from being stored twice."""
        incoming = self.incoming
        return {
            "channel_id": incoming.channel_id,
            "external_id": incoming.external_id,
            "message_id": self.message.id,
        }

    @property
    def fact(self) -> dict[str, Any]:  # columns
        """What the visitor of the ticket sees of it."""
        return {
            "ticket_id": self.ticket.id,
            "seq": self.seq,
            "kind": VisitorEventKind.MESSAGE,
            "message_id": self.message.id,
            "created_at": self.message.created_at,
        }

    @property
    def told(self) -> Told:
        """What its visitor is told."""
        return Told(own_fact(self.message, self.ticket.number, self.seq), self.ticket.id, self.thread.peer)


def is_plain(incoming: IncomingMessage) -> bool:
    """Say whether a message is text alone, from a browser."""
    visitor = incoming.visitor
    special = (incoming.attachment_ids, incoming.html, incoming.is_auto, incoming.peer)
    return visitor is not None and not visitor.is_suspect and not any(special)


def message_of(
    incoming: IncomingMessage, ticket: Ticket, thread: Thread | None = None, identity_id: int | None = None
) -> Message:
    """Return the message; of a ticket that is not there yet, ids come later."""
    text = markup.clean(incoming.text)
    known = (
        {} if thread is None else {"ticket_id": ticket.id, "thread_id": thread.id, "customer_id": ticket.customer_id}
    )
    return bulk.blank(
        Message,
        **known,
        kind=MessageKind.IN,
        author_kind=AuthorKind.CUSTOMER,
        author_identity_id=identity_id,
        text=text,
        html=markup.from_plain(text),
        client_key=incoming.client_key,
        is_auto=False,
        created_at=clock.now(),
    )
