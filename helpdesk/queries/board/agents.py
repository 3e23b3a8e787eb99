"""Who works: status, load against capacity, what they hold and since when."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from helpdesk import presence
from helpdesk.models import ACTIVE, ROUTABLE, Agent, Assignment, Presence, PresenceStatus, TeamMember, Ticket
from helpdesk.permissions import Actor, works_with
from helpdesk.queries.among import among
from helpdesk.queries.rows import Json, iso

MAX_AGENTS: Final = 500
MAX_TICKETS: Final = 25  # of each agent
MIN_TICKETS: Final = 8  # of each, where there are many
ALL_TICKETS: Final = 300  # of all agents, where that leaves each so many


def agents(session: Session, actor: Actor, now: datetime) -> list[Json]:
    """Return the active agents of the actor's teams, all of them to an admin, each with the tickets they hold.

    units counts all their work, also what the actor may not see; holds counts and tickets names what they may: the 25 oldest of each, fewer where many work (at least 8).
    """
    found = session.execute(_theirs(actor)).all()
    ids = [one.id for one in found]
    units, (counts, held) = _units(session, ids), _held(session, actor, ids)
    return [
        {
            "agent_id": one.id,
            "status": one.status.value,
            "reason": one.reason,
            "online": presence.is_online(one, now),
            "since": iso(one.changed_at),
            "units": units.get(one.id, 0),
            "capacity": one.capacity_units,
            "holds": counts.get(one.id, 0),
            "tickets": held.get(one.id, []),
        }
        for one in found
    ]


def _theirs(actor: Actor) -> Select[int, int, PresenceStatus, str | None, datetime, datetime | None]:
    wanted = (
        select(
            Agent.id,
            Agent.capacity_units,
            Presence.status,
            Presence.reason,
            Presence.changed_at,
            Presence.last_seen_at,
        )
        .join(Presence, Presence.agent_id == Agent.id)
        .where(Agent.is_active)
        .order_by(Agent.name, Agent.id)
        .limit(MAX_AGENTS)
    )
    if actor.sees_everything:
        return wanted
    members = select(TeamMember.agent_id).where(TeamMember.team_id.in_(sorted(actor.team_ids)))
    return wanted.where(or_(Agent.id.in_(members), Agent.id == actor.agent_id))


def _units(session: Session, ids: Collection[int]) -> dict[int, int]:
    # From the tickets: whoever had one when it was closed has it still, so that most open assignments are no work.
    of_one = (
        select(Assignment.units)
        .where(Assignment.ticket_id == Ticket.id, Assignment.ended_at.is_(None))
        .scalar_subquery()
    )
    wanted = (
        select(Ticket.assignee_id, func.coalesce(func.sum(of_one), 0))
        .where(Ticket.assignee_id.in_(ids), Ticket.category.in_(ROUTABLE))
        .group_by(Ticket.assignee_id)
    )
    return {agent_id: int(units) for agent_id, units in session.execute(wanted) if agent_id is not None}


def _held(session: Session, actor: Actor, ids: Collection[int]) -> tuple[dict[int, int], dict[int, list[Json]]]:
    """Return how many tickets each holds, and the oldest of each."""
    most = min(MAX_TICKETS, max(MIN_TICKETS, ALL_TICKETS // max(1, len(ids))))
    order = func.row_number().over(partition_by=Ticket.assignee_id, order_by=Ticket.id).label("nth")
    theirs = (Ticket.assignee_id.in_(ids), Ticket.category.in_(ACTIVE), works_with(actor))
    counted = select(Ticket.assignee_id, func.count()).where(*theirs).group_by(Ticket.assignee_id)
    every = select(Ticket.id, order).where(*theirs).subquery()
    counts = {id: number for id, number in session.execute(counted) if id is not None}
    named = session.scalars(select(every.c.id).where(every.c.nth <= most)).all()
    wanted = (
        select(
            Ticket.id,
            Ticket.number,
            Ticket.subject,
            Ticket.category,
            Ticket.waiting_since,
            Ticket.next_due_at,
            Ticket.assignee_id,
            Assignment.assigned_at,
        )
        .outerjoin(Assignment, (Assignment.ticket_id == Ticket.id) & Assignment.ended_at.is_(None))
        .where(among(session, Ticket.id, named))
        .order_by(Ticket.id)
    )
    held: dict[int, list[Json]] = defaultdict(list)
    for row in session.execute(wanted):
        held[row.assignee_id or 0].append(
            {
                "id": row.id,
                "number": row.number,
                "subject": row.subject,
                "category": row.category.value,
                "waiting_since": iso(row.waiting_since),
                "next_due_at": iso(row.next_due_at),
                "since": iso(row.assigned_at),
            }
        )
    return counts, held
