"""Refusing to hear from a customer in the chat, and hearing them again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.client_base.door import tell
from helpdesk.errors import NotFound
from helpdesk.models import Customer
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to


def block(session: Session, customer_id: int, *, by: Actor, address: str = "") -> None:
    """Take no more chat messages from a customer; blocking them again changes nothing."""
    customer = _customer(session, customer_id, by)
    if customer.blocked_at is None:
        customer.blocked_at = clock.now()
        tell(session, customer, "customer.blocked", by=by, address=address)


def unblock(session: Session, customer_id: int, *, by: Actor, address: str = "") -> None:
    """Take a customer's chat messages again; harmless on who is not blocked."""
    customer = _customer(session, customer_id, by)
    if customer.blocked_at is not None:
        customer.blocked_at = None
        tell(session, customer, "customer.unblocked", by=by, address=address)


def _customer(session: Session, customer_id: int, by: Actor) -> Customer:
    customer = session.scalar(select(Customer).where(Customer.id == customer_id, known_to(by)).with_for_update())
    if customer is None:
        raise NotFound
    return customer
