"""A desk with a past: some weeks of chats and mails that one agent answered, written straight into its tables."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import (
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


@dataclass(frozen=True, slots=True)
class Who:
    """Who answered, and whom."""

    agent_id: int
    customer_id: int

    @classmethod
    def of(cls, cast: Cast) -> "Who":
        assert cast.anna.agent_id is not None
        return cls(cast.anna.agent_id, cast.vera_id)


def write_past(session: Session, who: Who, *, until: datetime, days: int, a_day: int = 6) -> int:
    """Give the desk tickets on so many days before `until`, each answered by one agent after some minutes."""
    chance = random.Random(1)
    channel = session.scalars(select(Channel)).first()
    status = session.scalars(select(Status).where(Status.category == Category.RESOLVED)).first()
    type_id = session.scalars(select(TicketType.id)).first()
    assert channel is not None
    assert status is not None
    count = 0
    for day in range(days):
        begin = (until - timedelta(days=days - day)).replace(hour=9, minute=0, second=0, microsecond=0)
        _presence(session, who, begin - timedelta(minutes=5), online=True)
        for nth in range(a_day):
            at = begin + timedelta(minutes=nth * 55 + chance.randint(0, 20))
            count += 1
            ticket = Ticket(
                number=50_000 + count,
                customer_id=who.customer_id,
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
            _talk(session, who, ticket, at, channel.id)
        _presence(session, who, begin + timedelta(hours=8), online=False)
    session.flush()
    return count


def _talk(session: Session, who: Who, ticket: Ticket, at: datetime, channel_id: int) -> None:
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
                customer_id=who.customer_id,
                kind=kind,
                author_kind=author,
                author_agent_id=who.agent_id if kind is MessageKind.OUT else None,
                text="...",
                created_at=at + timedelta(minutes=minutes),
            )
        )


def _presence(session: Session, who: Who, at: datetime, *, online: bool) -> None:
    session.add(Event(kind="presence.changed", agent_id=who.agent_id, data={"online": online}, created_at=at))
