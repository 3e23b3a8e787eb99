"""Keeping on a ticket why nobody has it yet."""

from typing import Any

from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions.access import open_ticket, touch
from helpdesk.models import ROUTABLE
from helpdesk.permissions import ROUTING

Reason = dict[str, Any]  # JSON: {"code": str, "params": {...}}


def explain(session: Session, ticket_id: int, reason: Reason) -> bool:
    """Note why a ticket waits; False, recording nothing, when it says so already or waits no longer."""
    ticket = open_ticket(session, ticket_id, by=ROUTING)
    if ticket.assignee_id is not None or ticket.category not in ROUTABLE or ticket.waiting_reason == reason:
        return False
    ticket.waiting_reason = reason
    touch(ticket)
    events.record(session, "ticket.waiting_explained", by=ROUTING, ticket=ticket, data=reason)
    return True
