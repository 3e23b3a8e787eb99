"""What connected agents may do now, read afresh."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.accounts import sessions
from helpdesk.models import Agent
from helpdesk.permissions import Actor
from helpdesk.queries.rights import actors_of


@dataclass(frozen=True, slots=True)
class Rights:
    """Which of the sessions asked about still count, and each agent as one who acts; who is missing has no rights."""

    asked: Collection[int]
    alive: Collection[int]
    actors: dict[int, Actor]


def rights_now(session: Session, *, session_ids: Collection[int], agent_ids: Collection[int]) -> Rights:
    """Read the rights of connected agents in three statements."""
    agents = session.scalars(select(Agent).where(Agent.id.in_(agent_ids), Agent.is_active)).all()
    return Rights(session_ids, sessions.alive(session, session_ids), actors_of(session, agents))
