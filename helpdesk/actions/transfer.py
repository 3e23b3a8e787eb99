"""Passing a ticket on to an agent, a team or a skill, with a note for whoever takes it over: one action."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions import assign, label, statuses
from helpdesk.actions.access import open_ticket
from helpdesk.actions.reply import add_note
from helpdesk.actions.writing import Writing, known_writing
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Agent, Category, Message, Ticket, TicketSkill
from helpdesk.permissions import Actor, may_see
from helpdesk.queries.rights import actor_of

PASSED_ON = "transferred"  # why an assignment ended: others are asked first then


@dataclass(frozen=True, slots=True)
class Target:
    """To whom: exactly one of an agent, a team or a skill with the least level. team_id beside an agent: their team."""

    agent_id: int | None = None
    team_id: int | None = None
    skill_id: int | None = None
    level: int = 1


def transfer(session: Session, ticket_id: int, to: Target, *, by: Actor, note: Writing | None = None) -> Ticket:
    """Pass a ticket on; the same note's key again changes nothing.

    To an agent: it is theirs at once, in a team of theirs where they could not see it in its own. To a team or a skill:
    it goes back to the queue with its age, and whoever passed it on is asked last.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    if note is not None and known_writing(session, ticket, note, by=by) is not None:
        return ticket
    if ticket.category is Category.CLOSED:
        raise Conflict("A closed ticket cannot be passed on.", code="closed")
    team_id = _team_for(session, ticket, to)
    written = None if note is None else add_note(session, ticket_id, note, by=by)
    _record(session, ticket, to, written, by=by)
    with events.part_of(session, "transfer"):
        statuses.open_new(session, ticket, by=by)
        if to.skill_id is not None:
            label.set_skills(session, ticket.id, levels=_levels(session, ticket, to), by=by)
        if to.agent_id is None or to.agent_id != ticket.assignee_id:
            assign.unassign(session, ticket, by=by, reason=PASSED_ON)
        if team_id != ticket.team_id:
            label.set_team(session, ticket.id, team_id=team_id, by=by)
        if to.agent_id is not None:
            assign.give(session, ticket, to.agent_id, by=by)
    return ticket


def _team_for(session: Session, ticket: Ticket, to: Target) -> int | None:
    """Return the team the ticket will be of; Invalid for what is no target."""
    if (to.agent_id is not None) + (to.skill_id is not None) > 1 or to == Target():
        raise Invalid("Pass it on to one agent, team or skill.", to="one")
    if to.agent_id is None:
        return to.team_id if to.skill_id is None or to.team_id is not None else ticket.team_id
    agent = session.get(Agent, to.agent_id)
    if agent is None or not agent.is_active:
        raise Invalid("There is no such active agent.", agent_id="unknown")
    theirs = actor_of(session, agent)
    wanted = ticket.team_id if to.team_id is None else to.team_id
    if may_see(theirs, team_id=wanted, assignee_id=None):
        return wanted
    if to.team_id is not None:
        raise Invalid("This agent is not in that team.", agent_id="not_in_team")
    return min(theirs.team_ids, default=None)


def _levels(session: Session, ticket: Ticket, to: Target) -> dict[int, int]:
    rows = session.execute(select(TicketSkill.skill_id, TicketSkill.level).where(TicketSkill.ticket_id == ticket.id))
    return {**dict(rows.all()), int(to.skill_id or 0): to.level}


def _record(session: Session, ticket: Ticket, to: Target, written: Message | None, *, by: Actor) -> None:
    named = {"to_agent_id": to.agent_id, "to_team_id": to.team_id, "skill_id": to.skill_id}
    data = {name: value for name, value in named.items() if value is not None}
    if to.skill_id is not None:
        data["level"] = to.level
    events.record(session, "ticket.transferred", by=by, ticket=ticket, message=written, data=data)
