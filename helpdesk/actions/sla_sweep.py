"""Telling warnings and breaches when their time comes, each exactly once."""

import logging
import time
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, bindparam, select, union_all, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, events
from helpdesk.actions import sla
from helpdesk.actions.access import raise_version
from helpdesk.actions.sla_escalation import BATCH as MOST_AT_ONCE
from helpdesk.actions.sla_escalation import escalate_owed
from helpdesk.crash import crash_point
from helpdesk.models import SlaClock, Ticket
from helpdesk.models.sla import OWED, RUNS, UNWARNED
from helpdesk.sla_policies import Policies, in_force
from helpdesk.sla_shapes import Moment

log = logging.getLogger(__name__)

BATCH: Final = 200
ASIDE_S: Final = 60.0
LONGEST_PAUSE_S: Final = 0.05  # others get their turn, and the next batch is not late because the machine is busy

# Built once: asked twice a second for ever.
_NOW: BindParameter[datetime] = bindparam("now", type_=SlaClock.due_at.type)
_ANYTHING = union_all(
    select(SlaClock.id).where(RUNS, SlaClock.due_at < _NOW),
    select(SlaClock.id).where(UNWARNED, SlaClock.warn_at <= _NOW),
    select(SlaClock.id).where(OWED),
).limit(1)

_aside: dict[int, float] = {}  # clocks that could not be told, and when (monotonic) they are tried again


def sweep() -> int:
    """Tell all that is due now, in batches with pauses for other writers; return how many clocks were told."""
    if not _is_anything_due():
        return 0
    told = 0
    while ids := _due():
        began = time.monotonic()
        told += _tell_all(ids)
        if len(ids) == BATCH:
            time.sleep(min(time.monotonic() - began, LONGEST_PAUSE_S))
    while escalate_owed() == MOST_AT_ONCE:
        pass
    return told


def _is_anything_due() -> bool:
    with db.reading() as session:
        return session.execute(_ANYTHING, {"now": clock.now()}).first() is not None


def _due() -> Sequence[int]:
    now = clock.now()
    late = select(SlaClock.id).where(RUNS, SlaClock.due_at < now).order_by(SlaClock.due_at)
    soon = select(SlaClock.id).where(UNWARNED, SlaClock.warn_at <= now).order_by(SlaClock.warn_at)
    aside = [id for id, until in _aside.items() if until > time.monotonic()]
    if aside:
        late, soon = late.where(SlaClock.id.not_in(aside)), soon.where(SlaClock.id.not_in(aside))
    with db.reading() as session:
        found = session.scalars(late.limit(BATCH)).all()
        return found or session.scalars(soon.limit(BATCH)).all()


def _tell_all(ids: Sequence[int]) -> int:
    try:
        return _tell(ids)
    except Exception as error:
        log.warning("telling %s clocks one by one: %s", len(ids), error)
    return sum(_tell_alone(id) for id in ids)


def _tell_alone(id: int) -> int:
    try:
        return _tell([id])
    except Exception:
        log.exception("clock %s set aside", id)
        _aside[id] = time.monotonic() + ASIDE_S
        return 0


def _tell(ids: Sequence[int]) -> int:
    with db.transaction() as session:
        tickets = _locked(session, ids)
        late, soon = _breached(session, ids), _warned(session, ids)
        rows = [row for row in _rows(session, [*late, *soon]) if row.ticket_id in tickets]
        policies = in_force(session)
        with events.written_together(session):
            for row in rows:
                moment = Moment.BREACH if row.id in late else Moment.WARNING
                _tell_one(session, policies, moment, tickets[row.ticket_id], row)
        session.flush()
        crash_point("sla.before_commit")
    crash_point("sla.after_commit")
    return len(rows)


def _locked(session: Session, ids: Sequence[int]) -> dict[int, Ticket]:
    """Lock the tickets first, like everybody who changes clocks, and in order, so that nobody waits for us in a ring."""
    theirs = select(SlaClock.ticket_id).where(SlaClock.id.in_(ids))
    found = session.scalars(select(Ticket).where(Ticket.id.in_(theirs)).order_by(Ticket.id).with_for_update())
    return {ticket.id: ticket for ticket in found}


def _breached(session: Session, ids: Sequence[int]) -> Collection[int]:
    late = update(SlaClock).where(SlaClock.id.in_(ids), RUNS, SlaClock.due_at < clock.now())
    told = late.values(breached_at=SlaClock.due_at, warn_at=None).returning(SlaClock.id)
    return set(session.connection().execute(told).scalars())


def _warned(session: Session, ids: Sequence[int]) -> Collection[int]:
    now = clock.now()
    soon = update(SlaClock).where(SlaClock.id.in_(ids), UNWARNED, SlaClock.warn_at <= now)
    return set(session.connection().execute(soon.values(warned_at=now, warn_at=None).returning(SlaClock.id)).scalars())


def _rows(session: Session, ids: Collection[int]) -> Sequence[SlaClock]:
    return session.scalars(select(SlaClock).where(SlaClock.id.in_(ids)).order_by(SlaClock.due_at, SlaClock.id)).all()


def _tell_one(session: Session, policies: Policies, moment: Moment, ticket: Ticket, row: SlaClock) -> None:
    if moment is Moment.BREACH:
        row.agent_id, row.team_id = ticket.assignee_id, ticket.team_id
    raise_version(ticket)
    sla.tell(session, policies, moment, ticket, row)
