"""The relay's work: give new events their positions and tell the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from helpdesk import db, leases, live, queue
from helpdesk.crash import crash_point
from helpdesk.leases import Fence
from helpdesk.models import Event
from helpdesk.models.base import BigId

BATCH = 500
# Built once: asked after every event, and every other second for ever.
_KINDS_WAITING = select(Event.kind).where(Event.position.is_(None)).limit(BATCH)
_LAST = select(func.max(Event.position))
_WAITING = (
    select(Event.id, func.row_number().over(order_by=Event.id).label("nth"))
    .where(Event.position.is_(None))
    .order_by(Event.id)
    .limit(BATCH)
    .subquery()
)
_EVENTS = cast("Table", Event.__table__)
_NUMBER = (
    update(_EVENTS)
    .where(Event.id == _WAITING.c.id)
    .values(position=bindparam("last", type_=BigId) + _WAITING.c.nth)
    .returning(Event.position, Event.kind)
)


@dataclass(frozen=True, slots=True)
class Wiring:
    """Which jobs and which loops each event kind wakes."""

    jobs: Mapping[str, Sequence[str]]
    signals: Mapping[str, Sequence[str]]


def relay_once(fence: Fence, wiring: Wiring) -> int:
    """Number up to 500 waiting events in one update, then announce them and wake what hangs on their kinds.

    Jobs need no positions: those of what is waiting are woken first, and begin while it is numbered.
    Returns how many were numbered; raises Fenced when another relay has taken over.
    """
    waiting = _kinds_waiting()
    if not waiting:
        return 0
    _wake_jobs(waiting, wiring)
    crash_point("relay.before_number")
    with db.transaction() as session:
        leases.check(session, fence)
        numbered = number_waiting(session)
    crash_point("relay.after_number")
    if not numbered:
        return 0
    live.announce_position(max(position for position, _ in numbered))
    crash_point("relay.after_announce")
    kinds = {kind for _, kind in numbered}
    _signal_loops(kinds, wiring)
    _wake_jobs(kinds - waiting, wiring)
    return len(numbered)


def number_waiting(session: Session) -> list[tuple[int, str]]:
    """Give positions to up to 500 waiting events, in the order of their ids; returns each with its kind.

    Only for who holds the relay's lease, or a database that nobody else uses.
    """
    given = session.execute(_NUMBER, {"last": last_position(session)})
    return [(position or 0, kind) for position, kind in given]


def last_position(session: Session) -> int:
    """Return the newest position given; read it before the rows it is to vouch for."""
    return session.scalar(_LAST) or 0


def _kinds_waiting() -> set[str]:
    with db.reading() as session:
        return set(session.scalars(_KINDS_WAITING))


def _signal_loops(kinds: set[str], wiring: Wiring) -> None:
    for loop in sorted({loop for kind in kinds for loop in wiring.signals.get(kind, ())}):
        queue.signal(loop)


def _wake_jobs(kinds: set[str], wiring: Wiring) -> None:
    for job in sorted({job for kind in kinds for job in wiring.jobs.get(kind, ())}):
        queue.wake(job)
