"""What an agent may do now, read afresh from the database."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import String, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session

from helpdesk.models import Agent, Approval, OthersTickets, Role, Team, TeamMember
from helpdesk.models.help import IS_ASKED
from helpdesk.permissions import Actor, ActorKind
from helpdesk.queries.among import one_of_given

_LENT: Final = "lent"
_WIDEST: Final = (OthersTickets.READABLE, OthersTickets.STUB)
# Built once: every request asks this.
_RIGHTS = union_all(
    select(TeamMember.agent_id, TeamMember.team_id, type_coerce(Team.others_tickets, String))
    .join(Team, Team.id == TeamMember.team_id)
    .where(one_of_given(TeamMember.agent_id)),
    select(Approval.asked_id, Approval.ticket_id, literal(_LENT)).where(one_of_given(Approval.asked_id), IS_ASKED),
)


def actor_of(session: Session, agent: Agent) -> Actor:
    """Return the agent as one who acts, with role and teams as they are now."""
    return actors_of(session, [agent])[agent.id]


def actors_of(session: Session, agents: Collection[Agent]) -> dict[int, Actor]:
    """Return many agents as those who act, by id, in one statement."""
    return actors_by_id(session, {agent.id: agent.role for agent in agents})


def actors_by_id(session: Session, roles: Mapping[int, Role]) -> dict[int, Actor]:
    """Return agents, known by id and role, as those who act."""
    teams: dict[int, set[int]] = {id: set() for id in roles}
    others: dict[int, set[str]] = {id: set() for id in roles}
    lent: dict[int, set[int]] = {id: set() for id in roles}
    for agent_id, id, what in session.execute(_RIGHTS, {"ids": list(roles)}):
        if what == _LENT:
            lent[agent_id].add(id)
        else:
            teams[agent_id].add(id)
            others[agent_id].add(what)
    return {
        id: Actor(
            ActorKind.AGENT,
            agent_id=id,
            role=role,
            team_ids=frozenset(teams[id]),
            others=next((one for one in _WIDEST if one.value in others[id]), OthersTickets.HIDDEN),
            lent_ids=frozenset(lent[id]),
        )
        for id, role in roles.items()
    }
