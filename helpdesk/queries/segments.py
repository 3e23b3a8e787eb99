"""Segments: saved filters of customers, always as they are now."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpdesk.customers.filters import Filter, read_filter
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Customer, Segment
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.client_base.conditions import matching
from helpdesk.queries.customers import known_to
from helpdesk.queries.rows import Json


def segments(session: Session) -> list[Json]:
    """Return all segments in their order."""
    return [segment_view(one) for one in session.scalars(select(Segment).order_by(Segment.position, Segment.id))]


def segment_view(segment: Segment) -> Json:
    """Return a segment in the shape of the API. key: of one the desk came with, null once it is called otherwise."""
    return {"id": segment.id, "name": segment.name, "key": segment.key, "filter": segment.filter}


def members(session: Session, segment_id: int, *, actor: Actor = SYSTEM) -> Select[int]:
    """Return the ids of a segment's customers as a statement; counts are of the tickets the actor may see."""
    return select(Customer.id).where(
        Customer.merged_into_id.is_(None), known_to(actor), matching(session, actor, _filter(session, segment_id))
    )


def members_of(session: Session, segment_ids: Collection[int], *, actor: Actor = SYSTEM) -> list[Select[int]]:
    """Return the same of several; nobody is in one that was removed, or that asks for a field that is not there."""
    found = []
    for segment_id in segment_ids:
        try:
            found.append(members(session, segment_id, actor=actor))
        except (NotFound, Invalid):
            continue
    return found


def contains(session: Session, segment_id: int, customer_id: int) -> bool:
    """Say whether a customer belongs to a segment, by all that the desk knows."""
    return session.scalar(members(session, segment_id).where(Customer.id == customer_id)) is not None


def of_customers(
    session: Session, segment_ids: Collection[int], customer_ids: Collection[int]
) -> dict[int, dict[int, str]]:
    """Return for each of these customers in which of these segments they are now, with their names; one statement each."""
    found: dict[int, dict[int, str]] = {id: {} for id in customer_ids}
    if not segment_ids or not customer_ids:
        return found
    names = dict(session.execute(select(Segment.id, Segment.name).where(Segment.id.in_(segment_ids))).all())
    for segment_id, name in sorted(names.items()):
        for ids in members_of(session, [segment_id]):
            for customer_id in session.scalars(ids.where(Customer.id.in_(customer_ids))):
                found[customer_id][segment_id] = name
    return found


def of_customer(session: Session, segment_ids: Sequence[int], customer_id: int) -> frozenset[int]:
    """Return which of these segments a customer belongs to; a segment that is gone has nobody."""
    alive = session.scalars(select(Segment.id).where(Segment.id.in_(segment_ids)))
    return frozenset(id for id in alive if contains(session, id, customer_id))


def _filter(session: Session, segment_id: int) -> Filter:
    segment = session.get(Segment, segment_id)
    if segment is None:
        raise NotFound
    return read_filter(segment.filter)
