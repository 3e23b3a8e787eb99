"""Requests for approval as agents see them."""

from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Answer, Approval, Customer, Ticket
from helpdesk.models.help import IS_ASKED
from helpdesk.permissions import Actor, may_see, visible_to
from helpdesk.queries.rows import Json, iso
from helpdesk.queries.ticket import find

MAX: Final = 200


def open_approvals(session: Session, actor: Actor) -> list[Json]:
    """Return what an agent is asked and what they asked, as long as it is open; the next due first."""
    own = or_(Approval.asked_id == actor.agent_id, Approval.asked_by_id == actor.agent_id)
    wanted = _selected(actor).where(own, IS_ASKED).order_by(Approval.due_at, Approval.id)
    return _views(session, actor, wanted)


def ticket_approvals(session: Session, actor: Actor, ticket_id: int) -> list[Json]:
    """Return the requests of a ticket, open ones first and then the newest; NotFound for a hidden ticket."""
    find(session, actor, ticket_id=ticket_id)
    wanted = _selected(actor).where(Approval.ticket_id == ticket_id)
    return _views(session, actor, wanted.order_by((Approval.answer != Answer.OPEN), Approval.id.desc()))


def approval_view(session: Session, actor: Actor, approval_id: int) -> Json:
    """Return one in the shape of the API, to whoever asked, was asked or has just answered it."""
    return _views(session, actor, _everything().where(Approval.id == approval_id))[0]


Selected = Select[Approval, Ticket, str]


def _everything() -> Selected:
    return (
        select(Approval, Ticket, Customer.name)
        .join(Ticket, Ticket.id == Approval.ticket_id)
        .join(Customer, Customer.id == Ticket.customer_id)
        .limit(MAX)
    )


def _selected(actor: Actor) -> Selected:
    return _everything().where(visible_to(actor))


def _views(session: Session, actor: Actor, wanted: Selected) -> list[Json]:
    return [_view(actor, approval, ticket, name) for approval, ticket, name in session.execute(wanted)]


def _view(actor: Actor, approval: Approval, ticket: Ticket, name: str) -> Json:
    is_open = approval.answer is Answer.OPEN
    return {
        "id": approval.id,
        "ticket_id": ticket.id,
        "ticket_number": ticket.number,
        "ticket_subject": ticket.subject or ticket.preview,
        "customer": {"id": ticket.customer_id, "name": name},
        "asked_id": approval.asked_id,
        "asked_by_id": approval.asked_by_id,
        "question": approval.question,
        "due_at": iso(approval.due_at),
        "answer": approval.answer.value,
        "reason": approval.reason,
        "created_at": iso(approval.created_at),
        "answered_at": iso(approval.answered_at),
        "is_overdue": is_open and approval.due_at <= clock.now(),
        "may_answer": is_open and approval.asked_id == actor.agent_id,
        "may_withdraw": is_open and may_see(actor, team_id=ticket.team_id, assignee_id=ticket.assignee_id),
    }
