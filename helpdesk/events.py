"""Recording what happened; only actions call this."""

from typing import Any

from sqlalchemy.orm import Session

from helpdesk import clock, db, queue
from helpdesk.models import Event, Message, Ticket
from helpdesk.permissions import Actor


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
