"""Taking in a customer's message: found or made are its customer, ticket and thread, and it counts once."""

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, events, markup, settings
from helpdesk.actions import customers
from helpdesk.actions.access import open_ticket
from helpdesk.actions.attachments_of import attach
from helpdesk.actions.coming_back import note_on_ticket, takes_more
from helpdesk.actions.receive_mail import receive_mails
from helpdesk.actions.tickets import create_ticket, follow
from helpdesk.crash import crash_point
from helpdesk.errors import Invalid
from helpdesk.incoming import NEW_TICKET, IncomingMessage
from helpdesk.models import (
    AuthorKind,
    Category,
    Identity,
    Message,
    MessageExternalId,
    MessageKind,
    Thread,
    Ticket,
)
from helpdesk.models.channels import Channel
from helpdesk.permissions import CUSTOMER

# Built once: this is the busiest road of the desk, and making a statement costs more than answering it.
_KNOWN = (
    select(Message)
    .join(MessageExternalId, MessageExternalId.message_id == Message.id)
    .where(
        MessageExternalId.channel_id == bindparam("channel_id"),
        MessageExternalId.external_id == bindparam("external_id"),
    )
)
_PEERS: BindParameter[str] = bindparam("peers", expanding=True)
_LATEST_THREAD = (
    select(Thread)
    .where(Thread.channel_id == bindparam("channel_id"), Thread.peer.in_(_PEERS), Thread.is_closed.is_(False))
    .order_by(Thread.id.desc())
    .limit(1)
)


_THREAD_OF_TICKET = (
    select(Thread)
    .join(Ticket, Ticket.id == Thread.ticket_id)
    .where(
        Thread.channel_id == bindparam("channel_id"),
        Thread.peer.in_(_PEERS),
        Ticket.number == bindparam("number"),
    )
)


def receive_message(session: Session, incoming: IncomingMessage) -> Message:
    """Store one message in the caller's transaction and return it; the same external id again returns the first.

    Run it through `helpdesk.db.retrying`, since two deliveries of one message may cross. A mail goes its own road, see
    `helpdesk.actions.receive_mail`.
    """
    if incoming.mail is not None:
        return receive_mails(session, [incoming])[0]
    db.lock(session, peer_lock(incoming))
    earlier = known(session, incoming)
    if earlier is not None:
        return earlier
    identity = customers.identify(session, incoming)
    ticket, thread, identity = _place(session, incoming, identity)
    message = keep(session, incoming, ticket=ticket, thread=thread, identity=identity)
    note_on_ticket(session, ticket, message, tells_visitor=incoming.visitor is not None)
    events.record(session, "message.received", by=CUSTOMER, ticket=ticket, message=message)
    session.flush()
    crash_point("receive.before_commit")
    return message


def peer_lock(incoming: IncomingMessage) -> str:
    """Return the lock under which messages of one peer are taken in one after the other."""
    return f"peer:{incoming.channel_id}:{incoming.peer or incoming.sender.address}"


def known(session: Session, incoming: IncomingMessage) -> Message | None:
    """Return the message that came under this external id before."""
    return session.scalar(_KNOWN, {"channel_id": incoming.channel_id, "external_id": incoming.external_id})


def _place(session: Session, incoming: IncomingMessage, identity: Identity) -> tuple[Ticket, Thread, Identity]:
    """Return where a message belongs, and as whom its writer writes there: on what began unnamed they stay unnamed."""
    earlier = customers.earlier_identity(session, incoming, identity)
    latest = _thread_for(
        session, incoming, [incoming.peer or str(identity.id), *([str(earlier.id)] if earlier else [])]
    )
    if latest is None:
        return *_new_ticket(session, incoming, identity), identity
    if earlier is not None and latest.identity_id == earlier.id:
        identity = earlier
    ticket = open_ticket(session, latest.ticket_id, by=CUSTOMER)
    if not latest.is_closed and takes_more(ticket, reopen_days=_reopen_days(session, ticket)):
        return ticket, latest, identity
    latest.is_closed = True
    fresh, thread = _new_ticket(session, incoming, identity)
    follow(session, fresh, ticket)
    return fresh, thread, identity


def _thread_for(session: Session, incoming: IncomingMessage, peers: list[str]) -> Thread | None:
    """Return where the message belongs: None is a new ticket. A ticket that is not theirs is as unknown as one that is not there."""
    wanted = incoming.visitor.ticket if incoming.visitor else None
    if wanted == NEW_TICKET:
        return None
    if wanted is None:
        return session.scalar(_LATEST_THREAD, {"channel_id": incoming.channel_id, "peers": peers})
    found = session.scalar(_THREAD_OF_TICKET, {"channel_id": incoming.channel_id, "peers": peers, "number": wanted})
    if found is None:
        raise Invalid("There is no such ticket.", fields={"ticket": "There is no such ticket."})
    return found


def _reopen_days(session: Session, ticket: Ticket) -> int:
    days: int = settings.get(session, "reopen_days") if ticket.category is Category.RESOLVED else 0
    return days


def _new_ticket(session: Session, incoming: IncomingMessage, identity: Identity) -> tuple[Ticket, Thread]:
    channel = session.get_one(Channel, incoming.channel_id)
    subject = markup.preview(incoming.subject, chars=300) or markup.preview(incoming.text, chars=80)
    ticket = create_ticket(session, channel=channel, customer_id=identity.customer_id, subject=subject)
    if incoming.visitor is not None and incoming.visitor.ticket_fields:
        ticket.fields = dict(incoming.visitor.ticket_fields)
    thread = Thread(
        ticket_id=ticket.id,
        channel_id=channel.id,
        identity_id=identity.id,
        peer=incoming.peer or str(identity.id),
        details=dict(incoming.details),
        created_at=clock.now(),
    )
    session.add(thread)
    session.flush()
    return ticket, thread


def keep(
    session: Session,
    incoming: IncomingMessage,
    *,
    ticket: Ticket,
    thread: Thread,
    identity: Identity,
    files_of: str | None = None,
) -> Message:
    """Store a message on a locked ticket, its files too; files_of: whose hash they wait under, that of the visitor when None."""
    text = markup.clean(incoming.text)
    message = Message(
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
    session.add(message)
    session.flush()
    session.add(
        MessageExternalId(channel_id=incoming.channel_id, external_id=incoming.external_id, message_id=message.id)
    )
    owner = files_of or (incoming.visitor.token_hash if incoming.visitor else None)
    attach(session, message, incoming.attachment_ids, visitor_hash=owner)
    return message
