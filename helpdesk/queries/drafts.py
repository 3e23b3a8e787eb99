"""An agent's own unsent texts."""

from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Draft, DraftMode
from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json
from helpdesk.queries.ticket import draft_view, find


def draft(session: Session, actor: Actor, ticket_id: int, mode: DraftMode) -> Json:
    """Return the actor's draft on a ticket they may see; NotFound when there is none."""
    found = session.get(Draft, (actor.agent_id, find(session, actor, ticket_id=ticket_id), mode))
    if found is None:
        raise NotFound("There is no draft.")
    return draft_view(session, found)
