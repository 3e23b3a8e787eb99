"""Who may be the same person twice, and why. Only people decide; this only suggests."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from helpdesk.models import Customer, CustomerDistinct, CustomerKey, Identity
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to
from helpdesk.queries.rows import Json, iso

MAX_SHARED: Final = 20  # a key more customers than this share is a switchboard or a joke, and says nothing
MAX_PAIRS: Final = 200
NEAR: Final = 2_000  # ids of customers that are looked at first

_One, _Other = aliased(CustomerKey), aliased(CustomerKey)


def pairs(session: Session, actor: Actor, *, limit: int = 50, after: tuple[int, int] = (0, 0)) -> list[Json]:
    """Return pairs after a pair of ids, each with its reasons; both customers are known to the actor.

    Where many are alike the next 2,000 customers say enough; else everybody's keys are gone through.
    """
    limit = min(limit, MAX_PAIRS)
    near = session.execute(_near(after).limit(limit)).all()
    found = near if len(near) == limit else session.execute(_pairs(after).limit(limit)).all()
    return _shown(session, actor, [(row.one, row.other) for row in found])


def of_customer(session: Session, actor: Actor, customer_id: int) -> list[Json]:
    """Return who may be this customer as well."""
    found = session.execute(_of(customer_id).limit(MAX_PAIRS)).all()
    return _shown(session, actor, [(min(customer_id, row.other), max(customer_id, row.other)) for row in found])


def count_of(session: Session, actor: Actor, customer_id: int) -> int:
    """Return how many may be this customer as well."""
    return len(of_customer(session, actor, customer_id))


def _near(after: tuple[int, int]) -> Select[int, int]:
    """Read the customers in order, each key asked how many share it: most stop after the first hundred."""
    sharing = aliased(CustomerKey)
    some = select(sharing.customer_id).where(sharing.kind == _One.kind, sharing.value == _One.value)
    count = select(func.count()).select_from(some.limit(MAX_SHARED + 1).correlate(_One).subquery()).scalar_subquery()
    return _alike(after).where(_One.customer_id < after[0] + NEAR, count <= MAX_SHARED)


def _pairs(after: tuple[int, int]) -> Select[int, int]:
    crowded = (
        select(CustomerKey.kind, CustomerKey.value)
        .group_by(CustomerKey.kind, CustomerKey.value)
        .having(func.count().between(2, MAX_SHARED))
        .subquery()
    )
    return _alike(after).join(crowded, and_(_One.kind == crowded.c.kind, _One.value == crowded.c.value))


def _alike(after: tuple[int, int]) -> Select[int, int]:
    is_same = and_(_Other.kind == _One.kind, _Other.value == _One.value, _Other.customer_id > _One.customer_id)
    later = or_(_One.customer_id > after[0], _Other.customer_id > after[1])
    return (
        select(_One.customer_id.label("one"), _Other.customer_id.label("other"))
        .join(_Other, is_same)
        .where(_One.customer_id >= after[0], later, not_(_said_distinct(_One.customer_id, _Other.customer_id)))
        .distinct()
        .order_by("one", "other")
    )


def _of(customer_id: int) -> Select[int]:
    a, b = aliased(CustomerKey), aliased(CustomerKey)
    said = or_(
        _said_distinct(customer_id, b.customer_id),
        _said_distinct(b.customer_id, customer_id),
    )
    return (
        select(b.customer_id.label("other"))
        .select_from(a)
        .join(b, and_(b.kind == a.kind, b.value == a.value, b.customer_id != a.customer_id))
        .where(a.customer_id == customer_id, not_(said))
        .distinct()
        .order_by(b.customer_id)
    )


def _said_distinct(one: Any, other: Any) -> ColumnElement[bool]:  # columns or ids
    said = select(CustomerDistinct.one_id).where(CustomerDistinct.one_id == one, CustomerDistinct.other_id == other)
    return said.exists()


def _shown(session: Session, actor: Actor, found: Sequence[tuple[int, int]]) -> list[Json]:
    ids = {id for pair in found for id in pair}
    people = {person["id"]: person for person in people_of(session, actor, ids)}
    reasons = _reasons(session, ids)
    return [
        {
            "one": people[one],
            "other": people[other],
            "reasons": sorted({kind for kind, _ in reasons.get(one, set()) & reasons.get(other, set())}),
        }
        for one, other in found
        if one in people and other in people
    ]


def people_of(session: Session, actor: Actor, ids: set[int]) -> list[Json]:
    """Return the customers among these whom the actor knows, with their addresses."""
    rows = session.scalars(
        select(Customer).where(Customer.id.in_(ids), Customer.merged_into_id.is_(None), known_to(actor))
    ).all()
    addresses: dict[int, list[Any]] = {}  # rows of what is selected here
    for row in session.execute(
        select(Identity.customer_id, Identity.kind, Identity.address, Identity.display, Identity.verified_at)
        .where(Identity.customer_id.in_({row.id for row in rows}))
        .order_by(Identity.id)
    ):
        addresses.setdefault(row.customer_id, []).append(row)
    return [
        {
            "id": row.id,
            "name": row.name,
            "language": row.language,
            "created_at": iso(row.created_at),
            "organisation_id": row.organisation_id,
            "addresses": [
                {
                    "kind": one.kind.value,
                    "address": one.display or one.address if one.kind.value != "email" else one.address,
                    "verified": one.verified_at is not None,
                }
                for one in addresses.get(row.id, [])[:10]
            ],
        }
        for row in rows
    ]


def _reasons(session: Session, ids: set[int]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    for key in session.scalars(select(CustomerKey).where(CustomerKey.customer_id.in_(ids))):
        found.setdefault(key.customer_id, set()).add((key.kind, key.value))
    return found
