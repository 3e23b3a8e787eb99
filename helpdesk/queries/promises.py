"""Promises and reminders as agents see them."""

from typing import Final

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import NotFound
from helpdesk.models import Customer, Promise, PromiseKind, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.rows import Json, iso

MAX: Final = 500


def own_promises(session: Session, actor: Actor) -> list[Json]:
    """Return an agent's own that are still open, and what others promised on tickets the agent has; the next due first."""
    theirs = or_(
        Promise.owner_id == actor.agent_id,
        (Promise.kind == PromiseKind.PROMISE) & (Ticket.assignee_id == actor.agent_id),
    )
    return _views(session, _selected(actor).where(theirs, Promise.done_at.is_(None)))


def ticket_promises(session: Session, actor: Actor, ticket_id: int) -> list[Json]:
    """Return the open ones of a ticket, the next due first, without the reminders of others; NotFound for a hidden one."""
    if session.scalar(select(Ticket.id).where(Ticket.id == ticket_id, visible_to(actor))) is None:
        raise NotFound
    return open_promises(session, actor, ticket_id)


def open_promises(session: Session, actor: Actor, ticket_id: int) -> list[Json]:
    """Return the open ones of a ticket; none of a hidden one."""
    return _views(session, _selected(actor).where(Promise.ticket_id == ticket_id, Promise.done_at.is_(None)))


def promise_view(session: Session, actor: Actor, promise_id: int) -> Json:
    """Return one in the shape of the API."""
    return _views(session, _selected(actor).where(Promise.id == promise_id))[0]


def _selected(actor: Actor) -> Select[Promise, Ticket, str]:
    return (
        select(Promise, Ticket, Customer.name)
        .join(Ticket, Ticket.id == Promise.ticket_id)
        .join(Customer, Customer.id == Ticket.customer_id)
        .where(visible_to(actor), _may_read(actor))
        .order_by(Promise.due_at, Promise.id)
        .limit(MAX)
    )


def _may_read(actor: Actor) -> ColumnElement[bool]:
    return or_(Promise.kind == PromiseKind.PROMISE, Promise.owner_id == actor.agent_id)


def _views(session: Session, wanted: Select[Promise, Ticket, str]) -> list[Json]:
    now = clock.now()
    return [
        {
            "id": promise.id,
            "kind": promise.kind.value,
            "ticket_id": ticket.id,
            "ticket_number": ticket.number,
            "ticket_subject": ticket.subject or ticket.preview,
            "customer": {"id": ticket.customer_id, "name": name},
            "owner_id": promise.owner_id,
            "made_by_id": promise.made_by_id,
            "text": promise.text,
            "due_at": iso(promise.due_at),
            "done_at": iso(promise.done_at),
            "is_overdue": promise.done_at is None and promise.due_at <= now,
        }
        for promise, ticket, name in session.execute(wanted)
    ]
