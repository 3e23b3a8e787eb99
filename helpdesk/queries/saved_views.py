"""The saved views somebody finds."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Audience, Role, SavedView
from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json, iso

MAX: Final = 200


def saved_views(session: Session, actor: Actor) -> list[SavedView]:
    """Return one's own, those for all and those for one's teams, by name; at most 200."""
    wanted = select(SavedView).where(_theirs(actor)).order_by(SavedView.name, SavedView.id).limit(MAX)
    return list(session.scalars(wanted))


def saved_views_of(session: Session, actors: Collection[Actor]) -> dict[int, list[SavedView]]:
    """Return for each agent what `saved_views` says, in one statement for all of them."""
    agent_ids = [actor.agent_id for actor in actors if actor.agent_id is not None]
    theirs = or_(SavedView.owner_id.in_(agent_ids), SavedView.audience.in_((Audience.ALL, Audience.TEAM)))
    found = session.scalars(select(SavedView).where(theirs).order_by(SavedView.name, SavedView.id)).all()
    return {
        actor.agent_id: [saved for saved in found if _finds(actor, saved)][:MAX]
        for actor in actors
        if actor.agent_id is not None
    }


def find_view(session: Session, actor: Actor, view_id: int) -> SavedView:
    """Return a view somebody finds; NotFound when there is none or it is not for them."""
    saved = session.get(SavedView, view_id)
    if saved is None or not _finds(actor, saved):
        raise NotFound
    return saved


def view_view(saved: SavedView) -> Json:
    """Return a saved view in the shape of the API."""
    return {
        "id": saved.id,
        "name": saved.name,
        "owner_id": saved.owner_id,
        "audience": saved.audience.value,
        "team_id": saved.team_id,
        "filter": saved.filter,
        "sort": saved.sort,
        "updated_at": iso(saved.updated_at),
    }


def _finds(actor: Actor, saved: SavedView) -> bool:
    """Say of one view what `_theirs` says in SQL."""
    if saved.owner_id == actor.agent_id or saved.audience is Audience.ALL:
        return True
    return saved.audience is Audience.TEAM and (actor.role is Role.ADMIN or saved.team_id in actor.team_ids)


def _theirs(actor: Actor) -> ColumnElement[bool]:
    shared = SavedView.audience == Audience.TEAM
    theirs = shared if actor.role is Role.ADMIN else shared & SavedView.team_id.in_(sorted(actor.team_ids))
    return or_(SavedView.owner_id == actor.agent_id, SavedView.audience == Audience.ALL, theirs)
