"""A desk with a past: some weeks of chats and mails that Anna answered, written straight into its tables."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import (
    Agent,
    AuthorKind,
    Category,
    Channel,
    Event,
    Message,
    MessageKind,
    Status,
    Thread,
    Ticket,
    TicketType,
)
from tests.cast import Cast


def write_past(session: Session, cast: Cast, *, until: datetime, days: int, a_day: int = 6) -> int:
    """Give the desk tickets on so many days before `until`, each answered by Anna after some minutes."""
    chance = random.Random(1)
    channel = session.scalars(select(Channel)).first()
    status = session.scalars(select(Status).where(Status.category == Category.RESOLVED)).first()
    type_id = session.scalars(select(TicketType.id)).first()
    assert channel is not None
    assert status is not None
    count = 0
    for day in range(days):
        begin = (until - timedelta(days=days - day)).replace(hour=9, minute=0, second=0, microsecond=0)
        _presence(session, cast, begin - timedelta(minutes=5), online=True)
        for nth in range(a_day):
            at = begin + timedelta(minutes=nth * 55 + chance.randint(0, 20))
            count += 1
            ticket = Ticket(
                number=50_000 + count,
                customer_id=cast.vera_id,
                channel_id=channel.id,
                language="en",
                type_id=type_id,
                status_id=status.id,
                category=Category.RESOLVED,
                created_at=at,
                updated_at=at,
                last_message_at=at,
                classified_at=at,
            )
            session.add(ticket)
            session.flush()
            _talk(session, cast, ticket, at, channel.id)
        _presence(session, cast, begin + timedelta(hours=8), online=False)
    session.flush()
    return count


def _talk(session: Session, cast: Cast, ticket: Ticket, at: datetime, channel_id: int) -> None:
    thread = Thread(ticket_id=ticket.id, channel_id=channel_id, peer=f"v{ticket.id}", created_at=at)
    session.add(thread)
    session.flush()
    for kind, author, minutes in (
        (MessageKind.IN, AuthorKind.CUSTOMER, 0),
        (MessageKind.OUT, AuthorKind.AGENT, 3),
    ):
        session.add(
            Message(
                ticket_id=ticket.id,
                thread_id=thread.id,
                customer_id=cast.vera_id,
                kind=kind,
                author_kind=author,
                author_agent_id=cast.anna.agent_id if kind is MessageKind.OUT else None,
                text="...",
                created_at=at + timedelta(minutes=minutes),
            )
        )


def _presence(session: Session, cast: Cast, at: datetime, *, online: bool) -> None:
    session.add(Event(kind="presence.changed", agent_id=cast.anna.agent_id, data={"online": online}, created_at=at))


def hire_more(session: Session, count: int) -> list[int]:
    """Add agents who have never been there."""
    rows = [
        Agent(email=f"more{n}@desk.example", name=f"More {n}", role="agent", created_at=datetime.now().astimezone())
        for n in range(count)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]
