"""Links by which a customer ends the letters nobody pressed send for (RFC 8058), and what they end.

A token names the customer and is sealed by a key of the desk: it lies nowhere, and it does not end, since a letter may
be read years later. Answers of people and acknowledgements come all the same.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from helpdesk import clock, mail_tokens, outside
from helpdesk.actions.client_base.door import tell
from helpdesk.errors import Expired
from helpdesk.models import Customer, Identity, IdentityKind, Mail, Message
from helpdesk.permissions import CUSTOMER

KINDS: Final = ("rating", "automation")  # of Mail.auto_kind
MAX_MERGES: Final = 50


def links(session: Session, mails: Collection[Mail]) -> dict[int, str]:
    """Return where the readers of these mails unsubscribe, by message; only of mails nobody asked for."""
    asked = {mail.message_id: mail.to[0][1].lower() for mail in mails if mail.auto_kind in KINDS and mail.to}
    if not asked:
        return {}
    owners = dict(session.execute(_owners(set(asked.values()))).all())
    customers = dict(session.execute(select(Message.id, Message.customer_id).where(Message.id.in_(asked))).all())
    return {id: link_of(owners.get(address, customers[id])) for id, address in asked.items()}


def link_of(customer_id: int) -> str:
    """Return the address of the page on which this customer unsubscribes."""
    return f"{outside.public_url()}/unsubscribe/{mail_tokens.customer_token(customer_id)}"


def has_unsubscribed(session: Session, customer_id: int, *, address: str = "") -> bool:
    """Say whether a customer, or whoever else reads this address, wants no such letters."""
    ids = {customer_id, *session.scalars(select(Identity.customer_id).where(_reads(address)))}
    wanted = select(Customer.id).where(Customer.id.in_(ids), Customer.unsubscribed_at.is_not(None))
    return session.scalar(wanted.limit(1)) is not None


def find(session: Session, token: str) -> Customer:
    """Return whose link this is, whomever they were merged into; Expired when it was never given."""
    customer_id, customer = mail_tokens.customer_of(token), None
    for _ in range(MAX_MERGES):
        customer = session.get(Customer, customer_id) if customer_id is not None else None
        customer_id = customer.merged_into_id if customer else None
        if customer_id is None:
            break
    if customer is None or customer.erased_at is not None:
        raise Expired
    return customer


def unsubscribe(session: Session, token: str) -> None:
    """Send the reader of a link no more letters by itself; said again it changes nothing."""
    customer = _locked(session, token)
    if customer.unsubscribed_at is None:
        customer.unsubscribed_at = clock.now()
        _told(session, customer)


def subscribe_again(session: Session, token: str) -> None:
    """Take it back."""
    customer = _locked(session, token)
    if customer.unsubscribed_at is not None:
        customer.unsubscribed_at = None
        _told(session, customer)


def _locked(session: Session, token: str) -> Customer:
    return session.get_one(Customer, find(session, token).id, with_for_update=True, populate_existing=True)


def _told(session: Session, customer: Customer) -> None:
    tell(session, customer, "customer.edited", by=CUSTOMER, data={"changed": ["unsubscribed"]})


def _owners(addresses: set[str]) -> Select[str, int]:
    return select(Identity.address, Identity.customer_id).where(
        Identity.kind == IdentityKind.EMAIL, Identity.address.in_(addresses)
    )


def _reads(address: str) -> ColumnElement[bool]:
    return and_(Identity.kind == IdentityKind.EMAIL, Identity.address == address.strip().lower())
