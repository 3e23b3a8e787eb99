"""Tickets on which somebody wrote before the clock was set back: whoever waits there does so from now on, not from later."""

from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import BindParameter, bindparam, exists, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, events
from helpdesk.actions.access import open_ticket, touch
from helpdesk.models import AutomationRun, MacroRun, SlaClock, Ticket
from helpdesk.models.base import UtcDateTime
from helpdesk.models.sla import RUNS
from helpdesk.models.tickets import IS_ACTIVE
from helpdesk.permissions import SYSTEM

BATCH: Final = 100
COUNTED_FROM: Final = ("waiting_since", "answered_at", "last_message_at")

AHEAD: Final[BindParameter[datetime]] = bindparam("ahead", type_=UtcDateTime())
_WRITTEN: Final = select(Ticket.id).where(IS_ACTIVE, Ticket.last_message_at > AHEAD)
_ASLEEP: Final = (
    select(MacroRun.id)
    .join(Ticket, Ticket.id == MacroRun.ticket_id)
    .where(Ticket.snoozed_until > AHEAD, MacroRun.ran_at > AHEAD, MacroRun.undone_at.is_(None))
)
ARE_AHEAD: Final = (exists(_WRITTEN), exists(_ASLEEP))


def bring_back(ahead: datetime) -> int:
    """Count time on tickets anew from now, where it was counted from a moment after `ahead`; return on how many."""
    brought = 0
    for behind, one in ((_WRITTEN, _count_anew), (_ASLEEP, _wake_sooner)):
        with db.reading() as session:
            ids = session.scalars(behind.limit(BATCH), {"ahead": ahead}).all()
        brought += sum(db.retrying(partial(one, id=id)) for id in ids)
    if brought:
        with db.transaction() as session:
            events.record(session, "workspace.changed", by=SYSTEM, data={"what": "deadlines"})
    return brought


def _count_anew(session: Session, *, id: int) -> bool:
    ticket, now = open_ticket(session, id, by=SYSTEM), clock.now()
    for name in COUNTED_FROM:
        was: datetime | None = getattr(ticket, name)
        if was is not None and was > now:
            setattr(ticket, name, now)
            _same_occasion(session, ticket.id, was, now)
    theirs = select(SlaClock).where(SlaClock.ticket_id == ticket.id, RUNS, SlaClock.started_at > now)
    for one in session.scalars(theirs):
        one.started_at = now
    touch(ticket)
    return True


def _same_occasion(session: Session, ticket_id: int, was: datetime, now: datetime) -> None:
    """Have a rule that ran for that moment not run again for this one."""
    ran = update(AutomationRun).where(AutomationRun.ticket_id == ticket_id, AutomationRun.occasion_at == was)
    session.execute(ran.values(occasion_at=now))


def _wake_sooner(session: Session, *, id: int) -> bool:
    """Have a macro's snooze last as long as it says; not where somebody has chosen another moment since."""
    run = session.get_one(MacroRun, id)
    ticket, now = open_ticket(session, run.ticket_id, by=SYSTEM), clock.now()
    by, run.ran_at = run.ran_at - now, now
    before, after = run.kept["before"]["snooze"], run.kept["after"]["snooze"]
    until = ticket.snoozed_until
    if until is None or after in (None, before) or until.isoformat() != after:
        return False
    ticket.snoozed_until = until - by
    run.kept = {**run.kept, "after": {**run.kept["after"], "snooze": ticket.snoozed_until.isoformat()}}
    touch(ticket)
    return True
