"""Throwing tickets away: taken back within some days, and after that what they say is deleted for good."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db, events, settings
from helpdesk.actions import approvals, assign, audit, erasures, statuses
from helpdesk.actions.access import open_ticket, touch
from helpdesk.crash import crash_point
from helpdesk.errors import Conflict
from helpdesk.models import ACTIVE, Agent, Answer, Approval, Category, Status, Ticket
from helpdesk.permissions import SYSTEM, Actor

BATCH: Final = 20


def throw_away(session: Session, ticket_id: int, *, by: Actor, address: str = "") -> Ticket:
    """Put a ticket into the trash: closed, taken from whoever has it, in no list but that one; again changes nothing.

    Conflict "merged" on one that goes on in another ticket, "emptied" on one of which nothing is left.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.trashed_at is not None:
        return ticket
    if ticket.merged_into_id is not None:
        raise Conflict("This ticket is part of another one; take the merge back first.", code="merged")
    _refuse_emptied(ticket)
    _withdraw(session, ticket, by=by)
    ticket.trash = {
        "status_id": ticket.status_id,
        "assignee_id": ticket.assignee_id,
        **{name: _iso(ticket, name) for name in ("resolved_at", "closed_at", "waiting_since", "spam_at")},
    }
    assign.unassign(session, ticket, by=by, reason="trash")
    if ticket.category is not Category.CLOSED:
        statuses.move(session, ticket, statuses.default_status(session, Category.CLOSED), by=by)
    ticket.trashed_at = clock.now()
    ticket.spam_at = ticket.spam_at or ticket.trashed_at
    touch(ticket)
    events.record(session, "ticket.trashed", by=by, ticket=ticket)
    audit.append(session, "ticket.trashed", by=by, what=f"ticket:{ticket.id}", address=address)
    return ticket


def restore(session: Session, ticket_id: int, *, by: Actor, address: str = "") -> Ticket:
    """Take a ticket out of the trash as it was before; harmless on any other. Conflict "emptied" when it is too late."""
    ticket = open_ticket(session, ticket_id, by=by)
    _refuse_emptied(ticket)
    kept = ticket.trash
    if ticket.trashed_at is None or kept is None:
        return ticket
    for name in ("resolved_at", "closed_at", "waiting_since", "spam_at"):
        setattr(ticket, name, datetime.fromisoformat(kept[name]) if kept[name] else None)
    ticket.trashed_at = ticket.trash = None
    _move_back(session, ticket, kept["status_id"], by=by)
    touch(ticket)
    events.record(session, "ticket.restored", by=by, ticket=ticket)
    audit.append(session, "ticket.restored", by=by, what=f"ticket:{ticket.id}", address=address)
    agent = session.get(Agent, kept["assignee_id"]) if kept["assignee_id"] else None
    if agent is not None and agent.is_active and ticket.category in ACTIVE:
        assign.give(session, ticket, agent.id, by=by)
    return ticket


def empty_due() -> int:
    """Empty what has lain in the trash long enough, each in a transaction of its own; return how many that were."""
    with db.reading() as session:
        before = clock.now() - timedelta(days=int(settings.get(session, "trash_days")))
        due = session.scalars(
            select(Ticket.id)
            .where(Ticket.trashed_at.is_not(None), Ticket.trashed_at <= before)
            .order_by(Ticket.trashed_at)
            .limit(BATCH)
        ).all()
    return sum(db.retrying(partial(_empty_one, ticket_id=ticket_id)) for ticket_id in due)


def _empty_one(session: Session, *, ticket_id: int) -> int:
    ticket = open_ticket(session, ticket_id, by=SYSTEM)
    before = clock.now() - timedelta(days=int(settings.get(session, "trash_days")))
    if ticket.trashed_at is None or ticket.trashed_at > before:
        return 0
    erasures.empty(session, ticket)
    ticket.trashed_at, ticket.trash, ticket.emptied_at = None, {"emptied": True}, clock.now()
    events.record(session, "ticket.emptied", by=SYSTEM, ticket=ticket)
    audit.append(session, "ticket.emptied", by=SYSTEM, what=f"ticket:{ticket.id}")
    session.flush()
    crash_point("trash.before_commit")
    return 1


def _withdraw(session: Session, ticket: Ticket, *, by: Actor) -> None:
    asked = select(Approval).where(Approval.ticket_id == ticket.id, Approval.answer == Answer.OPEN)
    for approval in session.scalars(asked).all():
        approvals.end_withdrawn(session, approval, ticket, by=by)


def _move_back(session: Session, ticket: Ticket, status_id: int, *, by: Actor) -> None:
    """Give it the status again that it had; for its clocks it never left it (helpdesk.actions.sla_facts)."""
    status = session.get(Status, status_id) or statuses.default_status(session, Category.OPEN)
    if ticket.status_id == status.id:
        return
    data = {
        "from": ticket.status_id,
        "to": status.id,
        "from_category": ticket.category.value,
        "to_category": status.category.value,
        "merge": "back",
    }
    ticket.status_id, ticket.category = status.id, status.category
    events.record(session, "ticket.status_changed", by=by, ticket=ticket, data=data)


def _refuse_emptied(ticket: Ticket) -> None:
    if ticket.trash is not None and ticket.trashed_at is None:
        raise Conflict("What this ticket said was deleted for good.", code="emptied")


def _iso(ticket: Ticket, name: str) -> str | None:
    at = getattr(ticket, name)
    return None if at is None else at.isoformat()
