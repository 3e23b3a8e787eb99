"""Recording what happened; only actions call this."""

from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import clock, db, queue
from helpdesk.models import Event, Message, Ticket
from helpdesk.permissions import Actor

KINDS: Final = frozenset(
    {
        "customer.changed",
        "draft.deleted",
        "draft.saved",
        "message.delivered",
        "message.failed",
        "message.queued",
        "message.read",
        "message.received",
        "message.released",
        "message.retried",
        "message.sent",
        "message.unknown",
        "message.withdrawn",
        "note.added",
        "presence.changed",
        "read.marked",
        "session.revoked",
        "thread.seen",
        "ticket.assigned",
        "ticket.classified",
        "ticket.created",
        "ticket.priority_changed",
        "ticket.reopened",
        "ticket.skills_changed",
        "ticket.status_changed",
        "ticket.subject_changed",
        "ticket.team_changed",
        "ticket.type_changed",
        "ticket.unassigned",
        "ticket.waiting_explained",
        "workspace.changed",
    }
)


def record(
    session: Session,
    kind: str,
    *,
    by: Actor,
    ticket: Ticket | None = None,
    message: Message | None = None,
    customer_id: int | None = None,
    agent_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Record one fact in the transaction that makes it true, and wake the relay when it commits.

    kind: noun.past. agent_id: whom it is about where that is not the actor. data: ids and non-personal values only.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no event kind; name it in KINDS, where screens and reports find it.")
    fact = Event(
        kind=kind,
        ticket_id=ticket.id if ticket else None,
        customer_id=ticket.customer_id if ticket else customer_id,
        message_id=message.id if message else None,
        agent_id=by.agent_id if agent_id is None else agent_id,
        actor=by.kind.value,
        data=data or {},
        created_at=clock.now(),
    )
    session.add(fact)
    db.after_commit(session, "relay", lambda: queue.signal("relay"))
    return fact
