"""Customers as agents see them. Who may see none of a customer's tickets may not see the customer.

One who was added without having written belongs to nobody yet, and is known to all.
"""

from typing import Final

from sqlalchemy import ColumnElement, and_, not_, or_, select, true
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Customer, CustomerTag, Identity, Organisation, OthersTickets, Tag, TelegramPhoto, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor, visible_to, works_with
from helpdesk.queries.rows import Json, iso

MAX_TICKETS: Final = 100
MAX_IDENTITIES: Final = 100


def known_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Customer: the actor may see at least one of their tickets, or they were added without."""
    return true() if actor.sees_everything else _met(visible_to(actor))


def changed_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Customer: the actor works with at least one of their tickets, or they were added without."""
    return true() if actor.sees_everything else _met(works_with(actor))


def _met(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    seen = select(Ticket.id).where(Ticket.customer_id == Customer.id, condition).exists()
    written = select(Ticket.id).where(Ticket.customer_id == Customer.id).exists()
    return or_(seen, and_(Customer.origin.is_not(None), not_(written)))


def find(session: Session, actor: Actor, customer_id: int) -> Customer:
    """Return a customer the actor may see; else NotFound."""
    found = session.scalar(select(Customer).where(Customer.id == customer_id, known_to(actor)))
    if found is None:
        raise NotFound
    return found


def panel(session: Session, actor: Actor, customer_id: int) -> Json:
    """Return a customer with their addresses and those of their tickets the actor may see, newest first."""
    customer = find(session, actor, customer_id)
    return {
        "id": customer.id,
        "name": customer.name,
        "language": customer.language,
        "time_zone": customer.time_zone,
        "merged_into_id": customer.merged_into_id,
        "created_at": iso(customer.created_at),
        "organisation": _organisation(session, customer),
        "identities": _identities(session, customer.id),
        "fields": customer.fields,
        "tags": _tags(session, customer.id),
        "tickets": _tickets(session, actor, customer.id),
        "stubs": stubs(session, actor, customer.id),
        "blocked": customer.blocked_at is not None,
        "photo_url": _photo_url(session, customer.id),
    }


def photo(session: Session, actor: Actor, customer_id: int) -> TelegramPhoto | None:
    """Return the photo of a customer the actor may see, None when there is none; else NotFound."""
    return _photo(session, find(session, actor, customer_id).id)


def _photo(session: Session, customer_id: int) -> TelegramPhoto | None:
    return session.scalar(
        select(TelegramPhoto)
        .join(Identity, Identity.id == TelegramPhoto.identity_id)
        .where(Identity.customer_id == customer_id, TelegramPhoto.blob.is_not(None))
        .order_by(TelegramPhoto.changed_at.desc())
        .limit(1)
    )


def _photo_url(session: Session, customer_id: int) -> str | None:
    found = _photo(session, customer_id)
    # Another photo has another address, so that no screen shows the old one from its cache.
    return None if found is None or found.blob is None else f"/api/customers/{customer_id}/photo?v={found.blob[:12]}"


def _organisation(session: Session, customer: Customer) -> Json | None:
    if customer.organisation_id is None:
        return None
    organisation = session.get_one(Organisation, customer.organisation_id)
    return {"id": organisation.id, "name": organisation.name}


def _identities(session: Session, customer_id: int) -> list[Json]:
    found = session.scalars(
        select(Identity).where(Identity.customer_id == customer_id).order_by(Identity.id).limit(MAX_IDENTITIES)
    )
    return [
        {
            "id": identity.id,
            "kind": identity.kind.value,
            "address": identity.address,
            "display": identity.display,
            "verified": identity.verified_at is not None,
            "verified_by": identity.verified_by,
            "unreachable_at": iso(identity.unreachable_at),
            "unreachable_reason": identity.unreachable_reason,
            "is_main": identity.is_main,
        }
        for identity in found
    ]


def _tags(session: Session, customer_id: int) -> list[str]:
    return list(
        session.scalars(
            select(Tag.name)
            .join(CustomerTag, CustomerTag.tag_id == Tag.id)
            .where(CustomerTag.customer_id == customer_id)
            .order_by(Tag.name)
        )
    )


def stubs(session: Session, actor: Actor, customer_id: int) -> list[Json]:
    """Return what a team of the actor's is told of a customer's tickets with other teams: that they exist, no words."""
    if actor.sees_everything or actor.others is not OthersTickets.STUB:
        return []
    # Not the negation of visible_to: where nobody is assigned that would be NULL, neither true nor false.
    seen = select(Ticket.id).where(Ticket.customer_id == customer_id, visible_to(actor))
    found = session.execute(
        select(Ticket.created_at, Channel.kind, Ticket.type_id, Ticket.status_id, Ticket.category, Ticket.team_id)
        .join(Channel, Channel.id == Ticket.channel_id)
        .where(Ticket.customer_id == customer_id, Ticket.id.not_in(seen), Ticket.spam_at.is_(None))
        .order_by(Ticket.id.desc())
        .limit(MAX_TICKETS)
    )
    return [
        {
            "created_at": iso(created_at),
            "channel_kind": kind.value,
            "type_id": type_id,
            "status_id": status_id,
            "category": category.value,
            "team_id": team_id,
        }
        for created_at, kind, type_id, status_id, category, team_id in found
    ]


def _tickets(session: Session, actor: Actor, customer_id: int) -> list[Json]:
    found = session.execute(
        select(Ticket, Channel.kind)
        .join(Channel, Channel.id == Ticket.channel_id)
        .where(Ticket.customer_id == customer_id, visible_to(actor))
        .order_by(Ticket.id.desc())
        .limit(MAX_TICKETS)
    )
    return [
        {
            "id": ticket.id,
            "number": ticket.number,
            "subject": ticket.subject,
            "category": ticket.category.value,
            "channel_kind": kind.value,
            "created_at": iso(ticket.created_at),
        }
        for ticket, kind in found
    ]
