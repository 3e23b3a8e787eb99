"""Tickets with a long talk, made of their own words."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from helpdesk.models import ACTIVE, Message, MessageKind, Ticket


def newest_open(session: Session, count: int) -> Sequence[int]:
    """Return the ids of so many open tickets."""
    return session.scalars(
        select(Ticket.id).where(Ticket.category.in_(ACTIVE)).order_by(Ticket.id.desc()).limit(count)
    ).all()


def stretch(session: Session, ticket_id: int, count: int) -> None:
    """Repeat what was said until there are `count` messages."""
    columns = [column for column in Message.__table__.columns if column.name not in ("id", "client_key")]
    said = session.execute(
        select(*columns).where(Message.ticket_id == ticket_id, Message.kind != MessageKind.NOTE).order_by(Message.id)
    ).mappings()
    rows = [dict(row) for row in said]
    begun = rows[-1]["created_at"]
    again = [
        rows[n % len(rows)]
        | {"created_at": begun + timedelta(seconds=n), "text": f"{n}. {rows[n % len(rows)]['text']}"}
        for n in range(count - len(rows))
    ]
    session.execute(insert(Message), again)
