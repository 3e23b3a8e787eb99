"""What a ticket is about and for whom: type, priority, subject, team, skills."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import events, markup
from helpdesk.actions import assign, statuses
from helpdesk.actions.access import open_ticket, touch
from helpdesk.errors import Invalid
from helpdesk.models import Agent, Priority, Skill, Team, Ticket, TicketSkill, TicketType
from helpdesk.permissions import Actor, may_see
from helpdesk.queries.rights import actor_of

SUBJECT_CHARS = 300


def set_priority(session: Session, ticket_id: int, *, priority: Priority, by: Actor) -> Ticket:
    """Give a ticket another priority; the same again changes nothing."""
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.priority is not priority:
        data = {"from": ticket.priority.word, "to": priority.word}
        ticket.priority = priority
        _changed(session, ticket, "ticket.priority_changed", data, by=by)
    return ticket


def set_type(session: Session, ticket_id: int, *, type_id: int, by: Actor) -> Ticket:
    """Give a ticket another type; the same again changes nothing."""
    if session.get(TicketType, type_id) is None:
        raise Invalid("There is no such type.", type_id=type_id)
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.type_id != type_id:
        data = {"from": ticket.type_id, "to": type_id}
        ticket.type_id = type_id
        _changed(session, ticket, "ticket.type_changed", data, by=by)
    return ticket


def set_subject(session: Session, ticket_id: int, *, subject: str, by: Actor) -> Ticket:
    """Give a ticket another subject of 1 to 300 characters."""
    ticket = open_ticket(session, ticket_id, by=by)
    subject = " ".join(markup.clean(subject).split())
    if not 1 <= len(subject) <= SUBJECT_CHARS:
        raise Invalid(f"A subject has 1 to {SUBJECT_CHARS} characters.", subject="length")
    if ticket.subject != subject:
        ticket.subject = subject
        _changed(session, ticket, "ticket.subject_changed", {}, by=by)
    return ticket


def set_team(session: Session, ticket_id: int, *, team_id: int | None, by: Actor) -> Ticket:
    """Give a ticket to another team, or to all; an assignee who may not see it there loses it to the queue."""
    if team_id is not None and session.get(Team, team_id) is None:
        raise Invalid("There is no such team.", team_id=team_id)
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.team_id == team_id:
        return ticket
    data = {"from": ticket.team_id, "to": team_id}
    ticket.team_id = team_id
    if ticket.assignee_id is not None and not _assignee_stays(session, ticket):
        assign.unassign(session, ticket, by=by, reason="team_changed")
    _changed(session, ticket, "ticket.team_changed", data, by=by)
    return ticket


def set_skills(session: Session, ticket_id: int, *, levels: Mapping[int, int], by: Actor) -> Ticket:
    """Set which skills a ticket asks for: skill id -> least level, 1 to 5."""
    ticket = open_ticket(session, ticket_id, by=by)
    if replace_skills(session, ticket, levels):
        data = {"skills": [[skill_id, level] for skill_id, level in sorted(levels.items())]}
        _changed(session, ticket, "ticket.skills_changed", data, by=by)
    return ticket


def replace_skills(session: Session, ticket: Ticket, levels: Mapping[int, int]) -> bool:
    """Replace the skills of a locked ticket; False when they were the same."""
    known = set(session.scalars(select(Skill.id).where(Skill.id.in_(levels.keys()))))
    if known != set(levels) or any(not 1 <= level <= 5 for level in levels.values()):
        raise Invalid("A skill is unknown or its level is not 1 to 5.", skills=dict(levels))
    before = session.execute(select(TicketSkill.skill_id, TicketSkill.level).where(TicketSkill.ticket_id == ticket.id))
    if dict(before.all()) == dict(levels):
        return False
    session.execute(delete(TicketSkill).where(TicketSkill.ticket_id == ticket.id))
    session.add_all(
        TicketSkill(ticket_id=ticket.id, skill_id=skill_id, level=level) for skill_id, level in levels.items()
    )
    return True


def _assignee_stays(session: Session, ticket: Ticket) -> bool:
    assignee = session.get_one(Agent, ticket.assignee_id)
    return may_see(actor_of(session, assignee), team_id=ticket.team_id, assignee_id=None)


def _changed(session: Session, ticket: Ticket, kind: str, data: dict[str, Any], *, by: Actor) -> None:
    if by.agent_id is not None:
        statuses.open_new(session, ticket, by=by)
    touch(ticket)
    events.record(session, kind, by=by, ticket=ticket, data=data)
