"""Links to a bot that continue a ticket: whoever holds one talks there from now on. They work once, for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions.access import open_ticket, touch
from helpdesk.bots import BotConfig
from helpdesk.errors import Conflict
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Category, Channel, ChannelKind, Customer, Identity, TelegramStart, Thread, Ticket
from helpdesk.permissions import CUSTOMER, SYSTEM, Actor
from helpdesk.tokens import hash_token, new_token

LASTS: Final = timedelta(days=1)
KEPT: Final = timedelta(days=30)
PAYLOAD_CHARS: Final = 43  # 256 bits as URL-safe text


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that continues a ticket in a chat with a bot; whoever opens it first is who talks there."""

    url: str
    channel_id: int
    expires_at: datetime


def invite(session: Session, ticket_id: int, *, by: Actor, channel_id: int | None = None) -> Invitation:
    """Make a link for the customer of a ticket; Conflict "no_bot" when no bot could take them in.

    channel_id: which bot; else one of the ticket's team, else the first there is.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.category is Category.CLOSED:
        raise Conflict("This ticket is closed; nobody can go on with it.", code="closed")
    channel = _bot(session, ticket, channel_id)
    token = make_start(session, ticket_id, channel_id=channel.id, by=by)
    return Invitation(f"https://t.me/{BotConfig.of(channel).username}?start={token}", channel.id, clock.now() + LASTS)


def _bot(session: Session, ticket: Ticket, channel_id: int | None) -> Channel:
    wanted = select(Channel).where(Channel.kind == ChannelKind.TELEGRAM, Channel.is_paused.is_(False))
    found = [one for one in session.scalars(wanted.order_by(Channel.id)) if BotConfig.of(one).username]
    if channel_id is not None:
        found = [one for one in found if one.id == channel_id]
    if not found:
        raise Conflict("There is no bot that could take the customer in.", code="no_bot")
    return next((one for one in found if one.team_id == ticket.team_id), found[0])


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
    session.execute(delete(TelegramStart).where(TelegramStart.expires_at < now - KEPT))
    session.add(row)
    return token


def is_like_ours(payload: str) -> bool:
    """Say whether this may once have been a link of ours; advertisements have payloads too."""
    return len(payload) == PAYLOAD_CHARS


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
    touch(ticket)
    events.record(
        session, "thread.added", by=CUSTOMER, ticket=ticket, data={"channel_kind": ChannelKind.TELEGRAM.value}
    )
    events.record(session, "customer.changed", by=CUSTOMER, ticket=ticket)
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
