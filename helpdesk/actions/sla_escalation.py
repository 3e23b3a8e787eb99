"""What a policy has done by itself when a clock warns or breaches."""

import logging
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions import assign, label, notifications
from helpdesk.errors import DeskError
from helpdesk.models import Agent, Role, SlaClock, Ticket
from helpdesk.permissions import SYSTEM, may_see
from helpdesk.queries.rights import actors_of
from helpdesk.sla_policies import Policy
from helpdesk.sla_shapes import Escalation, Moment, Notified

log = logging.getLogger(__name__)


def escalate(session: Session, ticket: Ticket, row: SlaClock, *, policy: Policy, moment: Moment) -> None:
    """Do what the policy says for this clock; one thing that cannot be done does not keep the others from it."""
    for escalation in policy.escalations:
        if not escalation.concerns(moment, row.target):
            continue
        try:
            with session.begin_nested():
                _do(session, ticket, row, escalation)
        except DeskError as error:
            log.warning("escalation of ticket %s left out: %s", ticket.id, error.code)


def _do(session: Session, ticket: Ticket, row: SlaClock, escalation: Escalation) -> None:
    _notify(session, ticket, row, escalation)
    if escalation.priority is not None and escalation.priority < ticket.priority:
        label.set_priority(session, ticket.id, priority=escalation.priority, by=SYSTEM)
    if escalation.team_id is not None:
        label.set_team(session, ticket.id, team_id=escalation.team_id, by=SYSTEM)
    if escalation.unassign:
        assign.unassign(session, ticket, by=SYSTEM, reason="sla")


def _notify(session: Session, ticket: Ticket, row: SlaClock, escalation: Escalation) -> None:
    told = recipients(session, ticket, escalation.notify)
    data = {"target": row.target.value, "due_at": row.due_at.isoformat() if row.due_at else None}
    notifications.notify(session, told, kind=f"sla.{_word(escalation.at)}", ticket=ticket, data=data)


def recipients(session: Session, ticket: Ticket, notified: Notified) -> Collection[int]:
    """Return who is told; nobody who may not see the ticket, and the admins where no supervisor may."""
    if notified == Notified():
        return ()
    agents = session.scalars(select(Agent).where(Agent.is_active)).all()
    actors = actors_of(session, agents)
    sees = [
        agent for agent in agents if may_see(actors[agent.id], team_id=ticket.team_id, assignee_id=ticket.assignee_id)
    ]
    found = {agent.id for agent in sees if agent.id in notified.agent_ids or agent.role in notified.roles}
    found |= {agent.id for agent in sees if notified.assignee and agent.id == ticket.assignee_id}
    if notified.supervisors:
        above = {agent.id for agent in sees if agent.role is Role.SUPERVISOR}
        found |= above or {agent.id for agent in sees if agent.role is Role.ADMIN}
    return found


def _word(moment: Moment) -> str:
    return {Moment.WARNING: "warned", Moment.BREACH: "breached"}[moment]
