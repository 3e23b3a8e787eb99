"""What the clock asks of routing: work that waits must not depend on a wake-up that got lost."""

import time
from typing import Final

from sqlalchemy import select

from helpdesk import db, queue
from helpdesk.models import Ticket
from helpdesk.models.tickets import WAITS_FOR_AGENT
from helpdesk.queue import ROUTE
from routing import classification
from routing.jobs import route

QUIET_S: Final = 4.0
# Built once: asked every other second for ever.
_ANY_WAITING: Final = select(Ticket.id).where(WAITS_FOR_AGENT).limit(1)

_last_woken_at = float("-inf")  # monotonic: a clock set back must not make anybody wait


def tick() -> bool:
    """Wake routing when a ticket is unclassified, or when tickets wait and nobody looked for 4 seconds.

    Where Redis cannot carry the wake-up (away, full, read-only), route right here: a worker would never hear of it.
    """
    global _last_woken_at
    now = time.monotonic()
    if not _is_unclassified() and not (_is_waiting() and now - _last_woken_at >= QUIET_S):
        return False
    _last_woken_at = now
    if not queue.wake(ROUTE):
        route()
    return True


def _is_unclassified() -> bool:
    with db.reading() as session:
        return classification.any_waits(session)


def _is_waiting() -> bool:
    with db.reading() as session:
        return session.scalar(_ANY_WAITING) is not None
