"""A past of solved tickets, written straight into the database: hundreds, of three kinds, as people left them."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import Customer, Message, Ticket, TicketType
from tests.cast import Desk
from tests.stories import visitor_writes

KINDS: Final = {
    "question": ("how", "opening", "hours", "where", "shop", "sunday"),
    "problem": ("broken", "screen", "error", "crashes", "frozen", "restart"),
    "request": ("copy", "invoice", "send", "receipt", "paper", "address"),
}
FILLING: Final = ("hello", "please", "thanks", "today", "again", "friend", "morning", "regards", "quickly", "waiting")


def text_of(kind: str, chance: random.Random) -> str:
    """Return a short letter of a kind."""
    words = [*chance.sample(KINDS[kind], 3), *chance.sample(FILLING, 4)]
    chance.shuffle(words)
    return " ".join(words)


def solve_many(desk: Desk, count: int, *, kinds: Sequence[str] = tuple(KINDS)) -> None:
    """Put solved tickets there; their channel takes everything for a question."""
    first = visitor_writes(desk, "the first of many")
    chance, now = random.Random(5), clock.now()
    with db.transaction() as session:
        types = type_ids(session)
        ticket = _row(session, Ticket, first.ticket_id)
        message, customer = _row(session, Message, first.id), _row(session, Customer, ticket["customer_id"])
        customers, tickets, messages = [], [], []
        for n in range(1, count + 1):
            kind, id = chance.choice(kinds), 10_000 + n
            at = now - timedelta(minutes=count - n)
            text = text_of(kind, chance)
            customers.append(customer | {"id": id})
            tickets.append(
                ticket
                | {
                    "id": id,
                    "number": id,
                    "customer_id": id,
                    "type_id": types[kind],
                    "subject": text,
                    "category": "resolved",
                }
                | {"first_responded_at": at, "waiting_since": None, "classified_at": at, "resolved_at": at}
            )
            messages.append(message | {"id": id, "ticket_id": id, "text": text, "client_key": None})
        for model, rows in ((Customer, customers), (Ticket, tickets), (Message, messages)):
            table = model.__table__
            assert isinstance(table, Table)
            session.execute(insert(table), rows)


def type_ids(session: Session) -> dict[str, int]:
    """Return the ids of the desk's types by key."""
    return {key: id for id, key in session.execute(select(TicketType.id, TicketType.key)) if key}


def _row(session: Session, model: Any, id: int) -> dict[str, Any]:  # a mapped class, and its columns
    return dict(session.execute(select(model.__table__).where(model.__table__.c.id == id)).mappings().one())
