"""What an agent may do now, read afresh from the database."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Agent, TeamMember
from helpdesk.permissions import Actor, ActorKind


def actor_of(session: Session, agent: Agent) -> Actor:
    """Return the agent as one who acts, with role and teams as they are now."""
    return actors_of(session, [agent])[agent.id]


def actors_of(session: Session, agents: Collection[Agent]) -> dict[int, Actor]:
    """Return many agents as those who act, by id, in one statement."""
    teams: dict[int, set[int]] = {agent.id: set() for agent in agents}
    rows = session.execute(select(TeamMember.agent_id, TeamMember.team_id).where(TeamMember.agent_id.in_(teams.keys())))
    for agent_id, team_id in rows:
        teams[agent_id].add(team_id)
    return {
        agent.id: Actor(ActorKind.AGENT, agent_id=agent.id, role=agent.role, team_ids=frozenset(teams[agent.id]))
        for agent in agents
    }
