"""Short sentences that tests are made of: a visitor writes, an agent answers, the gateway delivers."""

import hashlib
import uuid

from helpdesk import clock, db
from helpdesk.actions import assign, delivery, follow_ups, receive, reply, visitors
from helpdesk.actions.reply import Writing
from helpdesk.incoming import IncomingMessage, NewVisitor, Sender
from helpdesk.models import IdentityKind, Message, Ticket, Visitor
from helpdesk.permissions import Actor
from helpdesk.queries.visitor import visitor_by_hash
from tests.cast import Desk


def token_hash(browser: str) -> str:
    """Return what the desk keeps of the token of a visitor's browser."""
    return hashlib.sha256(browser.encode()).hexdigest()


def incoming(desk: Desk, text: str, *, browser: str = "vera", key: str | None = None) -> IncomingMessage:
    """Return a chat message as the channel would hand it over."""
    key = key or str(uuid.uuid4())
    owner = token_hash(browser)
    return IncomingMessage(
        channel_id=desk.channel_id,
        external_id=f"v:{owner[:16]}:{key}",
        peer="",
        sender=Sender(IdentityKind.VISITOR, ""),
        text=text,
        sent_at=clock.now(),
        client_key=key,
        visitor=NewVisitor(owner, "uk"),
    )


def visitor_writes(desk: Desk, text: str = "Hello", *, browser: str = "vera", key: str | None = None) -> Message:
    """Have a visitor's message received."""
    message = incoming(desk, text, browser=browser, key=key)
    return db.retrying(lambda session: receive.receive_message(session, message))


def answers(ticket_id: int, text: str = "Good day!", *, by: Actor, key: str | None = None) -> Message:
    """Have an agent answer a ticket."""
    with db.transaction() as session:
        writing = Writing(text, key or str(uuid.uuid4()))
        return reply.send_reply(session, ticket_id, writing, by=by)


def takes(ticket_id: int, *, by: Actor) -> None:
    """Have an agent take a ticket."""
    with db.transaction() as session:
        assign.take(session, ticket_id, by=by)


def gateway_delivers(desk: Desk) -> list[int]:
    """Deliver what is due on the chat channel, as its adapter does; return the message ids."""
    with db.transaction() as session:
        claimed = [message.id for message in delivery.claim(session, desk.channel_id, owner="gateway")]
    for message_id in claimed:
        with db.transaction() as session:
            message = session.get_one(Message, message_id)
            delivery.mark_sent(session, message_id)
            visitors.tell_message(session, session.get_one(Ticket, message.ticket_id), message)
            follow_ups.expect(session, message)
    return claimed


def visitor(desk: Desk, browser: str = "vera") -> Visitor:
    """Return the visitor behind a browser that has written."""
    with db.reading() as session:
        found = visitor_by_hash(session, desk.channel_id, token_hash(browser))
        assert found is not None
        return found


def ticket_of(message: Message) -> Ticket:
    """Return the ticket of a message as it is now."""
    with db.reading() as session:
        return session.get_one(Ticket, message.ticket_id)
