"""The clock was set forward: no time has passed for who is at their desk, nor for who was asked whether they take a ticket."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Assignment, Presence, Ticket
from helpdesk.models.assignments import OFFERED


def shift(session: Session, by: timedelta) -> None:
    """Move what their time is counted from, and until when, by as much as the clock was set forward."""
    for here in session.scalars(select(Presence).where(Presence.is_online)):
        here.last_seen_at, here.active_at = _later(here.last_seen_at, by), _later(here.active_at, by)
    offered = select(Assignment, Ticket).join(Ticket, Ticket.id == Assignment.ticket_id).where(OFFERED)
    for offer, ticket in session.execute(offered):
        offer.offer_expires_at = ticket.offer_until = _later(offer.offer_expires_at, by)


def _later(moment: datetime | None, by: timedelta) -> datetime | None:
    return None if moment is None else moment + by
