"""What one agent was told."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import Notification, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.rows import Json, iso

PAGE: Final = 50


def latest(session: Session, actor: Actor, *, before: int | None = None) -> Json:
    """Return 50 notifications of an agent, the newest first, and how many are unread; hidden tickets are left out."""
    wanted = _theirs(actor).order_by(Notification.id.desc()).limit(PAGE)
    if before is not None:
        wanted = wanted.where(Notification.id < before)
    unread = select(func.count()).select_from(Notification).outerjoin(Ticket, Ticket.id == Notification.ticket_id)
    count = session.scalar(unread.where(_shown_to(actor), Notification.read_at.is_(None), _may_hear(actor)))
    return {"unread": count or 0, "notifications": [view(row, number) for row, number in session.execute(wanted)]}


def by_ids(session: Session, ids: Collection[int]) -> dict[int, Json]:
    """Return notifications by id, for those they are meant for."""
    wanted = (
        select(Notification, Ticket.number)
        .outerjoin(Ticket, Ticket.id == Notification.ticket_id)
        .where(Notification.id.in_(ids))
    )
    return {row.id: view(row, number) for row, number in session.execute(wanted)}


def view(row: Notification, ticket_number: int | None) -> Json:
    """Return one notification in the shape of the API."""
    return {
        "id": row.id,
        "kind": row.kind,
        "ticket_id": row.ticket_id,
        "ticket_number": ticket_number,
        "data": row.data,
        "at": iso(row.created_at),
        "read": row.read_at is not None,
    }


def _theirs(actor: Actor) -> Select[Notification, int]:
    return (
        select(Notification, Ticket.number)
        .outerjoin(Ticket, Ticket.id == Notification.ticket_id)
        .where(_shown_to(actor), _may_hear(actor))
    )


def _shown_to(actor: Actor) -> ColumnElement[bool]:
    return and_(Notification.agent_id == actor.agent_id, Notification.is_shown)


def _may_hear(actor: Actor) -> ColumnElement[bool]:
    return or_(Notification.ticket_id.is_(None), visible_to(actor))
