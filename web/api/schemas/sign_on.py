"""What admins send about signing in at a provider."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from web.api.schemas import Id, Input, line


class SignOnInput(Input):
    """All of it. client_secret: left out it stays as it is, empty it is forgotten."""

    is_on: bool
    issuer: Annotated[str, line(500)]
    client_id: Annotated[str, line(500)]
    name: Annotated[str, line(60)]
    domains: Annotated[list[Annotated[str, line(253)]], Meta(max_length=100)]
    new_people: Literal["invited", "agent", "supervisor"]
    team_ids: Annotated[list[Id], Meta(max_length=100)]
    passwords_of_admins_only: bool
    asks_code: bool
    client_secret: Annotated[str, line(500)] | UnsetType = UNSET


class IssuerInput(Input):
    """A provider to be looked for."""

    issuer: Annotated[str, line(500)]
