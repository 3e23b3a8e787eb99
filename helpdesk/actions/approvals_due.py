"""What becomes of requests for approval with time: told overdue once, passed on from who left, over with their ticket."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.access import open_ticket
from helpdesk.actions.approvals import end_withdrawn, record
from helpdesk.actions.notifications import notify
from helpdesk.crash import crash_point
from helpdesk.models import ACTIVE, Agent, Answer, Approval, Role, TeamMember, Ticket
from helpdesk.models.help import IS_ASKED
from helpdesk.permissions import SYSTEM

BATCH: Final = 100


def tick() -> int:
    """See to all that are due, each in a transaction of its own; return to how many something happened."""
    late = Approval.told_at.is_(None) & (Approval.due_at <= clock.now())
    with db.reading() as session:
        found = session.scalars(
            select(Approval.id)
            .join(Agent, Agent.id == Approval.asked_id)
            .join(Ticket, Ticket.id == Approval.ticket_id)
            .where(IS_ASKED, or_(late, Agent.is_active.is_(False), Ticket.category.not_in(ACTIVE)))
            .order_by(Approval.id)
            .limit(BATCH)
        ).all()
    return sum(db.retrying(partial(_see_to, approval_id=approval_id)) for approval_id in found)


def _see_to(session: Session, *, approval_id: int) -> int:
    found = session.get(Approval, approval_id)
    if found is None:
        return 0
    ticket = open_ticket(session, found.ticket_id, by=SYSTEM)
    approval = session.get_one(Approval, approval_id, populate_existing=True, with_for_update=True)
    if approval.answer is not Answer.OPEN or approval.ticket_id != ticket.id:
        return 0
    if ticket.category not in ACTIVE:
        end_withdrawn(session, approval, ticket, by=SYSTEM)
        return 1
    passed_on = not session.get_one(Agent, approval.asked_id).is_active and _pass_on(session, approval, ticket)
    told = _tell(session, approval, ticket)
    session.flush()
    crash_point("approval.before_commit")
    return int(passed_on or told)


def _tell(session: Session, approval: Approval, ticket: Ticket) -> bool:
    """Tell both sides once that nobody has answered in time."""
    if approval.told_at is not None or approval.due_at > clock.now():
        return False
    approval.told_at = clock.now()
    active = select(Agent.id).where(Agent.id.in_((approval.asked_id, approval.asked_by_id)), Agent.is_active)
    data = {"approval_id": approval.id}
    notify(session, set(session.scalars(active)), kind="approval.overdue", ticket=ticket, data=data)
    return True


def _pass_on(session: Session, approval: Approval, ticket: Ticket) -> bool:
    """Ask somebody else in the place of one who left: a supervisor of the ticket's team, else an admin."""
    stand_in = next(_stand_ins(session, approval, ticket), None)
    if stand_in is None:
        return False
    left_id, approval.asked_id = approval.asked_id, stand_in
    session.flush()
    record(session, "approval.passed_on", approval, ticket, by=SYSTEM, to_id=stand_in)
    notify(
        session, {stand_in}, kind="approval.asked", ticket=ticket, data={"approval_id": approval.id, "left": left_id}
    )
    return True


def _stand_ins(session: Session, approval: Approval, ticket: Ticket) -> Iterator[int]:
    others = select(Agent.id).where(Agent.is_active, Agent.id != approval.asked_by_id).order_by(Agent.id)
    of_team = TeamMember.agent_id == Agent.id, TeamMember.team_id == ticket.team_id
    if ticket.team_id is not None:
        yield from session.scalars(others.join(TeamMember, of_team[0]).where(of_team[1], Agent.role != Role.AGENT))
    yield from session.scalars(others.where(Agent.role == Role.ADMIN))
    yield from session.scalars(others.where(Agent.role == Role.SUPERVISOR))
