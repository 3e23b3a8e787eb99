"""What was with waiting tickets before: what they ask for, who had them, who did not want them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, TextClause, func, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import Assignment, Skill, Ticket, TicketSkill

Meant = ColumnElement[bool] | TextClause

UNWANTED = ("declined", "missed", "transferred")  # ends of assignments after which others are asked first
FORGOTTEN = timedelta(days=1)


def ticket_skills(session: Session, meant: Meant) -> dict[int, dict[str, int]]:
    """Return what tickets ask for themselves: least level by the name of the skill."""
    found: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(TicketSkill.ticket_id, Skill.name, TicketSkill.level)
        .join(Skill, Skill.id == TicketSkill.skill_id)
        .join(Ticket, Ticket.id == TicketSkill.ticket_id)
        .where(meant)
    )
    for ticket_id, name, level in rows:
        found.setdefault(ticket_id, {})[name] = level
    return found


def skill_names(session: Session) -> Mapping[int, str]:
    """Return the names of all skills."""
    return dict(session.execute(select(Skill.id, Skill.name)).all())


def last_agents(session: Session, meant: Meant, *, since: datetime) -> dict[int, tuple[int, datetime]]:
    """Return who last had a ticket of the customers of these, and when they got it; by customer."""
    customers = select(Ticket.customer_id).where(meant).scalar_subquery()
    taken = or_(Assignment.offer_expires_at.is_(None), Assignment.accepted_at.is_not(None))
    newest = (
        select(func.max(Assignment.id))
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(Ticket.customer_id.in_(customers), Assignment.assigned_at >= since, taken)
        .group_by(Ticket.customer_id)
    )
    rows = session.execute(
        select(Ticket.customer_id, Assignment.agent_id, Assignment.assigned_at)
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(Assignment.id.in_(newest))
    )
    return {customer_id: (agent_id, at) for customer_id, agent_id, at in rows}


def attempts(session: Session, meant: Meant) -> dict[int, int]:
    """Return how many have had each ticket already."""
    rows = session.execute(
        select(Assignment.ticket_id, func.count())
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(meant, Assignment.ended_at.is_not(None))
        .group_by(Assignment.ticket_id)
    )
    return dict(rows.all())


def refusals(session: Session, meant: Meant, *, now: datetime) -> dict[int, dict[int, datetime]]:
    """Return who declined, missed or passed on each ticket within a day, and when."""
    rows = session.execute(
        select(Assignment.ticket_id, Assignment.agent_id, func.max(Assignment.ended_at))
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(meant, Assignment.end_reason.in_(UNWANTED), Assignment.ended_at > now - FORGOTTEN)
        .group_by(Assignment.ticket_id, Assignment.agent_id)
    )
    found: dict[int, dict[int, datetime]] = {}
    for ticket_id, agent_id, at in rows:
        found.setdefault(ticket_id, {})[agent_id] = at or now
    return found
