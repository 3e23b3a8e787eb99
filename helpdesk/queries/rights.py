"""What an agent may do now, read afresh from the database."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import BindParameter, String, bindparam, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session

from helpdesk.models import Agent, Approval, OthersTickets, Team, TeamMember
from helpdesk.models.help import IS_ASKED
from helpdesk.permissions import Actor, ActorKind

_LENT: Final = "lent"
_WIDEST: Final = (OthersTickets.READABLE, OthersTickets.STUB)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
# Built once: every request asks this.
_RIGHTS = union_all(
    select(TeamMember.agent_id, TeamMember.team_id, type_coerce(Team.others_tickets, String))
    .join(Team, Team.id == TeamMember.team_id)
    .where(TeamMember.agent_id.in_(_IDS)),
    select(Approval.asked_id, Approval.ticket_id, literal(_LENT)).where(Approval.asked_id.in_(_IDS), IS_ASKED),
)


def actor_of(session: Session, agent: Agent) -> Actor:
    """Return the agent as one who acts, with role and teams as they are now."""
    return actors_of(session, [agent])[agent.id]


def actors_of(session: Session, agents: Collection[Agent]) -> dict[int, Actor]:
    """Return many agents as those who act, by id, in one statement."""
    teams: dict[int, set[int]] = {agent.id: set() for agent in agents}
    others: dict[int, set[str]] = {agent.id: set() for agent in agents}
    lent: dict[int, set[int]] = {agent.id: set() for agent in agents}
    for agent_id, id, what in session.execute(_RIGHTS, {"ids": list(teams)}):
        if what == _LENT:
            lent[agent_id].add(id)
        else:
            teams[agent_id].add(id)
            others[agent_id].add(what)
    return {
        agent.id: Actor(
            ActorKind.AGENT,
            agent_id=agent.id,
            role=agent.role,
            team_ids=frozenset(teams[agent.id]),
            others=next((one for one in _WIDEST if one.value in others[agent.id]), OthersTickets.HIDDEN),
            lent_ids=frozenset(lent[agent.id]),
        )
        for agent in agents
    }
