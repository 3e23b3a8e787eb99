"""Mails that begin with us: a new one to a customer, and a message forwarded to somebody else."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, i18n, markup
from helpdesk.actions import assign, outgoing_mail
from helpdesk.actions.access import open_message
from helpdesk.actions.circle import folded
from helpdesk.actions.forwarded import copy_files, forwarded_html, forwarded_text
from helpdesk.actions.recipients import Recipients, checked
from helpdesk.actions.tickets import create_ticket
from helpdesk.actions.writing import Writing, hold_or_release, known_writing, require_text, store
from helpdesk.crash import crash_point
from helpdesk.desk_language import desk_language
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.incoming import Mailbox
from helpdesk.mailboxes import own_addresses
from helpdesk.models import Category, ChannelKind, Customer, Identity, IdentityKind, Mail, Message, MessageKind, Thread
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor, may_see

SUBJECT_CHARS = 300


def write_first(session: Session, channel_id: int, writing: Writing, *, by: Actor) -> Message:
    """Write to a customer who has not written: a new ticket of this mailbox, taken by its writer.

    The customer is whom the first address in To belongs to, made when nobody is known by it. The same client key again
    returns the first message.
    """
    known = known_writing(session, None, writing, by=by)
    if known is not None:
        return known
    channel = _mailbox(session, channel_id, by)
    require_text(writing)
    recipients = checked(writing.recipients or Recipients(), own=own_addresses(session))
    if not recipients.subject:
        raise Invalid("A first mail needs a subject.", subject="empty")
    identity = _identity(session, recipients.to[0])
    ticket = create_ticket(
        session, channel=channel, customer_id=identity.customer_id, subject=recipients.subject, by=by
    )
    thread = _thread(session, ticket.id, channel, recipients.to[0], identity_id=identity.id)
    message = store(session, ticket, thread, writing, kind=MessageKind.OUT, by=by)
    outgoing_mail.add(session, ticket, thread, message, recipients)
    hold_or_release(session, ticket, thread, message, by=by)
    if by.agent_id is not None:
        assign.take(session, ticket.id, by=by)
    events.record(session, "message.queued", by=by, ticket=ticket, message=message)
    session.flush()
    crash_point("begin.before_commit")
    return message


def forward(session: Session, message_id: int, writing: Writing, *, by: Actor) -> Message:
    """Send a message with its files to somebody else, with a word of one's own; on a thread of its own.

    Whoever gets it may answer there; the customer still waits for their own answer.
    """
    original, ticket = open_message(session, message_id, by=by)
    known = known_writing(session, ticket, writing, by=by)
    if known is not None:
        return known
    if ticket.category is Category.CLOSED:
        raise Conflict("This ticket is closed; write in a new one.", code="closed")
    channel = session.get_one(Channel, session.get_one(Thread, original.thread_id).channel_id)
    if channel.kind is not ChannelKind.EMAIL or original.kind is MessageKind.NOTE:
        raise Invalid("Only a mail can be forwarded by mail.", message_id=message_id)
    mail = session.get(Mail, message_id)
    recipients = _with_subject(checked(writing.recipients or Recipients(), own=own_addresses(session)), mail)
    thread = _thread(session, ticket.id, channel, recipients.to[0], identity_id=None)
    thread.details = {"aside": True}
    language = i18n.known(ticket.language) if ticket.language else desk_language(session)
    text = "\n\n".join(
        filter(None, (markup.clean(writing.text).strip(), forwarded_text(original, mail, language=language)))
    )
    message = store(session, ticket, thread, writing, kind=MessageKind.OUT, by=by)
    message.text, message.html = text, forwarded_html(writing.text, original, mail, language=language)
    copy_files(session, original, message)
    outgoing_mail.add(session, ticket, thread, message, recipients)
    hold_or_release(session, ticket, thread, message, by=by)
    events.record(session, "message.queued", by=by, ticket=ticket, message=message)
    session.flush()
    return message


def _mailbox(session: Session, channel_id: int, by: Actor) -> Channel:
    channel = session.get(Channel, channel_id)
    if channel is None or not may_see(by, team_id=channel.team_id, assignee_id=None):
        raise NotFound
    if channel.kind is not ChannelKind.EMAIL:
        raise Invalid("This channel is no mailbox.", channel_id=channel_id)
    return channel


def _identity(session: Session, mailbox: Mailbox) -> Identity:
    name, address = mailbox[0], folded(mailbox[1])
    identity = session.scalar(select(Identity).where(Identity.kind == IdentityKind.EMAIL, Identity.address == address))
    if identity is not None:
        return identity
    customer = Customer(name=name or address, created_at=clock.now())
    session.add(customer)
    session.flush()
    identity = Identity(
        customer_id=customer.id, kind=IdentityKind.EMAIL, address=address, display=name, created_at=clock.now()
    )
    session.add(identity)
    session.flush()
    return identity


def _thread(session: Session, ticket_id: int, channel: Channel, mailbox: Mailbox, *, identity_id: int | None) -> Thread:
    thread = Thread(
        ticket_id=ticket_id, channel_id=channel.id, identity_id=identity_id, peer=mailbox[1], created_at=clock.now()
    )
    session.add(thread)
    session.flush()
    return thread


def _with_subject(recipients: Recipients, mail: Mail | None) -> Recipients:
    if recipients.subject:
        return recipients
    subject = f"Fwd: {mail.subject if mail else ''}".strip()[:SUBJECT_CHARS]
    return Recipients(recipients.to, recipients.cc, recipients.bcc, subject)
