"""Promises to a customer, whatever ticket they are about: made, changed, kept, and told of once when they are overdue."""

from functools import partial
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.client_base.door import open_customer, tell
from helpdesk.actions.notifications import notify
from helpdesk.actions.promises import Due, checked_text, due_moment
from helpdesk.crash import crash_point
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Agent, Customer, CustomerPromise
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to
from helpdesk.queries.rights import actor_of

MOST_OPEN: Final = 100  # of a customer
BATCH: Final = 100
OVERDUE: Final = "customer.promise_overdue"


def make(
    session: Session,
    customer_id: int,
    *,
    text: str,
    due: Due,
    by: Actor,
    owner_id: int | None = None,
    address: str = "",
) -> CustomerPromise:
    """Note what was promised to a customer; owner_id: who keeps it, None for oneself."""
    assert by.agent_id is not None
    customer = open_customer(session, customer_id, by=by)
    still = select(func.count()).where(CustomerPromise.customer_id == customer.id, CustomerPromise.done_at.is_(None))
    if (session.scalar(still) or 0) >= MOST_OPEN:
        raise Invalid(f"A customer has at most {MOST_OPEN} open promises.", text="too_many")
    owner = _owner(session, customer, owner_id or by.agent_id)
    promise = CustomerPromise(
        customer_id=customer.id,
        owner_id=owner.id,
        made_by_id=by.agent_id,
        text=checked_text(text),
        due_at=due_moment(session, owner, due),
        created_at=clock.now(),
    )
    session.add(promise)
    session.flush()
    tell(session, customer, "customer.promised", by=by, address=address, data={"promise_id": promise.id})
    return promise


def change(
    session: Session,
    promise_id: int,
    *,
    by: Actor,
    text: str | None = None,
    due: Due | None = None,
    owner_id: int | None = None,
    address: str = "",
) -> CustomerPromise:
    """Change what, by when or who; a new moment is told of anew."""
    promise, customer = _open(session, promise_id, by=by)
    if text is not None:
        promise.text = checked_text(text)
    if owner_id is not None:
        promise.owner_id = _owner(session, customer, owner_id).id
    if due is not None:
        promise.due_at = due_moment(session, session.get_one(Agent, promise.owner_id), due)
        promise.told_at = None
    tell(session, customer, "customer.promise_changed", by=by, address=address, data={"promise_id": promise.id})
    return promise


def finish(session: Session, promise_id: int, *, by: Actor, address: str = "") -> CustomerPromise:
    """Note that it was kept; again changes nothing."""
    promise, customer = _open(session, promise_id, by=by)
    if promise.done_at is None:
        promise.done_at = clock.now()
        tell(session, customer, "customer.promise_kept", by=by, address=address, data={"promise_id": promise.id})
    return promise


def drop(session: Session, promise_id: int, *, by: Actor, address: str = "") -> None:
    """Remove it: it is to be forgotten, not kept."""
    promise, customer = _open(session, promise_id, by=by)
    session.delete(promise)
    tell(session, customer, "customer.promise_dropped", by=by, address=address, data={"promise_id": promise_id})


def tell_due() -> int:
    """Tell owners of all whose time has come, each once and in a transaction of its own; return how many that were."""
    with db.reading() as session:
        due = session.scalars(
            select(CustomerPromise.id)
            .where(
                CustomerPromise.told_at.is_(None),
                CustomerPromise.done_at.is_(None),
                CustomerPromise.due_at <= clock.now(),
            )
            .order_by(CustomerPromise.due_at)
            .limit(BATCH)
        ).all()
    return sum(db.retrying(partial(_tell_one, promise_id=promise_id)) for promise_id in due)


def _tell_one(session: Session, *, promise_id: int) -> int:
    promise = session.get(CustomerPromise, promise_id, populate_existing=True, with_for_update=True)
    if promise is None or promise.told_at or promise.done_at or promise.due_at > clock.now():
        return 0
    promise.told_at = clock.now()
    owner = session.get_one(Agent, promise.owner_id)
    customer = session.get_one(Customer, promise.customer_id)
    if owner.is_active and _knows(session, owner, customer):
        data = {"customer_id": customer.id, "promise_id": promise.id}
        moment = f"customer-promise:{promise.id}:{promise.due_at:%Y%m%d%H%M%S}"
        notify(session, {owner.id}, kind=OVERDUE, ticket=None, data=data, occasion=moment)
    session.flush()
    crash_point("promise.before_commit")
    return 1


def _open(session: Session, promise_id: int, *, by: Actor) -> tuple[CustomerPromise, Customer]:
    found = session.get(CustomerPromise, promise_id)
    if found is None:
        raise NotFound
    customer = open_customer(session, found.customer_id, by=by)
    return session.get_one(CustomerPromise, promise_id, populate_existing=True), customer


def _owner(session: Session, customer: Customer, owner_id: int) -> Agent:
    owner = session.get(Agent, owner_id)
    if owner is None or not owner.is_active or not _knows(session, owner, customer):
        raise Invalid("There is no such active agent who knows this customer.", owner_id="unknown")
    return owner


def _knows(session: Session, agent: Agent, customer: Customer) -> bool:
    known = select(Customer.id).where(Customer.id == customer.id, known_to(actor_of(session, agent)))
    return session.scalar(known) is not None
