"""Reading who takes part in tickets."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk.actions.circle import Circle
from helpdesk.models import DeliveryState, Identity, IdentityKind, Mail, Message, MessageKind, Ticket

MAX_MERGES: Final = 10

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_CUSTOMERS = select(Identity.customer_id, Identity.address).where(
    Identity.kind == IdentityKind.EMAIL, Identity.customer_id.in_(_IDS)
)
_MERGED = select(Ticket.id, Ticket.merged_into_id, Ticket.customer_id).where(Ticket.merged_into_id.in_(_IDS))
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
    owners = _owners(session, tickets)
    addresses: dict[int, list[str]] = {}
    for customer_id, address in session.execute(_CUSTOMERS, {"ids": sorted(set().union(*owners.values()))}):
        addresses.setdefault(customer_id, []).append(address)
    circles = {
        ticket.id: Circle((address for one in sorted(owners[ticket.id]) for address in addresses.get(one, ())), own)
        for ticket in tickets
    }
    for row in session.execute(_MAILS, {"ids": sorted(circles)}):
        _count(circles[row.ticket_id], row)
    return circles


def _owners(session: Session, tickets: Collection[Ticket]) -> dict[int, set[int]]:
    """Return the customers of each ticket: its own, and those of tickets that a person has merged into it."""
    owners = {ticket.id: {ticket.customer_id} for ticket in tickets}
    into = {ticket.id: ticket.id for ticket in tickets}
    newest = set(into)
    for _ in range(MAX_MERGES):
        found = session.execute(_MERGED, {"ids": sorted(newest)}).all() if newest else []
        newest = set()
        for id, merged_into_id, customer_id in found:
            target = into[merged_into_id or 0]
            owners[target].add(customer_id)
            if id not in into:
                into[id] = target
                newest.add(id)
    return owners


def _count(circle: Circle, row: Any) -> None:  # a row of _MAILS
    if row.kind is MessageKind.IN:
        if row.sender is not None:
            circle.came(row.from_address, row.sender, row.reply_to, row.to, row.cc)
    elif row.delivery_state is not DeliveryState.WITHDRAWN:
        circle.desk_wrote(row.to, row.cc, row.bcc)
