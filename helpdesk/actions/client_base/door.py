"""The way to a customer who is about to change, and telling that they did."""

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions import audit
from helpdesk.actions.access import raise_version
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import Category, Customer, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.customers import changed_by

MAX_TOUCHED: Final = 200


def open_customer(session: Session, customer_id: int, *, by: Actor) -> Customer:
    """Return the customer locked until the transaction ends; NotFound when `by` works with none of their tickets.

    Conflict "merged", naming into_id, for one who was merged into another.
    """
    customer = session.scalar(
        select(Customer)
        .where(Customer.id == customer_id, changed_by(by))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if customer is None:
        raise NotFound
    if customer.merged_into_id is not None:
        raise Conflict("This customer was merged into another.", code="merged", into_id=customer.merged_into_id)
    return customer


def tell(
    session: Session,
    customer: Customer,
    verb: str,
    *,
    by: Actor,
    address: str = "",
    data: dict[str, Any] | None = None,  # JSON: ids and words of ours, never a person's text
) -> None:
    """Mark a change of a customer, for screens and for the audit log."""
    customer.version += 1
    announce(session, customer.id, by=by)
    audit.append(session, verb, by=by, what=f"customer:{customer.id}", address=address, data=data)


def announce(session: Session, customer_id: int, *, by: Actor) -> None:
    """Have screens show a customer anew: by the newest 200 of their tickets that are not closed."""
    session.flush()
    shown = session.scalars(
        select(Ticket)
        .where(Ticket.customer_id == customer_id, Ticket.category != Category.CLOSED)
        .order_by(Ticket.id.desc())
        .limit(MAX_TOUCHED)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for ticket in shown:
        raise_version(ticket)
        events.record(session, "customer.changed", by=by, ticket=ticket)
    if not shown:
        events.record(session, "customer.changed", by=by, customer_id=customer_id)
