"""Telling those whom a note names, once each, and only those who may see the ticket."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.notifications import notify
from helpdesk.errors import Invalid
from helpdesk.mentions import Named
from helpdesk.models import Agent, Mention, Message, Team, TeamMember, Ticket
from helpdesk.permissions import Actor, may_see
from helpdesk.queries.rights import actors_of


def tell_named(session: Session, ticket: Ticket, message: Message, named: Named, *, by: Actor) -> None:
    """Keep whom a note names and tell them; Invalid where one named does not exist or may not see the ticket.

    A team stands for its members of now who may see the ticket. Nobody is told of a mention by themselves.
    """
    if not named:
        return
    agents = {
        agent.id: agent
        for agent in session.scalars(
            select(Agent).where(Agent.id.in_(_all_ids(session, named, ticket)), Agent.is_active)
        )
    }
    may = {id for id, actor in actors_of(session, list(agents.values())).items() if _sees(actor, ticket)}
    hidden = set(named.agent_ids) - may
    if hidden:
        raise Invalid("Somebody named here cannot see this ticket.", mentions=sorted(hidden))
    by_team = _members(session, named)
    team_of = {agent_id: team_id for team_id in reversed(named.team_ids) for agent_id in by_team[team_id]}
    told = sorted(may - {by.agent_id})
    for agent_id in told:
        team_id = None if agent_id in named.agent_ids else team_of.get(agent_id)
        session.add(Mention(agent_id=agent_id, message_id=message.id, team_id=team_id, created_at=clock.now()))
    notify(
        session,
        told,
        kind="note.mentioned",
        ticket=ticket,
        data={"message_id": message.id, "by_id": by.agent_id},
        occasion=f"message:{message.id}",
    )


def _all_ids(session: Session, named: Named, ticket: Ticket) -> set[int]:
    members = _members(session, named)
    return set(named.agent_ids).union(*members.values()) if members else set(named.agent_ids)


def _members(session: Session, named: Named) -> dict[int, set[int]]:
    known = set(session.scalars(select(Team.id).where(Team.id.in_(named.team_ids))))
    unknown = set(named.team_ids) - known
    if unknown:
        raise Invalid("There is no such team.", mentions=sorted(unknown))
    members: dict[int, set[int]] = {team_id: set() for team_id in named.team_ids}
    rows = session.execute(
        select(TeamMember.team_id, TeamMember.agent_id).where(TeamMember.team_id.in_(named.team_ids))
    )
    for team_id, agent_id in rows:
        members[team_id].add(agent_id)
    return members


def _sees(actor: Actor, ticket: Ticket) -> bool:
    return may_see(actor, team_id=ticket.team_id, assignee_id=ticket.assignee_id)
