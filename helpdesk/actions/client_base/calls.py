"""Calls and visits that agents write down, as a ticket where there is something left to do."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, markup
from helpdesk.actions import label
from helpdesk.actions.client_base.door import open_customer
from helpdesk.actions.client_base.outside import Happening, tell_of
from helpdesk.actions.tickets import create_ticket
from helpdesk.errors import Conflict
from helpdesk.models import ChannelKind, Identity, IdentityKind, OutsideEvent, Thread, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor


def log_call(session: Session, customer_id: int, happening: Happening, *, subject: str, by: Actor) -> OutsideEvent:
    """Keep a call or a visit; with a subject, also open a ticket about it. The same again changes nothing."""
    customer = open_customer(session, customer_id, by=by)
    known = session.scalar(
        select(OutsideEvent).where(OutsideEvent.source == happening.source, OutsideEvent.key == happening.key)
    )
    if known is None and (line := " ".join(markup.clean(subject).split())):
        channel, identity = _way(session, customer.id)
        ticket = create_ticket(
            session, channel=channel, customer_id=customer.id, subject=line[: label.SUBJECT_CHARS], by=by
        )
        ticket.preview = happening.title[:200]
        if ticket.team_id is not None and ticket.team_id not in by.team_ids and not by.sees_everything:
            ticket.team_id = None
        thread = Thread(
            ticket_id=ticket.id,
            channel_id=channel.id,
            identity_id=identity.id if identity else None,
            peer=identity.address if identity else f"call:{ticket.id}",
            created_at=clock.now(),
        )
        session.add(thread)
        happening = replace(happening, ticket_id=ticket.id)
    event, _ = tell_of(session, customer.id, happening, by=by)
    return event


def _way(session: Session, customer_id: int) -> tuple[Channel, Identity | None]:
    """A mailbox, and their mail address where one is known: an answer goes there, else the agent says whither."""
    identity = session.scalar(
        select(Identity)
        .where(Identity.customer_id == customer_id, Identity.kind == IdentityKind.EMAIL)
        .order_by(Identity.is_main.desc(), Identity.id)
        .limit(1)
    )
    last = session.scalar(
        select(Channel)
        .join(Ticket, Ticket.channel_id == Channel.id)
        .where(Ticket.customer_id == customer_id, Channel.kind == ChannelKind.EMAIL)
        .order_by(Ticket.id.desc())
        .limit(1)
    )
    found = last or session.scalar(
        select(Channel).where(Channel.kind == ChannelKind.EMAIL).order_by(Channel.id).limit(1)
    )
    if found is None:
        raise Conflict("Tickets about calls are answered by mail: connect a mailbox first.", code="no_mailbox")
    return found, identity
