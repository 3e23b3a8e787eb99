"""Signing in at a provider, as admins and agents see it."""

from typing import Literal

from web.api.schemas.shown import Shown


class SignOnView(Shown):
    """What holds; callback_url is what the provider wants to be told. The secret is never shown."""

    is_on: bool
    issuer: str
    client_id: str
    has_secret: bool
    name: str
    domains: list[str]
    new_people: Literal["invited", "agent", "supervisor"]
    team_ids: list[int]
    passwords_of_admins_only: bool
    asks_code: bool
    callback_url: str


class FoundProviderView(Shown):
    """A provider that answers as one."""

    authorize_url: str
    keys: int


class IdentityView(Shown):
    """By what one signs in at the provider."""

    id: int
    issuer: str
    email: str
    created_at: str
    last_used_at: str


class OwnSignOnView(Shown):
    """Whether one can sign in at a provider, how its button is called, and by which identities."""

    is_on: bool
    name: str
    identities: list[IdentityView]


class SentView(Shown):
    """Where the browser is to go."""

    url: str
