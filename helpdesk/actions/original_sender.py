"""A forwarded mail becomes its first writer's own matter, because a person says so; never from a From alone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import merge
from helpdesk.actions.access import open_message, touch
from helpdesk.actions.circle import folded
from helpdesk.actions.forwarded import copy_files
from helpdesk.actions.recipients import is_address
from helpdesk.actions.tickets import create_ticket
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import (
    AuthorKind,
    Category,
    Customer,
    Identity,
    IdentityKind,
    Mail,
    Message,
    MessageKind,
    SenderProof,
    Thread,
    Ticket,
    WroteLast,
)
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor


def make_customer(session: Session, message_id: int, *, by: Actor) -> Ticket:
    """Open a ticket of whoever a forwarded mail is from, with that mail, and merge the forwarder's ticket into it.

    The forwarder may go on writing there. The same message again returns the same ticket; `merge.unmerge` takes it back.
    """
    message, ticket = open_message(session, message_id, by=by)
    mail = session.get(Mail, message_id)
    if mail is None or mail.forward is None or not is_address(mail.forward["address"]):
        raise Invalid("This message forwards no mail whose writer is known.", message_id=message_id)
    if ticket.merged_into_id is not None:
        return session.get_one(Ticket, ticket.merged_into_id)
    if ticket.category is Category.CLOSED:
        raise Conflict("This ticket is closed; write in a new one.", code="closed")
    identity = _identity(session, mail)
    if identity.customer_id == ticket.customer_id:
        return ticket
    theirs = _ticket(session, ticket, mail, identity, by=by)
    _copy(session, theirs, message, mail, identity, by=by)
    merge.go_on_in(session, ticket, theirs, by=by)
    return theirs


def _identity(session: Session, mail: Mail) -> Identity:
    told = mail.forward or {}
    address = folded(told["address"])
    known = session.scalar(select(Identity).where(Identity.kind == IdentityKind.EMAIL, Identity.address == address))
    if known is not None:
        return known
    customer = Customer(name=told["name"][:200] or address, created_at=clock.now())
    session.add(customer)
    session.flush()
    identity = Identity(
        customer_id=customer.id,
        kind=IdentityKind.EMAIL,
        address=address,
        display=told["name"][:200],
        created_at=clock.now(),
    )
    session.add(identity)
    session.flush()
    return identity


def _ticket(session: Session, ticket: Ticket, mail: Mail, identity: Identity, *, by: Actor) -> Ticket:
    told = mail.forward or {}
    channel = session.get_one(Channel, mail.channel_id)
    subject = told["subject"][:300] or ticket.subject
    theirs = create_ticket(session, channel=channel, customer_id=identity.customer_id, subject=subject, by=by)
    theirs.type_id, theirs.priority, theirs.team_id = ticket.type_id, ticket.priority, ticket.team_id
    return theirs


def _copy(session: Session, ticket: Ticket, message: Message, mail: Mail, identity: Identity, *, by: Actor) -> None:
    told = mail.forward or {}
    thread = Thread(
        ticket_id=ticket.id,
        channel_id=mail.channel_id,
        identity_id=identity.id,
        peer=identity.address,
        created_at=clock.now(),
    )
    session.add(thread)
    session.flush()
    copy = Message(
        ticket_id=ticket.id,
        thread_id=thread.id,
        customer_id=ticket.customer_id,
        kind=MessageKind.IN,
        author_kind=AuthorKind.CUSTOMER,
        author_identity_id=identity.id,
        text=message.text,
        html=message.html,
        created_at=clock.now(),
    )
    session.add(copy)
    session.flush()
    session.add(
        Mail(
            message_id=copy.id,
            channel_id=mail.channel_id,
            mail_id="",
            subject=told["subject"] or mail.subject,
            from_address=identity.address,
            from_name=told["name"][:200],
            sender=SenderProof.CLAIMED,
            folds=mail.folds,
            has_remote_images=mail.has_remote_images,
            inbound_id=mail.inbound_id,
        )
    )
    copy_files(session, message, copy)
    ticket.message_count, ticket.last_message_id, ticket.last_message_at = 1, copy.id, copy.created_at
    ticket.last_message_from, ticket.preview = WroteLast.CUSTOMER, mail.subject[:160]
    ticket.waiting_since = ticket.waiting_since or copy.created_at
    touch(ticket)
    events.record(session, "message.received", by=by, ticket=ticket, message=copy)
