"""Links to a bot that continue a ticket: whoever holds one talks there from now on. They work once, for a day."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.access import open_ticket
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Category, Customer, Identity, TelegramStart, Thread, Ticket
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.tokens import hash_token, new_token

LASTS: Final = timedelta(days=1)


def make_start(session: Session, ticket_id: int, *, channel_id: int, by: Actor) -> str:
    """Return what a link t.me/<bot>?start=... carries; the database keeps only its hash."""
    ticket, token, now = open_ticket(session, ticket_id, by=by), new_token(), clock.now()
    row = TelegramStart(
        token_hash=hash_token(token),
        channel_id=channel_id,
        ticket_id=ticket.id,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(row)
    return token


def redeem(session: Session, payload: str, incoming: IncomingMessage) -> Thread | None:
    """Continue the ticket of a link in this chat; None when the link is not ours, was used or is too old.

    A person nobody knew becomes the ticket's customer; one who is known stays who they are.
    """
    row = session.scalar(
        select(TelegramStart)
        .where(TelegramStart.token_hash == hash_token(payload), TelegramStart.channel_id == incoming.channel_id)
        .with_for_update()
    )
    now = clock.now()
    if row is None or row.used_at is not None or row.expires_at < now:
        return None
    ticket = open_ticket(session, row.ticket_id, by=SYSTEM)
    if ticket.category is Category.CLOSED:
        return None
    row.used_at = now
    thread = Thread(
        ticket_id=ticket.id,
        channel_id=incoming.channel_id,
        identity_id=_identity(session, incoming, ticket).id,
        peer=incoming.peer,
        details=dict(incoming.details),
        created_at=now,
    )
    session.add(thread)
    session.flush()
    return thread


def _identity(session: Session, incoming: IncomingMessage, ticket: Ticket) -> Identity:
    sender = incoming.sender
    known = session.scalar(select(Identity).where(Identity.kind == sender.kind, Identity.address == sender.address))
    if known is not None:
        return known
    now = clock.now()
    identity = Identity(
        customer_id=ticket.customer_id,
        kind=sender.kind,
        address=sender.address,
        display=sender.name,
        verified_by=sender.verified_by,
        verified_at=now,
        created_at=now,
    )
    customer = session.get_one(Customer, ticket.customer_id)
    customer.name = customer.name or sender.name
    session.add(identity)
    session.flush()
    return identity
