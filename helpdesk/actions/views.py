"""Saved views: made, changed and removed by whom they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.errors import Forbidden, Invalid
from helpdesk.models import Audience, Role, SavedView
from helpdesk.models.order_keys import SORTS
from helpdesk.permissions import Actor
from helpdesk.queries.filters import read_filter
from helpdesk.queries.lists.by_field import field_order
from helpdesk.queries.saved_views import find_view

NAME_CHARS: Final = 80
MOST: Final = 100  # of one owner
SHARES_WITH_ALL: Final = (Role.SUPERVISOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class ViewChanges:
    """What a view is; team_id only where its audience is a team."""

    name: str
    audience: Audience
    team_id: int | None
    filter: Mapping[str, Any]  # JSON, see helpdesk.queries.filters
    sort: str


def save_view(session: Session, changes: ViewChanges, *, by: Actor) -> SavedView:
    """Save a view of one's own."""
    assert by.agent_id is not None
    count = session.scalar(select(func.count()).where(SavedView.owner_id == by.agent_id)) or 0
    if count >= MOST:
        raise Invalid(f"One agent saves at most {MOST} views.", views="too_many")
    saved = SavedView(owner_id=by.agent_id, created_at=clock.now())
    _apply(session, saved, changes, by=by)
    session.add(saved)
    session.flush()
    _tell(session, "view.created", saved, by=by)
    return saved


def change_view(session: Session, view_id: int, changes: ViewChanges, *, by: Actor) -> SavedView:
    """Replace a view; only its owner and admins may."""
    saved = _own(session, view_id, by=by)
    _apply(session, saved, changes, by=by)
    _tell(session, "view.changed", saved, by=by)
    return saved


def remove_view(session: Session, view_id: int, *, by: Actor) -> None:
    """Remove a view; only its owner and admins may."""
    saved = _own(session, view_id, by=by)
    _tell(session, "view.removed", saved, by=by)
    session.delete(saved)


def _own(session: Session, view_id: int, *, by: Actor) -> SavedView:
    saved = find_view(session, by, view_id)
    if saved.owner_id != by.agent_id and by.role is not Role.ADMIN:
        raise Forbidden("Save a view of your own instead.")
    return saved


def _apply(session: Session, saved: SavedView, changes: ViewChanges, *, by: Actor) -> None:
    if (changes.audience is Audience.TEAM) != (changes.team_id is not None):
        raise Invalid("A view for a team names that team, any other names none.", team_id="audience")
    if changes.team_id is not None and by.role is not Role.ADMIN and changes.team_id not in by.team_ids:
        raise Invalid("You may share it with teams of yours.", team_id="unknown")
    if changes.audience is Audience.ALL and by.role not in SHARES_WITH_ALL:
        raise Forbidden("Supervisors share views with everybody; share it with a team of yours.")
    if changes.sort not in SORTS and field_order(session, changes.sort) is None:
        raise Invalid(f"There is no sort {changes.sort!r}.", sort="unknown")
    read_filter(changes.filter)
    saved.name = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    saved.audience, saved.team_id = changes.audience, changes.team_id
    saved.filter, saved.sort = dict(changes.filter), changes.sort
    saved.updated_at = clock.now()


def _tell(session: Session, verb: str, saved: SavedView, *, by: Actor) -> None:
    leave_trace(session, verb, what=What.VIEWS, thing=f"view:{saved.id}", by=by)
