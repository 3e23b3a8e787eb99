"""The invented customers: names in three scripts, companies, the addresses they write from."""

import random
from typing import Final

from helpdesk.models import ChannelKind
from runtime.seeding.phrases import PHRASES
from runtime.seeding.shapes import Desk, Order, Person, Way
from runtime.seeding.sink import Sink
from runtime.seeding.times import Times

LANGUAGES: Final = ("en", "en", "ru", "ru", "uk")
KINDS: Final = (ChannelKind.EMAIL,) * 5 + (ChannelKind.WEBCHAT,) * 3 + (ChannelKind.TELEGRAM,) * 2
COMPANIES: Final = (
    "Garden",
    "Harbour",
    "Lantern",
    "Meadow",
    "Northwind",
    "Orchard",
    "Pioneer",
    "Quarry",
    "Ridge",
    "Summit",
)
TRADES: Final = ("Trading", "Foods", "Textiles", "Media", "Tools", "Clinic", "School", "Hotels", "Books", "Logistics")
PER_TICKET: Final = 1 / 3
PER_COMPANY: Final = 14  # customers


class People:
    """Makes customers with all that belongs to them; ids go on from those that are there."""

    def __init__(self, desk: Desk, order: Order, sink: Sink, times: Times, first: dict[str, int]) -> None:
        self._desk, self._order, self._sink, self._times, self._first = desk, order, sink, times, first
        self._chance = random.Random(f"people {order.seed} {first['customer']}")  # noqa: S311 - repeatable, not secret
        self._since = times.text(order.until_ms - (order.days + 1) * 86_400_000)
        self._next_identity = first["identity"]
        self._next_visitor = first["visitor"]

    def make(self) -> list[Person]:
        """Put all customers into the sink and return them."""
        count = max(1, round(self._order.tickets * PER_TICKET))
        companies = count // PER_COMPANY
        for nth in range(companies):
            self._company(nth)
        return [self._person(nth, companies) for nth in range(count)]

    def _company(self, nth: int) -> None:
        id = self._first["organisation"] + nth
        name = f"{COMPANIES[nth % 10]} {TRADES[nth // 10 % 10]} {nth // 100 + 1}"
        self._sink.rows["organisation"].append((id, name, f"company{id}.seed.example", "{}", self._since))

    def _person(self, nth: int, companies: int) -> Person:
        chance, id = self._chance, self._first["customer"] + nth
        language = LANGUAGES[int(chance.random() * len(LANGUAGES))]
        kind = KINDS[int(chance.random() * len(KINDS))]
        phrases = PHRASES[language]
        name = f"{phrases.first_names[int(chance.random() * 16)]} {phrases.last_names[int(chance.random() * 16)]}"
        works = companies and chance.random() < 0.4
        company_id = self._first["organisation"] + int(chance.random() * companies) if works else None
        self._sink.rows["customer"].append((id, name, language, "", company_id, "{}", 1, self._since))
        if chance.random() < 0.1:
            self._sink.rows["customer_tag"].append((id, self._desk.tag_ids["vip"]))
        ways = [way for way in self._desk.channels if way.kind is kind]
        way = ways[int(chance.random() * len(ways))]
        identity_id, peer = self._identities(id, name, way, company_id)
        return Person(id, name, language, way, identity_id, peer, company_id)

    def _identities(self, id: int, name: str, way: Way, company_id: int | None) -> tuple[int, str]:
        """Return the identity they write from and what a thread calls them; some have another address or a telephone."""
        mail = f"customer{id}@company{company_id}.seed.example" if company_id else f"customer{id}@mail.seed.example"
        if way.kind is ChannelKind.EMAIL:
            found = self._identity(id, "email", mail, name, "mail"), mail
        elif way.kind is ChannelKind.TELEGRAM:
            chat = str(500_000_000 + id)
            found = self._identity(id, "telegram", chat, name, "telegram"), chat
        else:
            identity_id = self._visitor(id, way)
            found = identity_id, str(identity_id)
        if way.kind is not ChannelKind.EMAIL and self._chance.random() < 0.4:
            self._identity(id, "email", mail, name, None)
        if self._chance.random() < 0.3:
            self._identity(id, "phone", f"+380{500_000_000 + id}", "", None)
        return found

    def _identity(self, customer_id: int, kind: str, address: str, display: str, verified_by: str | None) -> int:
        id, self._next_identity = self._next_identity, self._next_identity + 1
        verified_at = self._since if verified_by else None
        self._sink.rows["identity"].append(
            (id, customer_id, kind, address, display, verified_by, verified_at, self._since)
        )
        return id

    def _visitor(self, customer_id: int, way: Way) -> int:
        token = f"{self._chance.getrandbits(256):064x}"
        identity_id = self._identity(customer_id, "visitor", f"visitor:{token[:32]}", "", "token")
        id, self._next_visitor = self._next_visitor, self._next_visitor + 1
        page = '{"url":"https://shop.seed.example/","title":"Shop","referrer":""}'
        row = (id, way.id, identity_id, token, "en", page, self._since, self._since)
        self._sink.rows["visitor"].append(row)
        return identity_id
