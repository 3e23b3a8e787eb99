"""Customers as agents see them. Who may see none of a customer's tickets may not see the customer.

One who was added without having written belongs to nobody yet, and is known to all.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, true
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Customer, CustomerTag, Identity, Organisation, OthersTickets, Tag, TelegramPhoto, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor, visible_to, works_with
from helpdesk.queries.among import one_of_given
from helpdesk.queries.rows import Json, iso

MAX_TICKETS: Final = 100
MAX_IDENTITIES: Final = 100

# Built once: building a statement costs as much as running it.
_CUSTOMERS = (
    select(Customer, Organisation)
    .outerjoin(Organisation, Organisation.id == Customer.organisation_id)
    .where(one_of_given(Customer.id))
)
_IDENTITIES = (
    select(Identity).where(Identity.customer_id == bindparam("customer_id")).order_by(Identity.id).limit(MAX_IDENTITIES)
)
_TAGS = (
    select(CustomerTag.customer_id, Tag.name)
    .join(Tag, Tag.id == CustomerTag.tag_id)
    .where(one_of_given(CustomerTag.customer_id))
    .order_by(Tag.name)
)
# The newest comes last, so that it is the one that stays.
_PHOTOS = (
    select(Identity.customer_id, TelegramPhoto.blob)
    .join(Identity, Identity.id == TelegramPhoto.identity_id)
    .where(one_of_given(Identity.customer_id), TelegramPhoto.blob.is_not(None))
    .order_by(TelegramPhoto.changed_at)
)
_TICKETS = (
    select(Ticket.id, Ticket.number, Ticket.subject, Ticket.category, Ticket.created_at, Channel.kind)
    .join(Channel, Channel.id == Ticket.channel_id)
    .where(Ticket.customer_id == bindparam("customer_id"))
    .order_by(Ticket.id.desc())
    .limit(MAX_TICKETS)
)


def known_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Customer: the actor may see at least one of their tickets, or they were added without."""
    return true() if actor.sees_everything else _met(visible_to(actor))


def changed_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Customer: the actor works with at least one of their tickets, or they were added without."""
    return true() if actor.sees_everything else _met(works_with(actor))


def _met(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Ask it of each customer on the way: for EXISTS, PostgreSQL would first gather the customers of all tickets."""
    theirs = select(Ticket.id).where(Ticket.customer_id == Customer.id).limit(1)
    seen, written = theirs.where(condition).scalar_subquery(), theirs.scalar_subquery()
    return or_(seen.is_not(None), and_(Customer.origin.is_not(None), written.is_(None)))


def find(session: Session, actor: Actor, customer_id: int) -> Customer:
    """Return a customer the actor may see; else NotFound."""
    found = session.scalar(select(Customer).where(Customer.id == customer_id, known_to(actor)))
    if found is None:
        raise NotFound
    return found


def panel(session: Session, actor: Actor, customer_id: int) -> Json:
    """Return a customer with their addresses and those of their tickets the actor may see, newest first; else NotFound."""
    for found in panels(session, actor, [customer_id]).values():
        return found
    raise NotFound


def panels(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Json]:
    """Return the panels of those of a few customers whom the actor may see, by id."""
    known = _CUSTOMERS if actor.sees_everything else _CUSTOMERS.where(known_to(actor))
    found = session.execute(known, {"ids": list(ids)}).all()
    shown = [customer.id for customer, _ in found]
    tags, photos = _tags(session, shown), _photos(session, shown)
    theirs = _TICKETS if actor.sees_everything else _TICKETS.where(visible_to(actor))
    return {
        customer.id: {
            "id": customer.id,
            "name": customer.name,
            "language": customer.language,
            "time_zone": customer.time_zone,
            "merged_into_id": customer.merged_into_id,
            "created_at": iso(customer.created_at),
            "organisation": _organisation(organisation),
            "identities": _identities(session, customer.id),
            "fields": customer.fields,
            "tags": tags.get(customer.id, []),
            "tickets": _tickets(session, theirs, customer.id),
            "stubs": stubs(session, actor, customer.id),
            "blocked": customer.blocked_at is not None,
            "unsubscribed_at": iso(customer.unsubscribed_at),
            # Another photo has another address, so that no screen shows the old one from its cache.
            "photo_url": f"/api/customers/{customer.id}/photo?v={photos[customer.id]}"
            if customer.id in photos
            else None,
        }
        for customer, organisation in found
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


def _photos(session: Session, ids: Collection[int]) -> dict[int, str]:
    found = session.execute(_PHOTOS, {"ids": ids})
    return {customer_id: blob[:12] for customer_id, blob in found if blob is not None}


def _organisation(organisation: Organisation | None) -> Json | None:
    return None if organisation is None else {"id": organisation.id, "name": organisation.name}


def _identities(session: Session, customer_id: int) -> list[Json]:
    found = session.scalars(_IDENTITIES, {"customer_id": customer_id})
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


def _tags(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = {}
    for customer_id, name in session.execute(_TAGS, {"ids": ids}):
        tags.setdefault(customer_id, []).append(name)
    return tags


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


def _tickets(session: Session, theirs: Select[*tuple[Any, ...]], customer_id: int) -> list[Json]:
    return [
        {
            "id": id,
            "number": number,
            "subject": subject,
            "category": category.value,
            "channel_kind": kind.value,
            "created_at": iso(created_at),
        }
        for id, number, subject, category, created_at, kind in session.execute(theirs, {"customer_id": customer_id})
    ]
