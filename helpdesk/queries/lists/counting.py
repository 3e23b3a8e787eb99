"""How many tickets saved views hold, counted no further than anybody reads."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.errors import Invalid
from helpdesk.models import SavedView, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.filters import read_filter
from helpdesk.queries.lists.one_by_one import one_by_one
from helpdesk.queries.lists.orders import ACTIVE, BY_LAST_MESSAGE, Source, gathering
from helpdesk.queries.lists.sources import filtered
from helpdesk.queries.saved_views import saved_views_of

MOST: Final = 1_000
MOST_VIEWS: Final = 50  # of one agent


def view_counts(session: Session, actors: Iterable[Actor]) -> dict[int, dict[str, int]]:
    """Return for each agent how many tickets each view they find holds, 1,000 at most."""
    agents = {actor.agent_id: actor for actor in actors if actor.agent_id is not None}
    found = saved_views_of(session, agents.values())
    return {id: _of(session, actor, found[id]) for id, actor in agents.items()}


def _of(session: Session, actor: Actor, views: Sequence[SavedView]) -> dict[str, int]:
    counts = {}
    for saved in views[:MOST_VIEWS]:
        try:
            counts[f"view:{saved.id}"] = count(session, filtered(session, actor, read_filter(saved.filter)))
        except Invalid:
            continue  # kept by a newer version of the desk
    return counts


def count(session: Session, source: Source) -> int:
    """Return how many tickets these are, 1,000 at most."""
    gathered = gathering(session, source)
    if gathered is None and source.states == ACTIVE:
        gathered = Source(one_by_one(source.condition), found_by=BY_LAST_MESSAGE)
    found = gathered or source
    wanted = select(Ticket.id).where(found.condition).with_hint(Ticket, found.found_by, "sqlite").limit(MOST)
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
