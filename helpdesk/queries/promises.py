"""Promises and reminders as agents see them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import NotFound
from helpdesk.models import Customer, CustomerPromise, Promise, PromiseKind, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.among import one_of_given
from helpdesk.queries.customers import known_to
from helpdesk.queries.rows import Json, iso

MAX: Final = 500

# Not the whole ticket: an agent may have made hundreds.
_ROW: Final[tuple[Any, ...]] = (
    Promise,
    Ticket.id.label("ticket_id"),
    Ticket.number,
    Ticket.subject,
    Ticket.preview,
    Ticket.customer_id,
    Customer.name,
)
_OPEN: Final = (
    select(*_ROW)
    .join(Ticket, Ticket.id == Promise.ticket_id)
    .join(Customer, Customer.id == Ticket.customer_id)
    .where(one_of_given(Promise.ticket_id), Promise.done_at.is_(None))
    .where(or_(Promise.kind == PromiseKind.PROMISE, Promise.owner_id == bindparam("agent_id")))
    .order_by(Promise.due_at, Promise.id)
    .limit(bindparam("limit"))
)


def own_promises(session: Session, actor: Actor) -> list[Json]:
    """Return an agent's own that are still open, and what others promised on tickets the agent has; the next due first."""
    theirs = or_(
        Promise.owner_id == actor.agent_id,
        (Promise.kind == PromiseKind.PROMISE) & (Ticket.assignee_id == actor.agent_id),
    )
    of_tickets = _views(session, _selected(actor).where(theirs, Promise.done_at.is_(None)))
    to_customers = _to_customers(
        session, _selected_of_customers(actor).where(CustomerPromise.owner_id == actor.agent_id)
    )
    return sorted([*of_tickets, *to_customers], key=lambda one: one["due_at"])[:MAX]


def customer_promises(session: Session, actor: Actor, customer_id: int) -> list[Json]:
    """Return the open ones of a customer, the next due first; none of one the actor may not know."""
    wanted = _selected_of_customers(actor).where(CustomerPromise.customer_id == customer_id)
    return _to_customers(session, wanted)


def customer_promise_view(session: Session, actor: Actor, promise_id: int) -> Json:
    """Return one of a customer in the shape of the API, kept ones too."""
    wanted = _with_customers(actor).where(CustomerPromise.id == promise_id)
    return _to_customers(session, wanted)[0]


def ticket_promises(session: Session, actor: Actor, ticket_id: int) -> list[Json]:
    """Return the open ones of a ticket, the next due first, without the reminders of others; NotFound for a hidden one."""
    if session.scalar(select(Ticket.id).where(Ticket.id == ticket_id, visible_to(actor))) is None:
        raise NotFound
    return open_promises(session, actor, ticket_id)


def open_promises(session: Session, actor: Actor, ticket_id: int) -> list[Json]:
    """Return the open ones of a ticket; none of a hidden one."""
    return _views(session, _selected(actor).where(Promise.ticket_id == ticket_id, Promise.done_at.is_(None)))


def promises_of(session: Session, actor: Actor, ticket_ids: Collection[int]) -> dict[int, list[Json]]:
    """Return the open ones of tickets the actor has been shown, by ticket id, the next due first."""
    asked = {"ids": list(ticket_ids), "agent_id": actor.agent_id, "limit": MAX * len(ticket_ids)}
    theirs: dict[int, list[Json]] = {id: [] for id in ticket_ids}
    now = clock.now()
    for row in session.execute(_OPEN, asked):
        theirs[row.ticket_id].append(_view(row, now))
    return theirs


def promise_view(session: Session, actor: Actor, promise_id: int) -> Json:
    """Return one in the shape of the API."""
    return _views(session, _selected(actor).where(Promise.id == promise_id))[0]


def _selected(actor: Actor) -> Select[Any]:
    return (
        select(*_ROW)
        .join(Ticket, Ticket.id == Promise.ticket_id)
        .join(Customer, Customer.id == Ticket.customer_id)
        .where(visible_to(actor), _may_read(actor))
        .order_by(Promise.due_at, Promise.id)
        .limit(MAX)
    )


def _selected_of_customers(actor: Actor) -> Select[CustomerPromise, str]:
    return _with_customers(actor).where(CustomerPromise.done_at.is_(None))


def _with_customers(actor: Actor) -> Select[CustomerPromise, str]:
    return (
        select(CustomerPromise, Customer.name)
        .join(Customer, Customer.id == CustomerPromise.customer_id)
        .where(known_to(actor))
        .order_by(CustomerPromise.due_at, CustomerPromise.id)
        .limit(MAX)
    )


def _to_customers(session: Session, wanted: Select[CustomerPromise, str]) -> list[Json]:
    now = clock.now()
    return [
        {
            "id": promise.id,
            "kind": PromiseKind.PROMISE.value,
            "ticket_id": None,
            "ticket_number": None,
            "ticket_subject": "",
            "customer": {"id": promise.customer_id, "name": name},
            **_common(promise, now),
        }
        for promise, name in session.execute(wanted)
    ]


def _may_read(actor: Actor) -> ColumnElement[bool]:
    return or_(Promise.kind == PromiseKind.PROMISE, Promise.owner_id == actor.agent_id)


def _views(session: Session, wanted: Select[Any]) -> list[Json]:
    now = clock.now()
    return [_view(row, now) for row in session.execute(wanted)]


def _view(row: Any, now: datetime) -> Json:  # columns of `_ROW`
    return {
        "id": row.Promise.id,
        "kind": row.Promise.kind.value,
        "ticket_id": row.ticket_id,
        "ticket_number": row.number,
        "ticket_subject": row.subject or row.preview,
        "customer": {"id": row.customer_id, "name": row.name},
        **_common(row.Promise, now),
    }


def _common(promise: Promise | CustomerPromise, now: datetime) -> Json:
    return {
        "owner_id": promise.owner_id,
        "made_by_id": promise.made_by_id,
        "text": promise.text,
        "due_at": iso(promise.due_at),
        "done_at": iso(promise.done_at),
        "is_overdue": promise.done_at is None and promise.due_at <= now,
    }
