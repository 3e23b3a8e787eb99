"""Customers beside their tickets."""

from typing import Any, Literal

from web.api.schemas.shown import Shown


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


class CustomerTicket(Shown):
    """A ticket of the customer that the reader may see."""

    id: int
    number: int
    subject: str
    category: Literal["new", "open", "pending", "on_hold", "resolved", "closed"]
    channel_kind: Literal["webchat", "email", "telegram"]
    created_at: str


class CustomerPanel(Shown):
    """A customer with their addresses and their newest 100 tickets."""

    id: int
    name: str
    language: str
    created_at: str
    organisation: OrganisationView | None
    identities: list[IdentityView]
    fields: dict[str, Any]  # custom fields by key
    tags: list[str]
    tickets: list[CustomerTicket]
    blocked: bool
    photo_url: str | None
