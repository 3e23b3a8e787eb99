"""What consoles ask of a desk: lists, counts, tickets, timelines, histories, searches, over all of its data."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.models import ACTIVE, Customer, Identity, IdentityKind, Message, Team, Ticket

VIEWS: Final = (
    "mine",
    "unassigned",
    "waiting",
    "all",
    "mentioned",
    "followed",
    "snoozed",
    "breaching",
    "resolved",
    "spam",
)
SORTS: Final = ("urgency", "waiting", "activity", "created", "priority")
WORDS: Final = ("invoice", "refund", "parcel", "возврат", "посылка", "кабинет", "замовлення", "пароль", "будь ласка")
PAIRS: Final = ("refund kettle", "error basket", "верните деньги", "курьер посылка", "пароль кабінет", "thank you help")
PREFIXES: Final = ("deliv", "acc", "при", "спас", "допом", "прив")


@dataclass(frozen=True, slots=True)
class Question:
    """One request; kind: what its figures are counted under."""

    kind: str
    path: str


class Asker:
    """Chooses what to ask, the same for the same seed and desk."""

    def __init__(self, session: Session, seed: int = 1) -> None:
        self._session = session
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._last = session.scalar(select(func.max(Ticket.id))) or 1
        self._teams = session.scalars(select(Team.id)).all()

    def lists(self, count: int) -> list[Question]:
        """Return about `count` requests of each kind that is no search."""
        asked = [*self._views(count), *(Question("count", "/api/counts") for _ in range(count))]
        tickets = self._tickets(count)
        asked += [Question("ticket", f"/api/tickets/{id}") for id in tickets]
        asked += [Question("rows", f"/api/ticket-rows?ids={self._window()}") for _ in range(count)]
        asked += list(self._older_pages(count))
        for id in self._customers(count):
            asked += [Question("customer", f"/api/customers/{id}"), Question("history", f"/api/customers/{id}/history")]
        self._chance.shuffle(asked)
        return asked

    def searches(self, count: int) -> list[Question]:
        """Return about `count` searches of each kind."""
        kinds: dict[str, Sequence[str]] = {
            "one word": WORDS,
            "two words": PAIRS,
            "beginning of a word": PREFIXES,
            "name": self._column(Customer.name, Customer.id),
            "address": self._addresses(IdentityKind.EMAIL),
            "telephone": self._addresses(IdentityKind.PHONE),
            "ticket number": [str(id) for id in self._tickets(30)],
            "order number": self._orders(),
            "nothing there": ("zqxjkv", "ыъщьцф", "ґґґ їїї"),
        }
        asked = [
            Question(kind, f"/api/search?q={quote(words[n % len(words)])}")
            for kind, words in kinds.items()
            if words
            for n in range(count)
        ]
        self._chance.shuffle(asked)
        return asked

    def _views(self, count: int) -> Iterator[Question]:
        names = [*VIEWS, *(f"team:{id}" for id in self._teams)]
        pairs = [(name, sort) for name in names for sort in SORTS]
        for n in range(max(count, len(pairs))):
            name, sort = pairs[n % len(pairs)]
            yield Question("list" if name not in ("resolved",) else "list of all that is over", _list(name, sort))

    def _tickets(self, count: int) -> list[int]:
        """Return tickets, half of them such as are worked on, the longest ones among them."""
        longest = select(Ticket.id).order_by(Ticket.message_count.desc()).limit(5)
        active = (
            select(Ticket.id).where(Ticket.category.in_(ACTIVE)).order_by(Ticket.last_message_at.desc()).limit(count)
        )
        known = [*self._session.scalars(longest), *self._session.scalars(active)]
        anywhere = [1 + int(self._chance.random() * self._last) for _ in range(count)]
        return [self._chance.choice(known if n % 2 else anywhere) for n in range(count)]

    def _window(self) -> str:
        first = max(1, int(self._chance.random() * self._last) - 100)
        return ",".join(str(id) for id in range(first, first + 100))

    def _older_pages(self, count: int) -> Iterator[Question]:
        long_ones = self._session.scalars(select(Ticket.id).order_by(Ticket.message_count.desc()).limit(20)).all()
        for n in range(count):
            id = long_ones[n % len(long_ones)]
            ids = self._session.scalars(select(Message.id).where(Message.ticket_id == id).order_by(Message.id)).all()
            before = self._chance.choice(ids[len(ids) // 3 :])
            yield Question("timeline", f"/api/tickets/{id}/messages?before={before}")

    def _customers(self, count: int) -> list[int]:
        """Return customers, every fifth the one with the longest history."""
        found = self._session.scalars(select(Ticket.customer_id).where(Ticket.id.in_(self._tickets(count)))).all()
        most = select(Ticket.customer_id).group_by(Ticket.customer_id).order_by(func.count().desc()).limit(1)
        busiest = self._session.scalar(most) or 1
        return [busiest if n % 5 == 0 else self._chance.choice(found) for n in range(count)]

    def _column(self, column: Any, id: Any) -> list[str]:  # mapped columns
        return [text for text in self._session.scalars(select(column).order_by(id.desc()).limit(300)) if text][::10]

    def _addresses(self, kind: IdentityKind) -> list[str]:
        wanted = select(Identity.address).where(Identity.kind == kind).order_by(Identity.id.desc()).limit(30)
        return list(self._session.scalars(wanted))

    def _orders(self) -> list[str]:
        said = self._session.scalars(select(Ticket.subject).order_by(Ticket.id.desc()).limit(500))
        return [word for text in said for word in text.split() if "-" in word and word[-1].isdigit()][:30]


def _list(name: str, sort: str) -> str:
    return f"/api/tickets?view={name}&sort={sort}"
