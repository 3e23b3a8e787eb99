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


class RefusedView(Shown):
    """A ticket that stayed as it was. number: 0 where it may not be seen; code: as of the problem a single change is."""

    id: int
    number: int
    code: str


class UndoView(Shown):
    """What sets some of them back; sent as it is, it does."""

    ids: list[int]
    change: dict[str, Any]
    was: dict[str, Any] | None


class ManyChanged(Shown):
    """What became of many tickets."""

    done: list[int]
    refused: list[RefusedView]
    undo: list[UndoView]
