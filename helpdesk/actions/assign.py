"""Giving tickets to agents: by hand, by taking one, or by the router's conditional claim."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from helpdesk import clock, events, team_routing
from helpdesk.actions import acceptance, statuses, visitors
from helpdesk.actions.access import open_ticket, raise_version, touch
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import (
    ROUTABLE,
    UNITS,
    Agent,
    AssignedBy,
    Assignment,
    Category,
    ChannelKind,
    Presence,
    Ticket,
)
from helpdesk.models.channels import Channel
from helpdesk.permissions import ROUTING, Actor, ActorKind, may_see
from helpdesk.queries.rights import actor_of
from helpdesk.team_routing import TeamRouting


@dataclass(frozen=True, slots=True)
class Choice:
    """Why an agent was chosen: names and values, and who came next."""

    reasons: Sequence[tuple[str, Any]] = ()  # values are JSON scalars
    runners_up: Sequence[dict[str, Any]] = field(default_factory=tuple)


# Built once: asked for every ticket that is given to somebody.
_SEAT = (
    select(Presence, Agent.capacity_units)
    .join(Agent, Agent.id == Presence.agent_id)
    .where(Presence.agent_id == bindparam("id"), Agent.is_active)
    .with_for_update(of=Presence)
)
_USED = (
    select(func.sum(Assignment.units))
    .join(Ticket, Ticket.id == Assignment.ticket_id)
    .where(Assignment.agent_id == bindparam("id"), Assignment.ended_at.is_(None), Ticket.category.in_(ROUTABLE))
)


def assign(session: Session, ticket_id: int, *, agent_id: int | None, by: Actor) -> Ticket:
    """Give a ticket to an agent who may see it, or to nobody; the same agent again changes nothing."""
    ticket = open_ticket(session, ticket_id, by=by)
    _refuse_ended(ticket)
    if ticket.assignee_id == agent_id:
        return ticket
    if agent_id is None:
        unassign(session, ticket, by=by, reason="given_back")
        return ticket
    give(session, ticket, agent_id, by=by)
    return ticket


def give(session: Session, ticket: Ticket, agent_id: int, *, by: Actor) -> None:
    """Give a locked ticket to an agent who may see it, from whoever has it; the same agent again changes nothing."""
    if ticket.assignee_id == agent_id:
        return
    _require_able(session, ticket, agent_id)
    before = ticket.assignee_id
    unassign(session, ticket, by=by, reason="reassigned", silently=True)
    _hand_over(session, ticket, agent_id, by=by, choice=Choice(), before=before)


def take(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Take a ticket nobody has; Conflict "taken" naming who was faster."""
    ticket = open_ticket(session, ticket_id, by=by)
    _refuse_ended(ticket)
    if by.agent_id is None:
        raise Invalid("Only an agent can take a ticket.")
    if ticket.assignee_id is None:
        _hand_over(session, ticket, by.agent_id, by=by, choice=Choice())
        if ticket.category is Category.NEW:
            statuses.open_new(session, ticket, by=by)
    elif ticket.assignee_id == by.agent_id:
        acceptance.by_doing(session, ticket, by=by)
    else:
        raise Conflict("Somebody else has taken this ticket.", code="taken", agent_id=ticket.assignee_id)
    return ticket


