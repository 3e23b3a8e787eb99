"""What consoles ask of a desk: lists, counts, tickets, timelines, histories, people, reports, over all of its data."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.models import ACTIVE, Customer, Message, Organisation, SavedView, Segment, Team, Ticket

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
    "trash",
)
SORTS: Final = ("urgency", "waiting", "activity", "created", "priority")
FIRST: Final = 100  # what a console asks for before it draws a list
NEXT: Final = 2_000  # and then, while idle
PEOPLE: Final[dict[str, list[dict[str, Any]]]] = {
    "by field": [{"field": "fields.plan", "op": "is", "value": "gold"}],
    "by language": [{"field": "language", "op": "is", "value": ["uk"]}],
    "by tag": [{"field": "tag", "op": "is", "value": ["vip"]}],
    "by channel": [{"field": "channel", "op": "is", "value": ["telegram"]}],
    "by rating": [{"field": "rating_average", "op": "at_most", "value": 2}],
    "by last ticket": [{"field": "last_ticket", "op": "not_within_days", "value": 200}],
    "by events": [{"field": "outside_sum", "op": "at_least", "value": 30_000, "kind": "order", "currency": "EUR"}],
}


@dataclass(frozen=True, slots=True)
class Question:
    """One request; kind: what its figures are counted under; body: JSON to post; an agent may not ask what needs rights."""

    kind: str
    path: str
    body: str = ""
    needs_rights: bool = False


class Asker:
    """Chooses what to ask, the same for the same seed and desk; hardly anything twice."""

    def __init__(self, session: Session, seed: int = 1) -> None:
        self._session = session
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._last = session.scalar(select(func.max(Ticket.id))) or 1
        self._teams = session.scalars(select(Team.id)).all()

    def lists(self, count: int) -> list[Question]:
        """Return `count` requests of each kind that is no search."""
        asked = [*self._views(count), *self._behind(count), *(Question("counts", "/api/counts") for _ in range(count))]
        asked += [Question("ticket", f"/api/tickets/{id}") for id in self.tickets(count)]
        asked += [Question("rows", f"/api/ticket-rows?ids={self._window()}") for _ in range(count)]
        asked += [
            Question("keys", f"/api/ticket-keys?view=unassigned&sort=urgency&ids={self._window()}")
            for _ in range(count)
        ]
        asked += [*self._older_pages(count), *self._one_customer(count), *self._people(count), *self._reports(count)]
        asked += [Question("promises", "/api/promises") for _ in range(count)]
        return asked

    def tickets(self, count: int) -> list[int]:
        """Return tickets, half of them such as are worked on, the longest ones among them."""
        longest = select(Ticket.id).order_by(Ticket.message_count.desc()).limit(5)
        active = (
            select(Ticket.id).where(Ticket.category.in_(ACTIVE)).order_by(Ticket.last_message_at.desc()).limit(count)
        )
        known = [*self._session.scalars(longest), *self._session.scalars(active)]
        anywhere = [1 + int(self._chance.random() * self._last) for _ in range(count)]
        return [self._chance.choice(known if n % 2 else anywhere) for n in range(count)]

    def _views(self, count: int) -> Iterator[Question]:
        teams = [f"team:{id}" for id in self._teams]
        for kind, names in {**{name: [name] for name in VIEWS}, "team": teams, **self._saved()}.items():
            for n in range(count):
                yield Question(f"list {kind}", _list(names[n // len(SORTS) % len(names)], SORTS[n % len(SORTS)]))

    def _saved(self) -> dict[str, list[str]]:
        found = self._session.execute(select(SavedView.id, SavedView.name).order_by(SavedView.id)).all()
        return {f"saved: {name}": [f"view:{id}"] for id, name in found}

    def _behind(self, count: int) -> Iterator[Question]:
        """Ask for the parts behind the first of the two longest lists."""
        for name, condition in (("all", Ticket.category.in_(ACTIVE)), ("resolved", Ticket.category.not_in(ACTIVE))):
            moments = self._session.scalars(
                select(Ticket.last_message_at).where(condition).order_by(Ticket.last_message_at.desc()).offset(FIRST)
            ).all()
            for _ in range(count if moments else 0):
                key = -int(self._chance.choice(moments).timestamp() * 1000)
                yield Question(f"part of {name}", f"{_list(name, 'activity', NEXT)}&after_key={key}&after_id=1")

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

    def _one_customer(self, count: int) -> Iterator[Question]:
        """Ask of customers, every fifth time of the one with the longest history."""
        found = self._session.scalars(select(Ticket.customer_id).where(Ticket.id.in_(self.tickets(count)))).all()
        most = select(Ticket.customer_id).group_by(Ticket.customer_id).order_by(func.count().desc()).limit(1)
        busiest = self._session.scalar(most) or 1
        for n in range(count):
            id = busiest if n % 5 == 0 else self._chance.choice(found)
            yield Question("customer", f"/api/customers/{id}")
            yield Question("customer's profile", f"/api/customers/{id}/profile")
            yield Question("customer's events", f"/api/customers/{id}/outside-events")
            yield Question("customer's duplicates", f"/api/customers/{id}/duplicates")
            yield Question("history", f"/api/customers/{id}/history")
            said = select(Message.id).where(Message.customer_id == id).order_by(Message.id.desc()).limit(200)
            older = self._chance.choice(self._session.scalars(said).all() or [1])
            yield Question("history, older", f"/api/customers/{id}/history?before={older}")
            yield Question("history, newer", f"/api/customers/{id}/history?after={older}")

    def _people(self, count: int) -> Iterator[Question]:
        last = self._session.scalar(select(func.max(Customer.id))) or 1
        named = select(Customer.name).where(Customer.name != "").order_by(Customer.id.desc()).limit(300)
        names = self._session.scalars(named).all()
        companies = self._session.execute(select(Organisation.id, Organisation.name).limit(300)).all()
        wanted: dict[str, dict[str, Any]] = {
            f"customers {kind}": {"filter": {"conditions": conditions}} for kind, conditions in PEOPLE.items()
        }
        for id, name in self._session.execute(select(Segment.id, Segment.name)):
            wanted[f"customers of segment {name}"] = {"segment_id": id}
        for n in range(count):
            after, name = 1 + int(self._chance.random() * last), names[n % len(names)]
            asked = {"customers": {}, "customers, later page": {"after": after}, "customers by name": {"sort": "name"}}
            asked["customers by name, later page"] = {"sort": "name", "after": after}
            for kind, more in (asked | {"customers with a word": {"q": name}} | wanted).items():
                yield Question(kind, "/api/customer-searches", json.dumps(more))
            company_id, company = companies[n % len(companies)]
            yield Question("organisations", f"/api/organisations?after={quote(company)}")
            yield Question("organisations with a word", f"/api/organisations?q={quote(company[:5])}")
            yield Question("organisation", f"/api/organisations/{company_id}")
            yield Question(
                "duplicates", f"/api/customer-duplicates?after={after}:0" if n else "/api/customer-duplicates"
            )

    def _reports(self, count: int) -> Iterator[Question]:
        for _ in range(count):
            yield Question("board", "/api/board", needs_rights=True)


def _list(name: str, sort: str, limit: int = FIRST) -> str:
    return f"/api/tickets?view={name}&sort={sort}&limit={limit}"
