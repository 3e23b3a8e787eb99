"""Whether anybody is at the desk."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Agent, Presence, PresenceStatus


def is_anyone_there(session: Session) -> bool:
    """Say whether some agent is at the desk and takes new work: what a chat calls online."""
    found = session.scalar(
        select(Presence.agent_id)
        .join(Agent, Agent.id == Presence.agent_id)
        .where(Agent.is_active, Presence.is_online, Presence.status == PresenceStatus.AVAILABLE)
        .limit(1)
    )
    return found is not None
