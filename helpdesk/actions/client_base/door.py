"""The way to a customer who is about to change, and telling that they did."""

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions import audit
from helpdesk.actions.access import touch
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import Category, Customer, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to

MAX_TOUCHED: Final = 200


def open_customer(session: Session, customer_id: int, *, by: Actor) -> Customer:
    """Return the customer locked until the transaction ends; NotFound when `by` may not see them.

    Conflict "merged", naming into_id, for one who was merged into another.
    """
    customer = session.scalar(
        select(Customer)
        .where(Customer.id == customer_id, known_to(by))
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
    """Mark a change of a customer, for screens and for the audit log; "name" among data["changed"] is told by ticket."""
    customer.version += 1
    session.flush()
    if not data or "name" not in data.get("changed", ()) or not _show_on_tickets(session, customer.id, by=by):
        events.record(session, "customer.changed", by=by, customer_id=customer.id)
    audit.append(session, verb, by=by, what=f"customer:{customer.id}", address=address, data=data)


def _show_on_tickets(session: Session, customer_id: int, *, by: Actor) -> bool:
    """Have the newest 200 tickets of a customer that are not closed show a changed name; False when there are none."""
    shown = session.scalars(
        select(Ticket)
        .where(Ticket.customer_id == customer_id, Ticket.category != Category.CLOSED)
        .order_by(Ticket.id.desc())
        .limit(MAX_TOUCHED)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for ticket in shown:
        touch(ticket)
        events.record(session, "customer.changed", by=by, ticket=ticket)
    return bool(shown)
