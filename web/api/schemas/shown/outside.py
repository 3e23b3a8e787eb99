"""Outside events, keys, organisations and duplicates as they are shown."""

from typing import Any, Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.customers import CustomerTicket, ProfileNoteView


class OutsideEventView(Shown):
    """Something that happened elsewhere; amount_minor in the currency's smallest unit."""

    id: int
    customer_id: int
    ticket_id: int | None
    source: str
    key: str
    kind: str
    title: str
    amount_minor: int | None
    currency: str
    url: str
    outcome: str
    duration_s: int | None
    happened_at: str


class OutsideEvents(Shown):
    """A page of outside events, the newest first."""

    events: list[OutsideEventView]
    has_more: bool


class KeyAgent(Shown):
    """With whose rights a key acts."""

    id: int
    name: str


class KeyView(Shown):
    """A key of another system; hint: its last characters."""

    id: int
    name: str
    hint: str
    scopes: list[str]
    per_minute: int
    agent: KeyAgent
    created_at: str
    last_used_at: str | None
    revoked_at: str | None


class MadeKey(KeyView):
    """A key that was just made, with what is shown this once."""

    token: str


class PersonAddress(Shown):
    """One address of somebody."""

    kind: Literal["email", "telegram", "phone", "visitor", "external"]
    address: str
    verified: bool


class Person(Shown):
    """A customer in a list."""

    id: int
    name: str
    language: str
    created_at: str
    organisation_id: int | None
    addresses: list[PersonAddress]


class DuplicatePair(Shown):
    """Two who may be one person; reasons: phone, email, name, name_email, browser."""

    one: Person
    other: Person
    reasons: list[str]


class OrganisationLine(Shown):
    """An organisation in a list."""

    id: int
    name: str
    domain: str | None
    members: int


class Organisations(Shown):
    """A page of organisations in order of name."""

    organisations: list[OrganisationLine]
    has_more: bool


class OrganisationTicket(CustomerTicket):
    """A ticket of one of its people."""

    customer_name: str


class OrganisationPage(Shown):
    """An organisation with those of its people and tickets the reader may see."""

    id: int
    name: str
    domains: list[str]
    fields: dict[str, Any]  # custom fields by key
    created_at: str
    notes: list[ProfileNoteView]
    members: list[Person]
    tickets: list[OrganisationTicket]
