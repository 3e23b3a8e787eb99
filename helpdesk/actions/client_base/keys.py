"""Keeping the keys by which duplicates are found, and letting people join the organisation of their domain."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from helpdesk import bulk, db
from helpdesk.actions.client_base.organisations import organisation_of
from helpdesk.customers.keys import domain_of, keys_of
from helpdesk.models import Customer, CustomerKey, Identity, IdentityKind, Visitor
from helpdesk.models.customers import UNKEYED

BATCH: Final = 200
MAX_TURNS: Final = 10
BROWSER: Final = "browser"


def tick() -> int:
    """Make the keys of those who changed anew; returns how many customers that were."""
    done = 0
    for _ in range(MAX_TURNS):
        with db.transaction() as session:
            found = make_keys(session)
        done += found
        if found < BATCH:
            break
    return done


def make_keys(session: Session, *, limit: int = BATCH) -> int:
    """Make the keys of up to `limit` customers who changed since theirs were made."""
    customers = session.scalars(
        select(Customer).where(UNKEYED).order_by(Customer.id).limit(limit).with_for_update(skip_locked=True)
    ).all()
    if not customers:
        return 0
    ids = [customer.id for customer in customers]
    known: dict[int, list[Identity]] = {}
    for identity in session.scalars(select(Identity).where(Identity.customer_id.in_(ids))):
        known.setdefault(identity.customer_id, []).append(identity)
    session.execute(delete(CustomerKey).where(CustomerKey.customer_id.in_(ids)))
    browsers = _browsers(session, known)
    rows: list[dict[str, Any]] = []  # columns of CustomerKey
    for customer in customers:
        identities = known.get(customer.id, [])
        _join(session, customer, identities)
        rows += [
            {"customer_id": customer.id, "kind": kind, "value": value}
            for kind, value in _keys(customer, identities, browsers)
        ]
    session.flush()
    keyed = update(Customer).where(Customer.id.in_(ids)).values(keyed_version=Customer.version)
    session.execute(keyed.execution_options(synchronize_session=False))
    bulk.write(session, CustomerKey, rows)
    return len(customers)


def _browsers(session: Session, known: Mapping[int, list[Identity]]) -> dict[int, set[str]]:
    """Return by identity the browsers that wrote unnamed before their site said who it is."""
    ids = [
        one.id for each in known.values() for one in each if one.kind in (IdentityKind.VISITOR, IdentityKind.EXTERNAL)
    ]
    found: dict[int, set[str]] = {}
    theirs = or_(Visitor.identity_id.in_(ids), Visitor.earlier_identity_id.in_(ids))
    for visitor in session.scalars(select(Visitor).where(Visitor.earlier_identity_id.is_not(None), theirs)):
        for identity_id in (visitor.identity_id, visitor.earlier_identity_id):
            found.setdefault(identity_id or 0, set()).add(str(visitor.id))
    return found


def _keys(customer: Customer, identities: list[Identity], browsers: Mapping[int, set[str]]) -> set[tuple[str, str]]:
    if customer.merged_into_id is not None or customer.erased_at is not None:
        return set()
    same = {(BROWSER, name) for one in identities for name in browsers.get(one.id, ())}
    return same | keys_of(
        customer.name,
        organisation_id=customer.organisation_id,
        emails=[one.address for one in identities if one.kind is IdentityKind.EMAIL],
        phones=[one.address for one in identities if one.kind is IdentityKind.PHONE],
    )


def _join(session: Session, customer: Customer, identities: list[Identity]) -> None:
    """Only a verified address says where somebody works: From alone can be written by anybody."""
    if customer.organisation_id is not None or customer.erased_at is not None:
        return
    verified = [
        domain_of(one.address) for one in identities if one.kind is IdentityKind.EMAIL and one.verified_at is not None
    ]
    if domains := [domain for domain in verified if domain]:
        customer.organisation_id = organisation_of(session, domains)
