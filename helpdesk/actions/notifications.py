"""Telling single agents what they are to know."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.models import Notification, Ticket
from helpdesk.permissions import SYSTEM, Actor


def notify(
    session: Session,
    agent_ids: Collection[int],
    *,
    kind: str,
    ticket: Ticket,
    data: dict[str, Any] | None = None,  # JSON: ids and numbers only
) -> None:
    """Tell each of these agents once of something about a ticket, privately."""
    for agent_id in sorted(agent_ids):
        row = Notification(agent_id=agent_id, kind=kind, ticket_id=ticket.id, data=data or {}, created_at=clock.now())
        session.add(row)
        session.flush()
        told = {"notification_id": row.id}
        events.record(session, "notification.added", by=SYSTEM, ticket=ticket, agent_id=agent_id, data=told)


def mark_read(session: Session, *, upto: int, by: Actor) -> int:
    """Note that an agent has read all their notifications up to an id; return how many that were."""
    unread = update(Notification).where(
        Notification.agent_id == by.agent_id, Notification.id <= upto, Notification.read_at.is_(None)
    )
    return session.connection().execute(unread.values(read_at=clock.now())).rowcount
