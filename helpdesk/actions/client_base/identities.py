"""The addresses of a customer that agents add, vouch for and remove.

An address joins two people only by a merge that a person makes: one that somebody else has is refused.
"""

import re
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.client_base.door import open_customer, tell
from helpdesk.customers.phones import e164
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Customer, Erasure, Identity, IdentityKind, Message, TelegramPhoto, Thread, Visitor
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to

BY_AGENT: Final = "agent"  # how such an identity was verified
MAX_IDENTITIES: Final = 100
ADDABLE: Final = frozenset({IdentityKind.EMAIL, IdentityKind.PHONE, IdentityKind.EXTERNAL})
_EMAIL: Final = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]{1,253}\.[^@\s<>,;\".]{2,63}")
_EXTERNAL: Final = re.compile(r"[\w.-]{1,60}:[^\s]{1,250}")
RESERVED: Final = "site:"  # identities that a site has signed are made by nothing else


def add_identity(
    session: Session, customer_id: int, *, kind: IdentityKind, address: str, by: Actor, origin: str = ""
) -> Identity:
    """Add an address nobody has proved yet; the same again changes nothing.

    Conflict "identity_taken" when another customer has it, naming customer_id where `by` may see them.
    """
    customer = open_customer(session, customer_id, by=by)
    plain = plain_address(kind, address)
    known = session.scalar(select(Identity).where(Identity.kind == kind, Identity.address == plain))
    if known is not None:
        if known.customer_id == customer.id:
            return known
        raise _taken(session, known, by)
    found = Identity(customer_id=customer.id, kind=kind, address=plain, display=address[:320], created_at=clock.now())
    session.add(found)
    session.flush()
    tell(session, customer, "identity.added", by=by, address=origin, data={"identity": found.id, "kind": kind.value})
    return found


def change_identity(
    session: Session,
    customer_id: int,
    identity_id: int,
    *,
    by: Actor,
    is_main: bool | None = None,
    is_verified: bool | None = None,
    origin: str = "",
) -> Identity:
    """Make an address the main one of its kind, or vouch for it; proof by a channel or site is never taken away here."""
    customer, identity = _own(session, customer_id, identity_id, by=by)
    if is_main is not None:
        same = update(Identity).where(Identity.customer_id == customer.id, Identity.kind == identity.kind)
        session.execute(same.values(is_main=False))
        identity.is_main = is_main
    if is_verified is True and identity.verified_at is None:
        identity.verified_by, identity.verified_at = BY_AGENT, clock.now()
    elif is_verified is False and identity.verified_at is not None:
        if identity.verified_by != BY_AGENT:
            raise Conflict("This was proved by their channel or site.", code="proved")
        identity.verified_by = identity.verified_at = None
    data = {"identity": identity.id, "main": identity.is_main, "verified": identity.verified_by}
    tell(session, customer, "identity.changed", by=by, address=origin, data=data)
    return identity


def remove_identity(session: Session, customer_id: int, identity_id: int, *, by: Actor, origin: str = "") -> None:
    """Remove an address nobody wrote from; Conflict "identity_in_use" for one that messages came by."""
    customer, identity = _own(session, customer_id, identity_id, by=by)
    uses = (
        select(Thread.id).where(Thread.identity_id == identity.id),
        select(Message.id).where(Message.author_identity_id == identity.id),
        select(Visitor.id).where(Visitor.identity_id == identity.id),
        select(Erasure.id).where(Erasure.identity_id == identity.id),
        select(TelegramPhoto.identity_id).where(TelegramPhoto.identity_id == identity.id),
    )
    if any(session.scalar(use.limit(1)) is not None for use in uses):
        raise Conflict("Messages came by this address; it stays with them.", code="identity_in_use")
    tell(session, customer, "identity.removed", by=by, address=origin, data={"identity": identity.id})
    session.delete(identity)


def plain_address(kind: IdentityKind, address: str) -> str:
    """Return an address as it is kept; Invalid when it is none of its kind."""
    given = address.strip()
    if kind not in ADDABLE:
        raise Invalid("Only mail, phone and ids of other systems can be added.", kind="invalid")
    if kind is IdentityKind.EMAIL:
        if not _EMAIL.fullmatch(given):
            raise Invalid("This is no mail address.", address="email")
        return given.lower()
    if kind is IdentityKind.PHONE:
        number = e164(given)
        if number is None:
            raise Invalid("This is no telephone number; begin with + and the country.", address="phone")
        return number
    if not _EXTERNAL.fullmatch(given) or given.lower().startswith(RESERVED):
        raise Invalid("An id of another system looks like crm:4711.", address="external")
    return given


def _own(session: Session, customer_id: int, identity_id: int, *, by: Actor) -> tuple[Customer, Identity]:
    customer = open_customer(session, customer_id, by=by)
    identity = session.get(Identity, identity_id)
    if identity is None or identity.customer_id != customer.id:
        raise NotFound
    return customer, identity


def _taken(session: Session, known: Identity, by: Actor) -> Conflict:
    seen = session.scalar(select(Customer.id).where(Customer.id == known.customer_id, known_to(by)))
    told = {} if seen is None else {"customer_id": seen}
    return Conflict("Another customer has this address; merge the two.", code="identity_taken", **told)
