"""Reading who takes part in tickets."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk.actions.circle import Circle
from helpdesk.models import DeliveryState, Identity, IdentityKind, Mail, Message, MessageKind, Ticket

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_CUSTOMERS = select(Identity.customer_id, Identity.address).where(
    Identity.kind == IdentityKind.EMAIL, Identity.customer_id.in_(_IDS)
)
_MAILS = (
    select(
        Message.ticket_id,
        Message.kind,
        Message.delivery_state,
        Mail.from_address,
        Mail.sender,
        Mail.reply_to,
        Mail.to,
        Mail.cc,
        Mail.bcc,
    )
    .join(Mail, Mail.message_id == Message.id)
    .where(Message.ticket_id.in_(_IDS))
    .order_by(Message.id)
)


def circles_of(session: Session, tickets: Collection[Ticket], *, own: frozenset[str]) -> dict[int, Circle]:
    """Return who takes part in each ticket, by its id. own: the desk's own addresses, see helpdesk.mailboxes."""
    customers: dict[int, list[str]] = {}
    for customer_id, address in session.execute(_CUSTOMERS, {"ids": sorted({one.customer_id for one in tickets})}):
        customers.setdefault(customer_id, []).append(address)
    circles = {ticket.id: Circle(customers.get(ticket.customer_id, ()), own) for ticket in tickets}
    for row in session.execute(_MAILS, {"ids": sorted(circles)}):
        _count(circles[row.ticket_id], row)
    return circles


def _count(circle: Circle, row: Any) -> None:  # a row of _MAILS
    if row.kind is MessageKind.IN:
        if row.sender is not None:
            circle.came(row.from_address, row.sender, row.reply_to, row.to, row.cc)
    elif row.delivery_state is not DeliveryState.WITHDRAWN:
        circle.desk_wrote(row.to, row.cc, row.bcc)
