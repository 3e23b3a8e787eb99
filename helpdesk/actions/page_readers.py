"""Who, beside the customer, would get the link to a ticket's page with a mail."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.circle import folded
from helpdesk.models import Identity, IdentityKind, Mail, Message, Ticket

PATH: Final = "/my-ticket/"


def others_given_a_link(session: Session, ticket: Ticket, message: Message) -> list[str]:
    """Return the addresses a mail with a link in it goes to that are not the ticket's customer's; [] for the rest."""
    mail = session.get(Mail, message.id) if PATH in message.text else None
    if mail is None:
        return []
    theirs = select(Identity.address).where(
        Identity.customer_id == ticket.customer_id, Identity.kind == IdentityKind.EMAIL
    )
    own = {folded(address) for address in session.scalars(theirs)}
    return [address for _, address in (*mail.to, *mail.cc, *mail.bcc) if folded(address) not in own]
