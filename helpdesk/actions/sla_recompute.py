"""Bringing all open tickets under changed policies and calendars, in small steps."""

import time
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db, events, queue, sla_policies
from helpdesk.actions import sla
from helpdesk.models import ACTIVE, Setting, Ticket
from helpdesk.permissions import SYSTEM
from helpdesk.sla_policies import PROGRESS

RECOMPUTE: Final = "helpdesk.actions.sla_recompute.recompute"
BATCH: Final = 200
LONGEST_S: Final = 60.0


def recompute() -> None:
    """Recompute open tickets until all are under the policies of today; pauses as long as it held the lock."""
    queue.begun(RECOMPUTE)
    until = time.monotonic() + LONGEST_S
    while (spent_s := step()) is not None:
        if time.monotonic() > until:
            queue.wake(RECOMPUTE)
            return
        time.sleep(spent_s)


def tick() -> bool:
    """Wake the job while tickets are behind; where Redis cannot carry the wake-up, do a step right here."""
    with db.reading() as session:
        if _progress(session) is None:
            return False
    if not queue.wake(RECOMPUTE):
        step()
    return True


def step() -> float | None:
    """Recompute the next 200 tickets; return the seconds that took, None when there was nothing to do."""
    began = time.monotonic()
    with db.transaction() as session:
        db.lock(session, "sla recompute")
        progress = _progress(session)
        if progress is None:
            return None
        edition, after_id = progress
        tickets = session.scalars(
            select(Ticket)
            .where(Ticket.id > after_id, Ticket.category.in_(ACTIVE))
            .order_by(Ticket.id)
            .limit(BATCH)
            .with_for_update(key_share=True)
        ).all()
        before = {ticket.id: ticket.next_due_at for ticket in tickets}
        sla.follow_policies(session, tickets)
        for ticket in tickets:
            ticket.version += ticket.next_due_at != before[ticket.id]
        is_done = len(tickets) < BATCH
        _keep(session, {"edition": edition, "after_id": tickets[-1].id if tickets else after_id, "is_done": is_done})
        if is_done:
            events.record(session, "workspace.changed", by=SYSTEM, data={"what": "deadlines"})
    return time.monotonic() - began


def _progress(session: Session) -> tuple[str, int] | None:
    """Return which edition is to be reached, and after which ticket to go on; None when all are there."""
    edition = sla_policies.edition_of(session)
    kept = session.scalar(select(Setting.value).where(Setting.key == PROGRESS)) or {}
    if not edition or (kept.get("edition") == edition and kept["is_done"]):
        return None
    return edition, kept["after_id"] if kept.get("edition") == edition else 0


def _keep(session: Session, progress: dict[str, Any]) -> None:  # JSON
    session.merge(Setting(key=PROGRESS, value=progress, updated_at=clock.now()))
