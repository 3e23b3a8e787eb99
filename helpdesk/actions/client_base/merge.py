"""Merging a customer into another, and taking that back exactly.

What is theirs moves: addresses, tickets with their messages, notes, dates, promises, outside events, tags. Every id that moved is
kept with the merge, so that taking it back moves the same again and leaves what came since where it came to.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import clock, events
from helpdesk.actions import audit
from helpdesk.actions.access import raise_version
from helpdesk.actions.client_base.door import announce, open_customer
from helpdesk.actions.tags import hold
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import (
    Customer,
    CustomerDate,
    CustomerDistinct,
    CustomerMerge,
    CustomerPromise,
    CustomerTag,
    Erasure,
    Identity,
    Message,
    OutsideEvent,
    ProfileNote,
    Ticket,
)
from helpdesk.permissions import Actor, works_with
from helpdesk.queries.customers import known_to
from helpdesk.queries.rows import iso

MAX_TICKETS: Final = 2_000
_MOVED: Final = {
    "identities": Identity,
    "notes": ProfileNote,
    "dates": CustomerDate,
    "promises": CustomerPromise,
    "outside_events": OutsideEvent,
    "erasures": Erasure,
}
_FILLED: Final = ("name", "language", "time_zone", "organisation_id")


def merge(session: Session, customer_id: int, *, into_id: int, by: Actor, address: str = "") -> Customer:
    """Merge a customer into another and return that one; the same again changes nothing.

    What the other one lacks is taken over; what both say stays as the other has it. Conflict "merged" when one of them
    already is; Forbidden when some of their tickets are hidden from `by`: nobody moves what they cannot see.
    """
    if customer_id == into_id:
        raise Invalid("A customer cannot be merged into themselves.", into_id="itself")
    known = session.get(Customer, customer_id)
    if known is not None and known.merged_into_id == into_id:
        return open_customer(session, into_id, by=by)
    both = {id: open_customer(session, id, by=by) for id in sorted((customer_id, into_id))}
    customer, into = both[customer_id], both[into_id]
    _require_whole_sight(session, customer_id, by=by)
    kept: dict[str, Any] = {"filled": _fill(into, customer), "tickets": _ids(session, Ticket, customer_id)}
    if len(kept["tickets"]) > MAX_TICKETS:
        raise Conflict(f"A customer of more than {MAX_TICKETS} tickets is not merged.", code="too_many_tickets")
    kept |= {name: _ids(session, model, customer_id) for name, model in _MOVED.items()}
    kept["tags"] = _take_tags(session, customer_id, into_id)
    _move(session, kept, from_id=customer_id, to_id=into_id)
    customer.merged_into_id = into.id
    customer.version += 1
    into.version += 1
    session.add(
        CustomerMerge(customer_id=customer.id, into_id=into.id, agent_id=by.agent_id, kept=kept, merged_at=clock.now())
    )
    _told(session, kept["tickets"], into, by=by)
    data = {"into": into.id, "tickets": len(kept["tickets"])}
    audit.append(session, "customer.merged", by=by, what=f"customer:{customer.id}", address=address, data=data)
    return into


def merge_all(session: Session, customer_ids: Sequence[int], *, into_id: int, by: Actor, address: str = "") -> Customer:
    """Merge several customers into one and return that one."""
    into = open_customer(session, into_id, by=by)
    for customer_id in dict.fromkeys(customer_ids):
        merge(session, customer_id, into_id=into_id, by=by, address=address)
        session.flush()
    return into


def unmerge(session: Session, customer_id: int, *, from_id: int, by: Actor, address: str = "") -> Customer:
    """Take a merge back: what moved moves back, what came since stays; harmless on who is not merged into from_id.

    Conflict "merged_on" when the other was merged on meanwhile: take that back first.
    """
    into = session.scalar(select(Customer).where(Customer.id == from_id, known_to(by)).with_for_update())
    if into is None:
        raise NotFound
    if into.merged_into_id is not None:
        raise Conflict("The other customer was merged on; take that back first.", code="merged_on")
    done = session.scalar(
        select(CustomerMerge).where(
            CustomerMerge.customer_id == customer_id,
            CustomerMerge.into_id == from_id,
            CustomerMerge.undone_at.is_(None),
        )
    )
    if done is None:
        return into
    _require_whole_sight(session, into.id, by=by)
    customer = session.get_one(Customer, customer_id, with_for_update=True)
    customer.merged_into_id, done.undone_at = None, clock.now()
    _move(session, done.kept, from_id=into.id, to_id=customer.id)
    _give_tags_back(session, done.kept["tags"], into.id)
    _empty(into, done.kept["filled"])
    customer.version += 1
    into.version += 1
    _told(session, done.kept["tickets"], customer, by=by)
    announce(session, into.id, by=by)
    audit.append(session, "customer.unmerged", by=by, what=f"customer:{customer.id}", address=address)
    return customer


def keep_apart(session: Session, one_id: int, other_id: int, *, by: Actor) -> None:
    """Remember that two customers are not one person: they are suggested no more. Saying it again changes nothing."""
    for id in (one_id, other_id):
        open_customer(session, id, by=by)
    pair = (min(one_id, other_id), max(one_id, other_id))
    if one_id != other_id and session.get(CustomerDistinct, pair) is None:
        said = CustomerDistinct(one_id=pair[0], other_id=pair[1], agent_id=by.agent_id, created_at=clock.now())
        session.add(said)


def _require_whole_sight(session: Session, customer_id: int, *, by: Actor) -> None:
    # Not the negation of works_with: where nobody is assigned that would be NULL, neither true nor false.
    theirs = select(func.count()).where(Ticket.customer_id == customer_id)
    if session.scalar(theirs) != session.scalar(theirs.where(works_with(by))):
        raise Forbidden("Another team has tickets of this customer; an admin can merge them.")


def _fill(into: Customer, customer: Customer) -> dict[str, Any]:
    """Take over what the other lacks; returns what was taken, to be given back."""
    filled: dict[str, Any] = {}
    for name in _FILLED:
        if not getattr(into, name) and getattr(customer, name):
            filled[name] = getattr(customer, name)
            setattr(into, name, filled[name])
    if into.unsubscribed_at is None and customer.unsubscribed_at is not None:
        into.unsubscribed_at, filled["unsubscribed_at"] = customer.unsubscribed_at, iso(customer.unsubscribed_at)
    own = {key: value for key, value in customer.fields.items() if key not in into.fields}
    into.fields = {**into.fields, **own}
    return filled | {"fields": own}


def _empty(into: Customer, filled: dict[str, Any]) -> None:
    """Give back what was taken over and nobody changed since."""
    for name in _FILLED:
        if name in filled and getattr(into, name) == filled[name]:
            setattr(into, name, None if name == "organisation_id" else "")
    if "unsubscribed_at" in filled and filled["unsubscribed_at"] == iso(into.unsubscribed_at):
        into.unsubscribed_at = None
    taken = filled.get("fields", {})
    into.fields = {key: value for key, value in into.fields.items() if key not in taken or taken[key] != value}


def _move(session: Session, kept: dict[str, Any], *, from_id: int, to_id: int) -> None:
    for name, model in _MOVED.items():
        _give(session, model, kept.get(name, []), from_id=from_id, to_id=to_id)
    for ticket in session.scalars(
        select(Ticket)
        .where(Ticket.id.in_(kept["tickets"]), Ticket.customer_id == from_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ):
        ticket.customer_id = to_id
        raise_version(ticket)
    session.flush()
    session.execute(
        update(Message)
        .where(Message.ticket_id.in_(kept["tickets"]), Message.customer_id == from_id)
        .values(customer_id=to_id)
        .execution_options(synchronize_session=False)
    )


def _give(session: Session, model: Any, ids: list[int], *, from_id: int, to_id: int) -> None:  # a mapped class
    session.execute(
        update(model)
        .where(model.id.in_(ids), model.customer_id == from_id)
        .values(customer_id=to_id)
        .execution_options(synchronize_session=False)
    )


def _ids(session: Session, model: Any, customer_id: int) -> list[int]:  # a mapped class
    owner: InstrumentedAttribute[int] = model.customer_id
    mine: ColumnElement[bool] = owner == customer_id
    return list(session.scalars(select(model.id).where(mine).order_by(model.id)))


def _take_tags(session: Session, customer_id: int, into_id: int) -> list[int]:
    theirs, own = (
        set(session.scalars(select(CustomerTag.tag_id).where(CustomerTag.customer_id == id)))
        for id in (customer_id, into_id)
    )
    added = sorted(hold(session, theirs - own))
    session.add_all(CustomerTag(customer_id=into_id, tag_id=tag_id) for tag_id in added)
    return added


def _give_tags_back(session: Session, tag_ids: list[int], into_id: int) -> None:
    session.execute(delete(CustomerTag).where(CustomerTag.customer_id == into_id, CustomerTag.tag_id.in_(tag_ids)))


def _told(session: Session, ticket_ids: list[int], customer: Customer, *, by: Actor) -> None:
    session.flush()
    for ticket in session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids), Ticket.customer_id == customer.id)):
        events.record(session, "customer.changed", by=by, ticket=ticket)
    announce(session, customer.id, by=by)
