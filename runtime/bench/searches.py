"""What people type into the search box, taken from what the desk knows."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.models import Agent, Attachment, Customer, Identity, IdentityKind, Message, Ticket
from helpdesk.queries.search.words import fold, words_of
from runtime.bench.questions import Question

COMMON: Final = ("the", "and", "you", "спасибо", "здравствуйте", "дякую", "будь", "on", "за")
FORMS: Final = ("посылками", "возвратов", "заказом", "замовлень", "посилці", "оплаченный", "refunded", "deliveries")
NOTHING: Final = ("zqxjkv", "ыъщьцф", "ґґґ їїї", "qqqxw zzzxw")
SAMPLE: Final = 2_000
LONG: Final = 5  # letters of a word that says something


class Searcher:
    """Chooses what to look for, the same for the same seed and desk; hardly anything twice."""

    def __init__(self, session: Session, seed: int = 1) -> None:
        self._session = session
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._last = session.scalar(select(func.max(Message.id))) or 1

    def questions(self, count: int) -> list[Question]:
        """Return `count` searches of each kind."""
        return [
            Question(f"search {kind}", f"/api/search?q={quote(write())}{rest}")
            for kind, (write, rest) in self._kinds().items()
            for _ in range(count)
        ]

    def _kinds(self) -> dict[str, tuple[Callable[[], str], str]]:
        said = list(self._said())
        one, people = self._one_of(sorted(set(said))), self._one_of(self._values(Customer.name, Customer.id))
        mail, phone = (self._one_of(self._addresses(kind)) for kind in (IdentityKind.EMAIL, IdentityKind.PHONE))
        first = self._one_of([name.split()[0] for name in self._values(Customer.name, Customer.id)])
        agent = self._one_of([name.split()[0] for name in self._values(Agent.name, Agent.id)])
        file = self._one_of(self._values(Attachment.filename, Attachment.id))
        common = self._one_of(COMMON)
        number = self._one_of([str(id) for id in self._session.scalars(select(Ticket.number).limit(SAMPLE))])
        return {
            "a word": (one, ""),
            "a word, best first": (one, "&order=best"),
            "two words": (lambda: f"{one()} {one()}", ""),
            "two words, best first": (lambda: f"{one()} {one()}", "&order=best"),
            "three words": (lambda: f"{one()} {one()} {common()}", ""),
            "beginning of a word": (lambda: one()[:3], ""),
            "one letter": (lambda: one()[0], ""),
            "a common word": (common, ""),
            "a common word, best first": (common, "&order=best"),
            "another form of a word": (self._one_of(FORMS), ""),
            "a name": (people, ""),
            "a name, best first": (people, "&order=best"),
            "a first name": (first, ""),
            "a name and a word": (lambda: f"{people()} {one()}", ""),
            "a name and a word, best first": (lambda: f"{first()} {one()}", "&order=best"),
            "an address": (mail, ""),
            "part of an address": (lambda: mail().partition("@")[0], ""),
            "a telephone number": (lambda: _oddly(phone()), ""),
            "a ticket's number": (number, ""),
            "an order's number": (self._one_of(self._orders()), ""),
            "a file's name": (file, ""),
            "part of a file's name": (lambda: file()[:4], ""),
            "a filter": (lambda: f"status:open tag:vip -assignee:{agent()}", ""),
            "a filter of what is over": (lambda: "status:closed has:file tag:refund", ""),
            "a filter and a word": (lambda: f"status:open {one()}", ""),
            "a filter and a word, best first": (lambda: f"channel:email {one()}", "&order=best"),
            "from somebody": (lambda: f"from:{first()}", ""),
            "nothing there": (self._one_of(NOTHING), ""),
        }

    def _one_of(self, values: Sequence[str]) -> Callable[[], str]:
        known = [value for value in values if value] or ["nothing"]
        return lambda: self._chance.choice(known)

    def _said(self) -> Iterator[str]:
        ids = [1 + int(self._chance.random() * self._last) for _ in range(SAMPLE // 4)]
        for text in self._session.scalars(select(Message.text).where(Message.id.in_(ids)).order_by(Message.id)):
            yield from (fold(one.group()) for one in words_of(text) if len(one.group()) >= LONG)

    def _values(self, column: Any, id: Any) -> list[str]:  # mapped columns
        return [text for text in self._session.scalars(select(column).order_by(id.desc()).limit(SAMPLE)) if text]

    def _addresses(self, kind: IdentityKind) -> list[str]:
        wanted = select(Identity.address).where(Identity.kind == kind).order_by(Identity.id.desc()).limit(SAMPLE)
        return list(self._session.scalars(wanted))

    def _orders(self) -> list[str]:
        said = self._values(Ticket.subject, Ticket.id)
        return [word for text in said for word in text.split() if "-" in word and word[-1].isdigit()]


def _oddly(phone: str) -> str:
    """Write +380501234567 as 8 (050) 123 45-67 would be, so that only its digits agree."""
    digits = phone.lstrip("+")
    return f"+{digits[:3]} ({digits[3:5]}) {digits[5:8]} {digits[8:10]}-{digits[10:]}"
