"""The answer to a change of a ticket."""

from sqlalchemy.orm import Session

from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json, rows


def row_answer(session: Session, ticket_id: int, actor: Actor) -> Json:
    """Return the ticket's row as it is now, None when the change took it out of the actor's sight."""
    session.flush()
    return {"ticket": next(iter(rows(session, actor, [ticket_id])), None)}
