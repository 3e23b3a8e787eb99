"""The clock was set forward: no time has passed for who is at their desk or was asked to take a ticket, and no grace is over."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from helpdesk.actions import digests, erasures
from helpdesk.models import Assignment, Erasure, Presence, SystemMail, Ticket
from helpdesk.models.assignments import OFFERED

# What a grace, or a pause between mails, is counted from or ends at; nothing that is deleted comes back.
GRACES: Final[tuple[Select[*tuple[Any, ...]], ...]] = (
    select(Ticket.id, Ticket.trashed_at).where(Ticket.trashed_at.is_not(None)),
    select(Erasure.id, Erasure.due_at).where(erasures.IS_OPEN),
    select(SystemMail.id, SystemMail.created_at).where(SystemMail.kind == digests.KIND),
)


def shift(session: Session, by: timedelta) -> None:
    """Move what their time is counted from, and until when, by as much as the clock was set forward."""
    for here in session.scalars(select(Presence).where(Presence.is_online)):
        here.last_seen_at, here.active_at = _later(here.last_seen_at, by), _later(here.active_at, by)
    offered = select(Assignment, Ticket).join(Ticket, Ticket.id == Assignment.ticket_id).where(OFFERED)
    for offer, ticket in session.execute(offered):
        offer.offer_expires_at = ticket.offer_until = _later(offer.offer_expires_at, by)
    session.flush()
    for asked in GRACES:
        _shift(session, asked, by)


def _shift(session: Session, asked: Select[*tuple[Any, ...]], by: timedelta) -> None:
    table, name = asked.column_descriptions[1]["entity"], asked.column_descriptions[1]["name"]
    if moved := [{"id": id, name: moment + by} for id, moment in session.execute(asked)]:
        session.execute(update(table), moved)


def _later(moment: datetime | None, by: timedelta) -> datetime | None:
    return None if moment is None else moment + by
