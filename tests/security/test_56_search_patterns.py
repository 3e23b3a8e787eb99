"""Row 56: whatever is typed into the search field is only words, and 50,000 messages answer within a second."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import Customer, Identity, IdentityKind, Message, Thread, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.search import search
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

MESSAGES: Final = 50_000
TICKETS: Final = 5_000
MAX_S: Final = 1.0
WORDS: Final = (
    *[
        "the",
        "a",
        "of",
        "order",
        "parcel",
        "refund",
        "invoice",
        "address",
        "broken",
        "late",
        "please",
        "hello",
        "thanks",
        "account",
        "password",
        "delivery",
    ],
    *[
        "заказ",
        "посылка",
        "возврат",
        "счет",
        "адрес",
        "сломано",
        "поздно",
        "пожалуйста",
        "привет",
        "спасибо",
        "пароль",
        "доставка",
        "не",
        "и",
        "в",
    ],
    *[
        "замовлення",
        "посилка",
        "повернення",
        "рахунок",
        "адреса",
        "зламано",
        "пізно",
        "привіт",
        "дякую",
        "доставка",
        "не",
        "і",
        "у",
    ],
)
HOSTILE: Final = (
    '"',
    '""',
    '"unclosed',
    "*",
    "**",
    "a*",
    "the*",
    "* * * * *",
    "NEAR(the a)",
    "the NEAR a",
    "the AND",
    "AND OR NOT",
    "NOT the",
    "the OR",
    "(the",
    "the)",
    "((((((((((",
    "words:the",
    "rowid:1",
    "^the",
    "{words}:the",
    "+the -a",
    "the + a",
    "the & a | !order",
    "the:*",
    "'",
    "''; DROP TABLE message; --",
    "\\",
    "\\'",
    "%",
    "_",
    "%%%%%%%%%",
    "[a-z]*",
    "(a+)+$",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    ".*" * 200,
    "\x00the",
    "the\x00",
    "\ud800",
    "\u202ethe",
    "😀" * 500,
    "🇺🇦 the",
    "\u0301" * 300,
    "ﷺ" * 300,
    "ё" * 300,
    "a " * 5_000,
    "the " * 2_500,
    "x" * 10_000,
    "п" * 10_000,
    "т о е и н а",
    "t o a",
    "0",
    "1" * 5_000,
    "9" * 19,
    "+" + "1" * 400,
    "+1 (2) 3-4.5/6 7 8 9 0 " * 300,
    "#" * 300,
    "#99999999999999999999999999",
    "the a of order parcel refund invoice address",
    "не и в",
    "\t\n\r",
    "",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}%{7*7}",
)


@pytest.fixture
def full_desk(either_desk: Desk) -> Desk:
    """A desk with 50,000 messages of common words in three languages, half of them of another team."""
    first = visitor_writes(either_desk, "the first")
    fill(either_desk, like=first)
    return either_desk


@contextmanager
def words_told_later(session: Session) -> Iterator[None]:
    """Let PostgreSQL make its indexes of words anew in the end: telling them of each row takes longer."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    asked = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% USING gin %'"
    indexes = session.execute(text(asked)).all() if is_postgresql else []
    for name, _ in indexes:
        session.execute(text(f"DROP INDEX {name}"))
    yield
    for _, made_by in indexes:
        session.execute(text(made_by))


def fill(desk: Desk, *, like: Message) -> None:
    chance, at = random.Random(56), clock.now() - timedelta(days=30)
    model = ticket_of(like)
    teams = (desk.cast.support_id, desk.cast.billing_id)
    with db.transaction() as session, words_told_later(session):
        customers = _ids(
            session, Customer, [{"name": f"{chance.choice(WORDS)} {n}", "created_at": at} for n in range(TICKETS)]
        )
        session.execute(insert(Identity), [_phone(customer_id, chance, at) for customer_id in customers])
        tickets = _ids(
            session,
            Ticket,
            [
                {
                    "number": 10_000_000 + n,
                    "subject": _text(chance, 5),
                    "customer_id": customer_id,
                    "channel_id": model.channel_id,
                    "type_id": model.type_id,
                    "status_id": model.status_id,
                    "category": model.category,
                    "team_id": teams[n % 2],
                    "created_at": at,
                    "updated_at": at,
                    "last_message_at": at,
                }
                for n, customer_id in enumerate(customers)
            ],
        )
        threads = _ids(
            session,
            Thread,
            [{"ticket_id": id, "channel_id": model.channel_id, "peer": str(id), "created_at": at} for id in tickets],
        )
        session.execute(
            insert(Message),
            [
                {
                    "ticket_id": ticket_id,
                    "thread_id": threads[n],
                    "customer_id": customers[n],
                    "kind": "in",
                    "author_kind": "customer",
                    "text": _text(chance, 12),
                    "created_at": at,
                }
                for n, ticket_id in enumerate(tickets)
            ],
        )
        newest = session.scalar(select(func.max(Message.id)))
        copied = [column for column in Message.__table__.columns if column.name != "id"]
        for _ in range(MESSAGES // TICKETS):
            rows = select(*copied).where(Message.id <= newest).order_by(Message.id)
            session.execute(
                insert(Message).from_select([column.name for column in copied], rows, include_defaults=False)
            )


@pytest.mark.timeout(300)
def test_no_pattern_is_an_error_or_takes_more_than_a_second(full_desk: Desk) -> None:
    cast = full_desk.cast
    nobody = Actor(cast.charlie.kind, cast.charlie.agent_id, cast.charlie.role, frozenset())
    with db.reading() as session:
        assert len(search(session, cast.anna, "parcel refund")["messages"]) == 20

    times = {
        (actor.role, query[:40]): timed(actor, query) for query in HOSTILE for actor in (cast.anna, nobody, cast.dora)
    }

    assert {what: took_s for what, took_s in times.items() if took_s > MAX_S} == {}


def timed(actor: Actor, query: str) -> float:
    """Return the time a search takes, the better of two where the machine was busy with something else."""
    took_s = _timed(actor, query)
    return took_s if took_s < MAX_S else min(took_s, _timed(actor, query))


def _timed(actor: Actor, query: str) -> float:
    started = time.monotonic()
    with db.reading() as session:
        answer = search(session, actor, query)
    took_s = time.monotonic() - started
    assert all(len(found) <= 20 for found in answer.values())
    return took_s


def _ids(session: Any, table: type[Any], rows: list[dict[str, Any]]) -> list[int]:
    return list(session.scalars(insert(table).returning(table.id, sort_by_parameter_order=True), rows))


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))


def _phone(customer_id: int, chance: random.Random, at: Any) -> dict[str, Any]:
    address = f"+380{customer_id:09d}"
    return {"customer_id": customer_id, "kind": IdentityKind.PHONE, "address": address, "created_at": at}
