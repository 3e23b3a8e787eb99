"""What tests of the visitor's side look up on the desk's."""

from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Ticket


def ticket_id_of(number: int) -> int:
    """Return the id of the ticket with this public number."""
    with db.reading() as session:
        return session.scalars(select(Ticket.id).where(Ticket.number == number)).one()
