"""Making tickets and linking them."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import sla
from helpdesk.actions.statuses import default_status
from helpdesk.models import Category, LinkKind, Ticket, TicketLink, TicketNumber, TicketType
from helpdesk.models.channels import Channel
from helpdesk.permissions import CUSTOMER, Actor

DEFAULT_TYPE = "question"


def create_ticket(
    session: Session, *, channel: Channel, customer_id: int, subject: str, by: Actor = CUSTOMER
) -> Ticket:
    """Make a new ticket with its channel's default type, priority and team."""
    now = clock.now()
    status = default_status(session, Category.NEW)
    ticket = Ticket(
        number=next_number(session),
        subject=subject,
        customer_id=customer_id,
        channel_id=channel.id,
        type_id=channel.default_type_id or _default_type_id(session),
        priority=channel.default_priority,
        status_id=status.id,
        category=status.category,
        team_id=channel.team_id,
        created_at=now,
        updated_at=now,
        last_message_at=now,
    )
    session.add(ticket)
    session.flush()
    events.record(session, "ticket.created", by=by, ticket=ticket, data={"channel_id": channel.id})
    sla.refresh_later(ticket)
    return ticket


def next_number(session: Session) -> int:
    """Return a public ticket number nobody else gets."""
    return session.scalars(insert(TicketNumber).returning(TicketNumber.id)).one()


def follow(session: Session, ticket: Ticket, earlier: Ticket) -> None:
    """Link a ticket to the one it carries on."""
    link = TicketLink(ticket_id=ticket.id, other_id=earlier.id, kind=LinkKind.FOLLOWS, created_at=clock.now())
    session.add(link)


def _default_type_id(session: Session) -> int:
    return session.scalars(select(TicketType.id).where(TicketType.key == DEFAULT_TYPE)).one()
