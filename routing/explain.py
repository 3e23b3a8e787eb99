"""The face that answers why a ticket waits."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.queries.rows import iso
from routing import picture
from routing.picture import Picture
from routing.waiting_reasons import obstacles

Json = dict[str, Any]


def explain(session: Session, ticket_id: int) -> list[Json]:
    """Return why a ticket waits as [{"code", "count", "detail"} ...], most basic first; empty when it does not.

    The caller has made sure that the reader may see the ticket.
    """
    seen = picture.load(session, clock.now(), ticket_id=ticket_id)
    found = [
        {"code": obstacle.reason, "count": obstacle.agents, "detail": obstacle.detail}
        for ticket in seen.waiting
        for obstacle in obstacles(seen, ticket)
    ]
    return found + _overflow(seen, ticket_id)


def _overflow(seen: Picture, ticket_id: int) -> list[Json]:
    """Tell of the team that helps out: when it will, or with how many agents it has."""
    if ticket_id not in seen.overflows:
        return []
    at, team_id, helpers = seen.overflows[ticket_id]
    if at <= seen.now:
        return [{"code": "overflowed", "count": len(helpers), "detail": str(team_id)}]
    when = iso(datetime.fromtimestamp(at, UTC))
    return [{"code": "overflows_at", "count": team_id, "detail": when or ""}]
