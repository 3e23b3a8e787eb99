"""Pictures of agents, by the random names in their addresses."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import AgentPicture


def names_of(session: Session, agent_ids: Collection[int] | None = None) -> dict[int, str]:
    """Return by agent what a picture is called: of all agents that have one, or of these."""
    wanted = select(AgentPicture.agent_id, AgentPicture.public_id)
    if agent_ids is not None:
        wanted = wanted.where(AgentPicture.agent_id.in_(agent_ids))
    return dict(session.execute(wanted).all())


def png_of(session: Session, name: str) -> bytes | None:
    """Return the bytes of a picture; None when there is none of this name, or no longer."""
    return session.scalar(select(AgentPicture.png).where(AgentPicture.public_id == name))
