"""What agents change about a customer."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions import audit
from helpdesk.actions.access import touch
from helpdesk.actions.workspace.changes import one_line
from helpdesk.errors import NotFound
from helpdesk.models import Category, Customer, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to

NAME_CHARS: Final = 200
MAX_TOUCHED: Final = 200


def rename_customer(session: Session, customer_id: int, *, name: str, by: Actor, address: str = "") -> Customer:
    """Give a customer another name; their newest 200 tickets that are not closed show it at once."""
    customer = session.scalar(select(Customer).where(Customer.id == customer_id, known_to(by)).with_for_update())
    if customer is None:
        raise NotFound
    name = one_line(name, field="name", max_chars=NAME_CHARS)
    if name == customer.name:
        return customer
    customer.name, customer.version = name, customer.version + 1
    _tell(session, customer_id, by=by)
    audit.append(session, "customer.renamed", by=by, what=f"customer:{customer_id}", address=address)
    return customer


def _tell(session: Session, customer_id: int, *, by: Actor) -> None:
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
    if not shown:
        events.record(session, "customer.changed", by=by, customer_id=customer_id)
