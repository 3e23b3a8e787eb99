"""Whether people can be reached, and where."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.models import Category, Identity, IdentityKind, Thread, Ticket
from helpdesk.permissions import CUSTOMER

REASON_CHARS = 300
MAX_TOLD = 20


def note_unreachable(session: Session, address: str, *, reason: str, at: datetime | None = None) -> bool:
    """Note that somebody cannot be written to any more; False when nobody is known by this address."""
    identity = _identity(session, address)
    if identity is None:
        return False
    if identity.unreachable_at is None:
        identity.unreachable_at = at or clock.now()
        identity.unreachable_reason = reason[:REASON_CHARS]
        tell_screens(session, identity)
    return True


def note_reachable(session: Session, address: str) -> bool:
    """Note that somebody can be written to again; False when nobody is known by this address."""
    identity = _identity(session, address)
    if identity is None:
        return False
    if identity.unreachable_at is not None:
        identity.unreachable_at = identity.unreachable_reason = None
        tell_screens(session, identity)
    return True


def move_chat(session: Session, channel_id: int, *, old: int, new: int) -> int:
    """Let the threads of a group that has another id now go on there; returns how many there were."""
    was, becomes = str(old), str(new)
    of_group = or_(Thread.peer == was, func.substr(Thread.peer, 1, len(was) + 1) == f"{was}/")
    threads = session.scalars(select(Thread).where(Thread.channel_id == channel_id, of_group)).all()
    for thread in threads:
        thread.peer = becomes + thread.peer[len(was) :]
    return len(threads)


def tell_screens(session: Session, identity: Identity) -> None:
    """Have the screens that show this customer's open tickets know."""
    open_ones = (
        select(Ticket)
        .where(Ticket.customer_id == identity.customer_id, Ticket.category != Category.CLOSED)
        .order_by(Ticket.id.desc())
        .limit(MAX_TOLD)
    )
    told = session.scalars(open_ones).all()
    for ticket in told:
        events.record(session, "customer.changed", by=CUSTOMER, ticket=ticket)
    if not told:
        events.record(session, "customer.changed", by=CUSTOMER, customer_id=identity.customer_id)


def _identity(session: Session, address: str) -> Identity | None:
    wanted = select(Identity).where(Identity.kind == IdentityKind.TELEGRAM, Identity.address == address)
    return session.scalar(wanted)
