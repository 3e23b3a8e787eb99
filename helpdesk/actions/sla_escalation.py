"""What a policy has done by itself when a clock warns or breaches."""

import logging
from collections.abc import Collection
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import assign, label, notifications
from helpdesk.actions.access import open_ticket
from helpdesk.actions.sla import KINDS
from helpdesk.crash import crash_point
from helpdesk.errors import DeskError
from helpdesk.models import ENDED, Agent, Role, SlaClock, Ticket
from helpdesk.models.sla import OWED
from helpdesk.permissions import SYSTEM, may_see
from helpdesk.queries.rights import actors_of
from helpdesk.queries.rows import iso
from helpdesk.sla_policies import in_force
from helpdesk.sla_shapes import Escalation, Moment, Notified

log = logging.getLogger(__name__)

BATCH: Final = 500


def escalate_owed() -> int:
    """Do what is owed, clock by clock in transactions of their own; return for how many it was done.

    What fails is tried again the next time.
    """
    with db.reading() as session:
        owed = session.execute(select(SlaClock.id, SlaClock.ticket_id).where(OWED).order_by(SlaClock.id).limit(BATCH))
        found = owed.all()
    return sum(_escalate_alone(id, ticket_id) for id, ticket_id in found)


def _escalate_alone(id: int, ticket_id: int) -> bool:
    try:
        with db.transaction() as session:
            return _escalate(session, id, ticket_id)
    except Exception:
        log.exception("escalation of ticket %s failed, going on", ticket_id)
        return False
    finally:
        crash_point("sla.after_commit")


def _escalate(session: Session, id: int, ticket_id: int) -> bool:
    ticket = open_ticket(session, ticket_id, by=SYSTEM)
    row = session.get(SlaClock, id)
    moment = row.owes if row else None
    done = update(SlaClock).where(SlaClock.id == id, OWED).values(owes=None)
    if row is None or moment is None or not db.changed(session, done):
        return False
    policy = in_force(session).by_id(row.policy_id)
    for escalation in policy.escalations if policy else ():
        if escalation.concerns(Moment(moment), row.target):
            _try(session, ticket, row, escalation)
    session.flush()
    crash_point("sla.before_commit")
    return True


def _try(session: Session, ticket: Ticket, row: SlaClock, escalation: Escalation) -> None:
    """Do one thing; what cannot be done does not keep the others from it."""
    try:
        with session.begin_nested():
            _do(session, ticket, row, escalation)
    except DeskError as error:
        log.warning("escalation of ticket %s left out: %s", ticket.id, error.code)


def _do(session: Session, ticket: Ticket, row: SlaClock, escalation: Escalation) -> None:
    _notify(session, ticket, row, escalation)
    if row.met_at is not None or ticket.category in ENDED:  # late, but done: nobody needs to hurry any more
        return
    if escalation.priority is not None and escalation.priority < ticket.priority:
        label.set_priority(session, ticket.id, priority=escalation.priority, by=SYSTEM)
    if escalation.team_id is not None:
        label.set_team(session, ticket.id, team_id=escalation.team_id, by=SYSTEM)
    if escalation.unassign:
        assign.unassign(session, ticket, by=SYSTEM, reason="sla")


def _notify(session: Session, ticket: Ticket, row: SlaClock, escalation: Escalation) -> None:
    told = recipients(session, ticket, escalation.notify)
    data = {"target": row.target.value, "due_at": iso(row.due_at)}
    notifications.notify(session, told, kind=KINDS[escalation.at], ticket=ticket, data=data)


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
