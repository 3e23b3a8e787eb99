"""How agents look: a small square picture, painted anew from its pixels before it is kept."""

from typing import Final

from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.files.repaint import repainted
from helpdesk.models import AgentPicture
from helpdesk.permissions import Actor
from helpdesk.tokens import new_name

SIDE: Final = 128


def checked(data: bytes) -> bytes:
    """Return a picture as it will be kept; Invalid when it is none. Slow, so not inside a transaction."""
    return repainted(data, side=SIDE)


def show(session: Session, png: bytes, *, by: Actor) -> str:
    """Keep a checked picture of the actor in place of the one before, and return its name in addresses."""
    assert by.agent_id is not None
    picture = session.get(AgentPicture, by.agent_id, with_for_update=True)
    if picture is not None and picture.png == png:
        return picture.public_id
    if picture is None:
        picture = AgentPicture(agent_id=by.agent_id)
        session.add(picture)
    picture.public_id, picture.png, picture.changed_at = new_name(), png, clock.now()
    events.record(session, "workspace.changed", by=by, data={"what": "agents"})
    session.flush()
    return picture.public_id


def show_none(session: Session, *, by: Actor) -> None:
    """Forget the actor's picture; harmless where there is none."""
    picture = session.get(AgentPicture, by.agent_id)
    if picture is not None:
        session.delete(picture)
        events.record(session, "workspace.changed", by=by, data={"what": "agents"})
