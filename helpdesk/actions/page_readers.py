"""Who, beside the customer, would get the link to a ticket's page with an answer."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.circle import folded
from helpdesk.models import Identity, IdentityKind, Mail, Message, Thread, Ticket

PATH: Final = "/my-ticket/"


def others_given_a_link(session: Session, ticket: Ticket, message: Message) -> list[str]:
    """Return the addresses an answer with a link in it goes to that are not the ticket's customer's.

    The name of a group, where it goes to one on Telegram; [] where it goes to the customer alone.
    """
    if PATH not in message.text:
        return []
    group = session.scalars(select(Thread.details).where(Thread.id == message.thread_id)).one().get("group")
    if group:
        return [str(group)]
    mail = session.get(Mail, message.id)
    if mail is None:
        return []
    theirs = select(Identity.address).where(
        Identity.customer_id == ticket.customer_id, Identity.kind == IdentityKind.EMAIL
    )
    own = {folded(address) for address in session.scalars(theirs)}
    return [address for _, address in (*mail.to, *mail.cc, *mail.bcc) if folded(address) not in own]
