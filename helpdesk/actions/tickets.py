"""Making tickets and linking them."""

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import sla
from helpdesk.actions.statuses import default_status
from helpdesk.models import Category, LinkKind, Ticket, TicketLink, TicketNumber, TicketType
from helpdesk.models.channels import Channel
from helpdesk.permissions import CUSTOMER, Actor

DEFAULT_TYPE = "question"

_NUMBERS_SQLITE = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
    " INSERT INTO ticket_number (id) SELECT NULL FROM n RETURNING id"
)
_NUMBERS = text(
    "INSERT INTO ticket_number (id) SELECT nextval(pg_get_serial_sequence('ticket_number', 'id'))"
    " FROM generate_series(1, :count) RETURNING id"
)


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
        type_id=channel.default_type_id or default_type_id(session),
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


def next_numbers(session: Session, count: int) -> list[int]:
    """Return public ticket numbers nobody else gets, rising, in one statement."""
    if not count:
        return []
    statement = _NUMBERS_SQLITE if session.get_bind().dialect.name == "sqlite" else _NUMBERS
    return sorted(session.connection().execute(statement, {"count": count}).scalars())


def follow(session: Session, ticket: Ticket, earlier: Ticket) -> None:
    """Link a ticket to the one it carries on."""
    link = TicketLink(ticket_id=ticket.id, other_id=earlier.id, kind=LinkKind.FOLLOWS, created_at=clock.now())
    session.add(link)


def default_type_id(session: Session) -> int:
    """Return the type of tickets whose channel names none."""
    return session.scalars(select(TicketType.id).where(TicketType.key == DEFAULT_TYPE)).one()
