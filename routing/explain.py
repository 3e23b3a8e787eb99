"""The face that answers why a ticket waits."""

from typing import Any

from sqlalchemy.orm import Session

from helpdesk import clock
from routing import picture
from routing.waiting import explain_waiting


def explain(session: Session, ticket_id: int) -> list[dict[str, Any]]:
    """Return why a ticket waits as [{"code", "count", "detail"} ...], most basic first; empty when it does not.

    The caller has made sure that the reader may see the ticket.
    """
    seen = picture.load(session, clock.now(), ticket_id=ticket_id)
    return [
        {"code": obstacle.reason, "count": obstacle.agents, "detail": obstacle.detail}
        for ticket in seen.waiting
        for obstacle in explain_waiting(ticket, seen.agents, now=seen.now)
    ]
