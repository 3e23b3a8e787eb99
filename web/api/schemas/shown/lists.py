"""Lists, views and what belongs to them."""

from typing import Any, Literal

from web.api.schemas.shown import Shown


class Moment(Shown):
    """What was understood; null where nothing was."""

    at: str | None


class Following(Shown):
    """Whether the ticket is among those the agent follows."""

    following: bool


class ViewView(Shown):
    """A saved view; its filter is described in docs/lists.md."""

    id: int
    name: str
    owner_id: int
    audience: Literal["private", "team", "all"]
    team_id: int | None
    filter: dict[str, Any]
    sort: str
    updated_at: str
