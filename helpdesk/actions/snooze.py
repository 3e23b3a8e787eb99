"""Putting a ticket aside until a moment; it comes back by the clock, or when its customer writes."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db, events
from helpdesk.actions.access import open_ticket, raise_version
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import ACTIVE, Ticket
from helpdesk.permissions import SYSTEM, Actor

LONGEST: Final = timedelta(days=366)
BATCH: Final = 100


def snooze(session: Session, ticket_id: int, *, until: datetime, by: Actor) -> Ticket:
    """Put a ticket aside until a moment in the coming year; the same moment again changes nothing.

    Its clocks go on: the customer still waits. Conflict "ended" on one that is resolved or closed.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.category not in ACTIVE:
        raise Conflict("This ticket is done; there is nothing to put aside.", code="ended")
    now = clock.now()
    if until <= now:
        raise Invalid("Choose a moment that is still to come.", until="past")
    if until > now + LONGEST:
        raise Invalid("Choose a moment within a year.", until="too_far")
    if ticket.snoozed_until != until:
        ticket.snoozed_until, ticket.snoozed_by_id = until, by.agent_id
        raise_version(ticket)
        events.record(session, "ticket.snoozed", by=by, ticket=ticket, data={"until": _iso(until)})
    return ticket


def wake_by_hand(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Bring a ticket back now; harmless on one that is not put aside."""
    ticket = open_ticket(session, ticket_id, by=by)
    wake(session, ticket, by=by, reason="agent")
    return ticket


def wake(session: Session, ticket: Ticket, *, by: Actor, reason: str) -> None:
    """Bring a locked ticket back. reason: "agent", "customer" or "time"."""
    if ticket.snoozed_until is None:
        return
    snoozed_by = ticket.snoozed_by_id
    ticket.snoozed_until = ticket.snoozed_by_id = None
    raise_version(ticket)
    events.record(session, "ticket.woken", by=by, ticket=ticket, data={"reason": reason, "snoozed_by_id": snoozed_by})


def wake_due() -> int:
    """Bring back what has slept long enough, each in a transaction of its own; return how many that were."""
    with db.reading() as session:
        due = session.scalars(
            select(Ticket.id)
            .where(Ticket.snoozed_until.is_not(None), Ticket.snoozed_until <= clock.now())
            .order_by(Ticket.snoozed_until)
            .limit(BATCH)
        ).all()
    return sum(db.retrying(partial(_wake_one, ticket_id=ticket_id)) for ticket_id in due)


def _wake_one(session: Session, *, ticket_id: int) -> int:
    ticket = open_ticket(session, ticket_id, by=SYSTEM)
    if ticket.snoozed_until is None or ticket.snoozed_until > clock.now():
        return 0
    wake(session, ticket, by=SYSTEM, reason="time")
    return 1


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
