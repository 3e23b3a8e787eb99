"""What tests of the visitor's side look up on the desk's."""

from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import reply
from helpdesk.actions.reply import Writing
from helpdesk.models import Ticket
from helpdesk.tokens import new_name
from tests.cast import Desk
from tests.stories import gateway_delivers


def ticket_id_of(number: int) -> int:
    """Return the id of the ticket with this public number."""
    with db.reading() as session:
        return session.scalars(select(Ticket.id).where(Ticket.number == number)).one()


def ticket(number: int) -> Ticket:
    """Return the ticket with this public number as it is now."""
    with db.reading() as session:
        return session.scalars(select(Ticket).where(Ticket.number == number)).one()


def anna_answers(desk: Desk, number: int, text: str = "We look for it") -> None:
    """Have anna answer on this ticket, and the answer arrive."""
    with db.transaction() as session:
        reply.send_reply(session, ticket_id_of(number), Writing(text, new_name()), by=desk.cast.anna)
    gateway_delivers(desk)
