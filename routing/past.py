"""What was with waiting tickets before: what they ask for, who had them, who did not want them.

Asked of the tickets with these ids, or with None of all that wait for an agent.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import Assignment, Skill, Ticket, TicketSkill
from helpdesk.models.tickets import WAITS_FOR_AGENT

UNWANTED = ("declined", "missed", "transferred")  # ends of assignments after which others are asked first
FORGOTTEN = timedelta(days=1)

Ids = Sequence[int] | None
Refusals = Mapping[int, Mapping[int, datetime]]


def ticket_skills(session: Session, ids: Ids) -> dict[int, dict[str, int]]:
    """Return what tickets ask for themselves: least level by the name of the skill."""
    found: dict[int, dict[str, int]] = {}
    for ticket_id, name, level in session.execute(_SKILLS[ids is None], {"ids": ids or ()}):
        found.setdefault(ticket_id, {})[name] = level
    return found


def last_agents(session: Session, ids: Ids, *, since: datetime) -> dict[int, tuple[int, datetime]]:
    """Return who last had a ticket of the customers of these, and when they got it; by customer."""
    rows = session.execute(_LAST[ids is None], {"ids": ids or (), "since": since})
    return {customer_id: (agent_id, at) for customer_id, agent_id, at in rows}


def attempts(session: Session, ids: Ids, *, now: datetime) -> tuple[Mapping[int, int], Refusals]:
    """Return how many have had each ticket already, and who did not want it within a day, and when."""
    counts: dict[int, int] = {}
    refused: dict[int, dict[int, datetime]] = {}
    asked = {"ids": ids or (), "since": now - FORGOTTEN}
    for ticket_id, agent_id, count, at in session.execute(_ENDED[ids is None], asked):
        counts[ticket_id] = counts.get(ticket_id, 0) + count
        if at is not None:
            refused.setdefault(ticket_id, {})[agent_id] = at
    return counts, refused


# Built once, of tickets by id and of all that wait: building a statement takes longer than running it.
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)  # of any number of ids
_SINCE: Final[BindParameter[datetime]] = bindparam("since", type_=Assignment.assigned_at.type)
_MEANT: Final = (Ticket.id.in_(_IDS), WAITS_FOR_AGENT)


def _last(meant: Any) -> Select[int, int, datetime]:  # an SQL condition
    customers = select(Ticket.customer_id).where(meant).scalar_subquery()
    taken = or_(Assignment.offer_expires_at.is_(None), Assignment.accepted_at.is_not(None))
    newest = (
        select(func.max(Assignment.id))
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(Ticket.customer_id.in_(customers), Assignment.assigned_at >= _SINCE, taken)
        .group_by(Ticket.customer_id)
    )
    return (
        select(Ticket.customer_id, Assignment.agent_id, Assignment.assigned_at)
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(Assignment.id.in_(newest))
    )


def _ended(meant: Any) -> Select[int, int, int, datetime | None]:  # an SQL condition
    unwanted = Assignment.end_reason.in_(UNWANTED) & (Assignment.ended_at > _SINCE)
    return (
        select(
            Assignment.ticket_id,
            Assignment.agent_id,
            func.count(),
            func.max(case((unwanted, Assignment.ended_at))),
        )
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(meant, Assignment.ended_at.is_not(None))
        .group_by(Assignment.ticket_id, Assignment.agent_id)
    )


_SKILLS: Final = [
    select(TicketSkill.ticket_id, Skill.name, TicketSkill.level)
    .join(Skill, Skill.id == TicketSkill.skill_id)
    .join(Ticket, Ticket.id == TicketSkill.ticket_id)
    .where(meant)
    for meant in _MEANT
]
_LAST: Final = [_last(meant) for meant in _MEANT]
_ENDED: Final = [_ended(meant) for meant in _MEANT]