def give_back(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Put a ticket back into the queue with its original age."""
    ticket = open_ticket(session, ticket_id, by=by)
    unassign(session, ticket, by=by, reason="given_back")
    return ticket


def claim(session: Session, ticket_id: int, *, agent_id: int, choice: Choice, is_asked_for: bool = False) -> bool:
    """Give a waiting ticket to an agent if both are still free for it; False when somebody was faster.

    The agent's presence row is locked while their load is counted, so that two routers never overfill them.
    is_asked_for: the agent wants it, so it is no offer however the team offers its tickets.
    """
    locked = session.execute(_SEAT, {"id": agent_id}).one_or_none()
    ticket = open_ticket(session, ticket_id, by=ROUTING)
    if locked is None or ticket.assignee_id is not None or ticket.category not in ROUTABLE:
        return False
    presence, capacity_units = locked
    rules = team_routing.of_team(session, ticket.team_id)
    # Held here: a session forgets what nobody holds, and would read the same channel again for each step.
    channel = session.get_one(Channel, ticket.channel_id)
    kind = channel.kind
    if used_units(session, agent_id) + UNITS[kind] > capacity_units:
        return False
    if not _within_limits(session, agent_id, ticket.team_id, kind, rules):
        return False
    offer_s = 0 if is_asked_for else rules.offer_s.get(kind, 0)
    until = clock.now() + timedelta(seconds=offer_s) if offer_s else None
    presence.last_assigned_at = clock.now()
    _hand_over(session, ticket, agent_id, by=ROUTING, choice=choice, offer_until=until)
    return True


def unassign(session: Session, ticket: Ticket, *, by: Actor, reason: str, silently: bool = False) -> None:
    """Take a locked ticket from whoever has it; `silently` when the next event tells the whole change."""
    if ticket.assignee_id is None:
        return
    before, ticket.assignee_id, ticket.offer_until = ticket.assignee_id, None, None
    _end(session, ticket, reason)
    if not silently:
        touch(ticket)
        events.record(
            session, "ticket.unassigned", by=by, ticket=ticket, data={"from_agent_id": before, "reason": reason}
        )


def used_units(session: Session, agent_id: int) -> int:
    """Return how many capacity units an agent's new and open tickets take."""
    return session.scalar(_USED, {"id": agent_id}) or 0


def units_of(session: Session, ticket: Ticket) -> int:
    """Return how many capacity units a ticket takes, by its channel."""
    return UNITS[session.get_one(Channel, ticket.channel_id).kind]


def _within_limits(session: Session, agent_id: int, team_id: int | None, kind: ChannelKind, rules: TeamRouting) -> bool:
    """Say whether one more ticket of this kind is within what the team lets its agents have open."""
    if rules.most_open is None and kind not in rules.limits:
        return True
    theirs = Ticket.team_id.is_(None) if team_id is None else Ticket.team_id == team_id
    counted = dict(
        session.execute(
            select(Channel.kind, func.count())
            .select_from(Assignment)
            .join(Ticket, Ticket.id == Assignment.ticket_id)
            .join(Channel, Channel.id == Ticket.channel_id)
            .where(
                Assignment.agent_id == agent_id, Assignment.ended_at.is_(None), Ticket.category.in_(ROUTABLE), theirs
            )
            .group_by(Channel.kind)
        ).all()
    )
    if rules.most_open is not None and sum(counted.values()) >= rules.most_open:
        return False
    return kind not in rules.limits or counted.get(kind, 0) < rules.limits[kind]


def _hand_over(
    session: Session,
    ticket: Ticket,
    agent_id: int,
    *,
    by: Actor,
    choice: Choice,
    before: int | None = None,
    offer_until: datetime | None = None,
) -> None:
    ticket.assignee_id, ticket.waiting_reason, ticket.offer_until = agent_id, None, offer_until
    row = Assignment(
        ticket_id=ticket.id,
        agent_id=agent_id,
        units=units_of(session, ticket),
        by=AssignedBy.ROUTING if by.kind is ActorKind.ROUTING else AssignedBy.AGENT,
        by_agent_id=by.agent_id,
        reasons=[list(reason) for reason in choice.reasons],
        runners_up=list(choice.runners_up),
        assigned_at=clock.now(),
        offer_expires_at=offer_until,
    )
    session.add(row)
    # No clock depends on who has a ticket. All of it in one flush: the ticket is written once.
    raise_version(ticket)
    if offer_until is None:
        visitors.tell_agent(session, ticket, agent_id)
    session.flush()
    data: dict[str, Any] = {"to_agent_id": agent_id, "by": row.by.value, "assignment_id": row.id}  # JSON
    if offer_until is not None:
        data["offer_until"] = offer_until.isoformat()
    if before is not None:
        data["from_agent_id"] = before
    events.record(session, "ticket.assigned", by=by, ticket=ticket, data=data)


def _end(session: Session, ticket: Ticket, reason: str) -> None:
    row = session.scalar(select(Assignment).where(Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None)))
    if row is not None:
        row.ended_at, row.end_reason = clock.now(), reason
        session.flush()


def _refuse_ended(ticket: Ticket) -> None:
    if ticket.category is Category.CLOSED:
        raise Conflict("A closed ticket cannot be assigned.", code="closed")


def _require_able(session: Session, ticket: Ticket, agent_id: int) -> None:
    agent = session.get(Agent, agent_id)
    if agent is None or not agent.is_active:
        raise Invalid("There is no such active agent.", agent_id=agent_id)
    if not may_see(actor_of(session, agent), team_id=ticket.team_id, assignee_id=None):
        raise Invalid("This agent is not in the ticket's team; change the team first.", agent_id=agent_id)
