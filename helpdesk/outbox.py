"""The relay's work: give new events their positions and tell the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from helpdesk import db, leases, live, queue
from helpdesk.crash import crash_point
from helpdesk.leases import Fence
from helpdesk.models import Event

BATCH = 500


@dataclass(frozen=True, slots=True)
class Wiring:
    """Which jobs and which loops each event kind wakes."""

    jobs: Mapping[str, Sequence[str]]
    signals: Mapping[str, Sequence[str]]


def relay_once(fence: Fence, wiring: Wiring) -> int:
    """Number up to 500 waiting events in one update, then announce them and wake what hangs on their kinds.

    Returns how many were numbered; raises Fenced when another relay has taken over.
    """
    if not _is_any_waiting():
        return 0
    crash_point("relay.before_number")
    with db.transaction() as session:
        leases.check(session, fence)
        numbered = _number(session)
    crash_point("relay.after_number")
    if not numbered:
        return 0
    live.announce_position(max(position for position, _ in numbered))
    crash_point("relay.after_announce")
    _wake({kind for _, kind in numbered}, wiring)
    return len(numbered)


def last_position(session: Session) -> int:
    """Return the newest position given; read it before the rows it is to vouch for."""
    return session.scalar(select(func.max(Event.position))) or 0


def _is_any_waiting() -> bool:
    with db.reading() as session:
        return session.scalar(select(Event.id).where(Event.position.is_(None)).limit(1)) is not None


def _number(session: Session) -> list[tuple[int, str]]:
    waiting = (
        select(Event.id, func.row_number().over(order_by=Event.id).label("nth"))
        .where(Event.position.is_(None))
        .order_by(Event.id)
        .limit(BATCH)
        .subquery()
    )
    given = session.execute(
        update(Event)
        .where(Event.id == waiting.c.id)
        .values(position=last_position(session) + waiting.c.nth)
        .returning(Event.position, Event.kind)
        .execution_options(synchronize_session=False)
    )
    return [(position or 0, kind) for position, kind in given]


def _wake(kinds: set[str], wiring: Wiring) -> None:
    for loop in sorted({loop for kind in kinds for loop in wiring.signals.get(kind, ())}):
        queue.signal(loop)
    for job in sorted({job for kind in kinds for job in wiring.jobs.get(kind, ())}):
        queue.wake(job)
