"""Telling warnings and breaches when their time comes, each exactly once."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    TextClause,
    and_,
    bindparam,
    case,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from helpdesk import clock, db, events
from helpdesk.actions import sla
from helpdesk.actions.sla_escalation import BATCH as MOST_AT_ONCE
from helpdesk.actions.sla_escalation import escalate_owed
from helpdesk.crash import crash_point
from helpdesk.models import SlaClock, Ticket
from helpdesk.models.sla import OWED, RUNS, UNWARNED
from helpdesk.permissions import SYSTEM
from helpdesk.sla_policies import Policies, in_force
from helpdesk.sla_shapes import Moment

log = logging.getLogger(__name__)

BATCH: Final = 500
ASIDE_S: Final = 60.0
LONGEST_PAUSE_S: Final = 0.05  # others get their turn, and the next batch is not late because the machine is busy

# Built once: asked four times a second for ever.
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
        _lock_tickets(session, ids)
        policies = in_force(session)
        late = _mark(session, policies, _LATE, ids)
        soon = _mark(session, policies, _SOON, ids)
        session.flush()
        crash_point("sla.before_commit")
    crash_point("sla.after_commit")
    return late + soon


def _lock_tickets(session: Session, ids: Sequence[int]) -> None:
    """Lock the tickets first, like everybody who changes clocks, and in order, so that nobody waits for us in a ring."""
    theirs = select(SlaClock.ticket_id).where(SlaClock.id.in_(ids))
    wanted = select(Ticket.id).where(Ticket.id.in_(theirs)).order_by(Ticket.id)
    session.execute(wanted.with_for_update(key_share=True)).all()


def _mark(session: Session, policies: Policies, when: "_When", ids: Sequence[int]) -> int:
    """Mark those whose moment it is, tell the world, and return how many they were: no clock twice, whoever sweeps."""
    now = clock.now()
    marked = session.connection().execute(
        update(SlaClock)
        .where(SlaClock.id.in_(ids), *when.is_due(now))
        .values(**when.values(now), **_owed(policies, when.moment))
        .returning(SlaClock.id)
    )
    told = marked.scalars().all()
    if not told:
        return 0
    rows = session.execute(_TOLD, {"ids": told}).all()
    tickets = sorted({row.ticket_id for row in rows})
    session.connection().execute(
        update(Ticket).where(Ticket.id.in_(tickets)).values(version=Ticket.version + 1, updated_at=now)
    )
    news = [(row.ticket_id, row.customer_id, sla.news_of(row, row.assignee_id, row.of_team)) for row in rows]
    events.record_of_tickets(session, sla.KINDS[when.moment], by=SYSTEM, told=news)
    return len(rows)


def _owed(policies: Policies, moment: Moment) -> dict[str, Any]:  # columns
    """Return what is owed of the clocks whose policy has something done at this moment."""
    pairs = policies.escalated(moment)
    if not pairs:
        return {}
    concerned = or_(*(and_(SlaClock.policy_id == id, SlaClock.target == target) for id, target in sorted(pairs)))
    return {"owes": case((concerned, moment.value), else_=SlaClock.owes)}


@dataclass(frozen=True, slots=True)
class _When:
    """One of the two moments of a clock: which clocks it is the moment of, and what is noted then."""

    moment: Moment
    is_due: Callable[[datetime], Sequence[ColumnElement[bool] | TextClause]]
    values: Callable[[datetime], Mapping[str, Any]]


_TICKET: Final = select(Ticket.id).where(Ticket.id == SlaClock.ticket_id)
_LATE: Final = _When(
    Moment.BREACH,
    lambda now: (RUNS, SlaClock.due_at < now),
    lambda _now: {
        "breached_at": SlaClock.due_at,
        "warn_at": None,
        "agent_id": _TICKET.with_only_columns(Ticket.assignee_id).scalar_subquery(),
        "team_id": _TICKET.with_only_columns(Ticket.team_id).scalar_subquery(),
    },
)
_SOON: Final = _When(
    Moment.WARNING,
    lambda now: (UNWARNED, SlaClock.warn_at <= now),
    lambda now: {"warned_at": now, "warn_at": None},
)
_TOLD: Final = (
    select(
        SlaClock.ticket_id,
        SlaClock.target,
        SlaClock.run,
        SlaClock.due_at,
        SlaClock.policy_id,
        Ticket.customer_id,
        Ticket.assignee_id,
        Ticket.team_id.label("of_team"),
    )
    .join(Ticket, Ticket.id == SlaClock.ticket_id)
    .where(SlaClock.id.in_(bindparam("ids", expanding=True)))
    .order_by(SlaClock.due_at, SlaClock.id)
)
