"""What the clock asks of routing: work that waits must not depend on a wake-up that got lost."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from helpdesk import clock, db, queue
from helpdesk.models import Ticket
from helpdesk.models.tickets import WAITS_FOR_AGENT
from routing.jobs import ROUTE

QUIET_TICK: Final = timedelta(seconds=4)

_last_woken: datetime | None = None


def tick() -> bool:
    """Wake routing when a ticket is unclassified, or when tickets wait and nobody looked for 4 seconds."""
    global _last_woken
    now = clock.now()
    if not _is_unclassified() and not (_is_waiting() and _is_quiet(now)):
        return False
    _last_woken = now
    return queue.wake(ROUTE)


def _is_quiet(now: datetime) -> bool:
    return _last_woken is None or now - _last_woken >= QUIET_TICK


def _is_unclassified() -> bool:
    with db.reading() as session:
        return session.scalar(select(Ticket.id).where(Ticket.classified_at.is_(None)).limit(1)) is not None


def _is_waiting() -> bool:
    with db.reading() as session:
        return session.scalar(select(Ticket.id).where(WAITS_FOR_AGENT).limit(1)) is not None
