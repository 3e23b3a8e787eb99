"""Keeping on tickets why nobody has them yet."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.models import ROUTABLE, Ticket
from helpdesk.permissions import ROUTING

Reason = dict[str, Any]  # JSON: {"code": str, "params": {...}}

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_WAITING = (
    select(Ticket.id, Ticket.customer_id, Ticket.waiting_reason)
    .where(Ticket.id.in_(_IDS), Ticket.assignee_id.is_(None), Ticket.category.in_(ROUTABLE))
    .order_by(Ticket.id)
    .with_for_update(key_share=True)
)
_TICKET: Table = Ticket.__table__  # type: ignore[assignment]  # a Table, which its own type does not say
_EXPLAIN = (
    update(_TICKET)
    .where(_TICKET.c.id == bindparam("ticket_id"))
    .values(waiting_reason=bindparam("reason"), version=_TICKET.c.version + 1, updated_at=bindparam("now"))
)


def explain_many(session: Session, reasons: Mapping[int, Reason]) -> int:
    """Note why tickets wait, by their ids, and return of how many that was news; who waits no longer is left out.

    Clocks do not depend on it.
    """
    session.flush()
    told = [
        (id, customer_id, reasons[id])
        for id, customer_id, known in session.execute(_WAITING, {"ids": sorted(reasons)})
        if known != reasons[id]
    ]
    if not told:
        return 0
    now = clock.now()
    rows = [{"ticket_id": id, "reason": reason, "now": now} for id, _, reason in told]
    session.connection().execute(_EXPLAIN, rows)
    events.record_of_tickets(session, "ticket.waiting_explained", by=ROUTING, told=told)
    return len(told)
