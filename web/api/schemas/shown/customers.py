"""Customers beside their tickets."""

from __future__ import annotations

from typing import Any, Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.promises import PromiseView


class OrganisationView(Shown):
    """The company a customer belongs to."""

    id: int
    name: str


class IdentityView(Shown):
    """One address of a customer; verified_by: how it was proved, null when only claimed.

    unreachable_at: since when nothing can be sent there, such as to who has blocked the bot.
    """

    id: int
    kind: Literal["email", "telegram", "phone", "visitor", "external"]
    address: str
    display: str
    verified: bool
    verified_by: str | None
    unreachable_at: str | None
    unreachable_reason: str | None
    is_main: bool


class TalkedAbout(Shown):
    """An open ticket; nulls for one that the reader may not see."""

    id: int | None
    number: int | None


class WayView(Shown):
    """A way to write to a customer first; channel_id: null for mail, which any mailbox sends.

    hindrance: why it does not reach them; reason: the provider's own words. open_ticket: what is being talked about in
    the same chat on Telegram: what the customer writes next goes to the new one.
    """

    kind: Literal["email", "telegram", "webchat"]
    channel_id: int | None
    channel_name: str
    identity_id: int | None
    address: str
    hindrance: Literal["no_address", "unreachable", "paused", "blocked", "gone"] | None
    reason: str
    last_at: str | None
    open_ticket: TalkedAbout | None


class CustomerTicket(Shown):
    """A ticket of the customer that the reader may see."""

    id: int
    number: int
    subject: str
    category: Literal["new", "open", "pending", "on_hold", "resolved", "closed"]
    channel_kind: Literal["webchat", "email", "telegram"]
    created_at: str


class TicketStub(Shown):
    """What a reader is told of a ticket with another team."""

    created_at: str
    channel_kind: Literal["webchat", "email", "telegram"]
    type_id: int
    status_id: int
    category: Literal["new", "open", "pending", "on_hold", "resolved", "closed"]
    team_id: int | None


class CustomerPanel(Shown):
    """A customer with their addresses and their newest 100 tickets; stubs: of those with other teams.

    unsubscribed_at: since when they get no letters nobody pressed send for.
    """

    id: int
    name: str
    language: str
    time_zone: str
    merged_into_id: int | None
    created_at: str
    organisation: OrganisationView | None
    identities: list[IdentityView]
    fields: dict[str, Any]  # custom fields by key
    tags: list[str]
    tickets: list[CustomerTicket]
    stubs: list[TicketStub]
    blocked: bool
    unsubscribed_at: str | None
    photo_url: str | None


class ProfileNoteView(Shown):
    """What an agent wrote down; agents alone see it."""

    id: int
    text: str
    is_pinned: bool
    author: str | None
    agent_id: int | None
    created_at: str
    edited_at: str | None


class CustomerProfile(CustomerPanel):
    """A customer with what agents keep about them."""

    notes: list[ProfileNoteView]
    dates: list[DateView]
    promises: list[PromiseView]
    sums: list[OutsideSum]
    merged: list[MergedView]
    suggestions: int


class DateView(Shown):
    """A day that matters. next_on: when it is next, null for one that is over."""

    id: int
    kind: str
    label: str
    day: str
    is_yearly: bool
    next_on: str | None
    remind_days: int | None
    remind_on: str | None
    agent_id: int | None
    team_id: int | None


class OutsideSum(Shown):
    """What events of one kind come to, a row for each currency; amounts in its smallest unit."""

    kind: str
    currency: str
    count: int
    amount_minor: int | None
    last_at: str


class MergedView(Shown):
    """Somebody who was merged into this customer and can be taken out again."""

    id: int
    name: str
    merged_at: str


class FieldView(Shown):
    """A custom field: labels by language, choices as [{"key", "labels"}]."""

    id: int
    entity: Literal["customer", "organisation", "ticket"]
    key: str
    kind: Literal["text", "number", "date", "yes_no", "choice", "several"]
    labels: dict[str, str]
    choices: list[dict[str, Any]]
    is_required: bool
    position: int
    archived_at: str | None
