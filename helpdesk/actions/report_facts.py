"""Keeping the facts of reports level with the events, in small steps that may die anywhere."""

import time
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from helpdesk import bulk, clock, db
from helpdesk.crash import crash_point
from helpdesk.models import Event, ReportFact, Setting, Ticket
from helpdesk.outbox import last_position
from helpdesk.reporting.progress import PROGRESS, Progress, progress
from helpdesk.reporting.reading import calendar_of, facts
from helpdesk.reporting.shapes import Fact

EDITION: Final = 3  # raise it when a definition changes: everything is made again
EVENTS: Final = 500
TICKETS: Final = 100
AT_MOST_S: Final = 0.25  # the clock has more to do
REST_S: Final = 5.0  # most of what happens to a new ticket is taken in together
# Of those nothing a report counts depends.
SILENT: Final = frozenset({"draft.saved", "draft.deleted", "read.marked", "thread.seen", "notification.added"})
_COLUMNS: Final = Fact._fields
_AFTER = (
    select(Event.position, Event.ticket_id, Event.kind, Event.data)
    .where(Event.position > bindparam("position"))
    .order_by(Event.position)
    .limit(EVENTS)
)
_FACTS = select(ReportFact.id, *(getattr(ReportFact, name) for name in _COLUMNS))

_rests_until = 0.0


def keep() -> int:
    """Bring the facts level for at most a quarter of a second; return how many tickets were looked at.

    Level facts rest for five seconds.
    """
    global _rests_until
    if time.monotonic() < _rests_until:
        return 0
    until, looked_at = time.monotonic() + AT_MOST_S, 0
    while time.monotonic() < until:
        done = step()
        if done is None:
            _rests_until = time.monotonic() + REST_S
            break
        looked_at += done
    return looked_at


def step() -> int | None:
    """Take in the next events, or make the next tickets' facts again; None when the facts are level."""
    with db.reading() as session:
        before = progress(session)
        hours, calendar = calendar_of(session)
        edition = f"{EDITION}/{hours}"
        if before is None or before.edition != edition:
            ids: Collection[int] = ()
            after = Progress(last_position(session), edition, 0)
        elif events := session.execute(_AFTER, {"position": before.position}).all():
            ids = {event.ticket_id for event in events if event.ticket_id and event.kind not in SILENT}
            moved = any(event.data.get("what") == "deadlines" for event in events if event.ticket_id is None)
            rebuilt_to = 0 if moved else before.rebuilt_to
            after = Progress(events[-1].position or before.position, edition, rebuilt_to)
        elif before.rebuilt_to is not None:
            ids = session.scalars(_next_tickets(before.rebuilt_to)).all()
            after = Progress(before.position, edition, max(ids) if ids else None)
        else:
            return None
        wanted = facts(session, ids, calendar) if ids else []
    return _write(before, after, ids, wanted)


def rebuild() -> None:
    """Have all facts made again from the events; the reports go on with the old ones meanwhile."""
    with db.transaction() as session:
        before = progress(session)
        if before is not None:
            _keep(session, Progress(before.position, before.edition, 0))


def _write(before: Progress | None, after: Progress, ids: Collection[int], wanted: list[Fact]) -> int:
    with db.transaction() as session:
        db.lock(session, "report facts")
        if progress(session) != before:  # somebody else has been here meanwhile
            return 0
        if ids:
            _replace(session, ids, wanted)
        _keep(session, after)
        crash_point("reports.before_commit")
    return len(ids)


def _replace(session: Session, ids: Collection[int], wanted: list[Fact]) -> None:
    """Write only what differs: most facts of a ticket never change again."""
    missing = Counter(wanted)
    lost: list[int] = []
    for row in session.execute(_FACTS.where(ReportFact.ticket_id.in_(ids))):
        fact = Fact(*row[1:])
        if missing[fact] > 0:
            missing[fact] -= 1
        else:
            lost.append(row[0])
    if lost:
        session.execute(delete(ReportFact).where(ReportFact.id.in_(lost)))
    bulk.write(session, ReportFact, [_values(fact) for fact in missing.elements()])


def _values(fact: Fact) -> dict[str, Any]:  # columns
    return fact._asdict()


def _next_tickets(after_id: int) -> Any:  # a select of ids
    return select(Ticket.id).where(Ticket.id > after_id).order_by(Ticket.id).limit(TICKETS)


def _keep(session: Session, reached: Progress) -> None:
    now = clock.now()
    value = asdict(reached) | {"changed_at": now.isoformat()}
    session.merge(Setting(key=PROGRESS, value=value, updated_at=now))
