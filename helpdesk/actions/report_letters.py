"""Saved reports on their way: each is counted with its reader's own rights, written once for each day, and then mailed."""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import desk_mails, system_mail
from helpdesk.actions.report_schedules import may_have, rhythm_of
from helpdesk.actions.saved_reports import may_find
from helpdesk.actions.system_mail import Draft
from helpdesk.errors import Conflict, DeskError, NotFound
from helpdesk.models import Agent, Every, ReportLetter, ReportRecipient, ReportSchedule, SavedReport
from helpdesk.models.reports import AWAITED
from helpdesk.permissions import Actor
from helpdesk.queries.reports.arrangement import Arrangement
from helpdesk.queries.reports.report import report
from helpdesk.queries.reports.sayings import said
from helpdesk.queries.rights import actor_of
from helpdesk.reporting.rhythm import Rhythm

MOST_AT_ONCE: Final = 50
NOT_READY: Final = timedelta(minutes=5)  # all is counted anew just now
NO_POST: Final = timedelta(minutes=30)  # there is no mailbox, or the gate says no
WORTH_FOR: Final = timedelta(days=1)
KEPT_FOR: Final = timedelta(days=400)
# Between two letters, with the hours by which clocks and zones move.
LONGEST: Final = (
    (Every.DAY, timedelta(days=2)),
    (Every.WEEK, timedelta(days=8)),
    (Every.MONTH, timedelta(days=32)),
)
NOT_ALLOWED: Final = "not_allowed"
NO_MAIL: Final = "no_mail"
BROKEN: Final = "broken"  # it names what is there no more
OWNER_MAY_NOT: Final = "owner_may_not"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Due:
    """A report that somebody is to get now; at: the moment that was set, by which it is claimed."""

    schedule_id: int
    agent_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """A report counted for one reader with the rights they had; no draft: all is counted anew just now.

    trouble: why it cannot be counted at all.
    """

    reader: Actor
    draft: Draft | None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be known before a letter is written. reader: the rights of who gets it."""

    schedule: ReportSchedule
    saved: SavedReport
    agent: Agent
    reader: Actor
    rhythm: Rhythm
    owner_may: bool
    reader_may: bool


def send_due(*, at_most_s: float) -> int:
    """Write the reports that are due; return how many. Called twice, or by two at once, each goes out once."""
    until = time.monotonic() + at_most_s
    with db.reading() as session:
        wanted = select(ReportRecipient.schedule_id, ReportRecipient.agent_id, ReportRecipient.next_due_at)
        wanted = wanted.join(ReportSchedule, ReportSchedule.id == ReportRecipient.schedule_id)
        wanted = wanted.where(AWAITED, or_(ReportRecipient.next_due_at <= clock.now(), _is_too_far(clock.now())))
        found = session.execute(wanted.order_by(ReportRecipient.next_due_at).limit(MOST_AT_ONCE)).all()
    written = 0
    for schedule_id, agent_id, at in found:
        if time.monotonic() > until:
            break
        assert at is not None
        due = Due(schedule_id, agent_id, at)
        try:
            written += _send(due)
        except Exception as error:
            log.error("a report was not written, going on", schedule=schedule_id, agent=agent_id, exc_info=error)
            _set_aside(due)
    return written


def send_one(report_id: int, *, by: Actor, key: UUID) -> int:
    """Mail a saved report to who asks for it, now; return the letter's id.

    The same key again is the same mail. Conflict when there is no mailbox, or all is counted anew just now.
    """
    assert by.agent_id is not None
    with db.reading_one_state() as session:
        saved = session.get(SavedReport, report_id)
        if saved is None or not may_find(by, saved):
            raise NotFound
        agent = session.get_one(Agent, by.agent_id)
        mail_key = f"report:{report_id}:{by.agent_id}:{key}"
        counted = _count(session, saved, agent, by, key=mail_key, until=clock.now() + WORTH_FOR)
    if counted.draft is None:
        raise Conflict("All reports are counted anew just now; try again in a few minutes.", code="report_not_ready")
    with db.transaction() as session:
        db.lock(session, mail_key)
        mail = system_mail.post(session, counted.draft)
        if mail is None:
            raise Conflict("There is no mailbox to send by, or you asked too often.", code="report_no_mail")
        known = session.scalar(
            select(ReportLetter.id).where(ReportLetter.agent_id == by.agent_id, ReportLetter.system_mail_id == mail.id)
        )
        return known or _note(session, report_id, by.agent_id, day=None, mail_id=mail.id).id


def forget_old(session: Session) -> None:
    """Delete what is said of letters of more than a year ago."""
    session.execute(delete(ReportLetter).where(ReportLetter.created_at < clock.now() - KEPT_FOR))


def _is_too_far(now: datetime) -> ColumnElement[bool]:
    """Return what no calendar sets: the clock was ahead when it was reckoned, and was set back."""
    return or_(
        *(
            and_(ReportSchedule.every == every, ReportRecipient.next_due_at > now + at_most)
            for every, at_most in LONGEST
        )
    )


def _send(due: Due) -> bool:
    """Count first and write then: counting may take a second, in which nothing may be held."""
    with db.reading_one_state() as session:
        counted = _counted(session, due)
    with db.transaction() as session:
        return _write(session, due, counted)


def _counted(session: Session, due: Due) -> Counted | None:
    """Return the report as its reader may see it; None where nobody is to get it."""
    found = _found(session, due)
    if found is None or not found.owner_may or not found.reader_may:
        return None
    now, zone = clock.now(), ZoneInfo(found.agent.time_zone)
    key = _key(found, found.rhythm.latest(now, zone))
    until = found.rhythm.next_after(now, zone)
    try:
        return _count(session, found.saved, found.agent, found.reader, key=key, until=until)
    except DeskError:
        return Counted(found.reader, None, trouble=BROKEN)


def _write(session: Session, due: Due, counted: Counted | None) -> bool:
    found = _found(session, due)
    if found is None or not _claim(session, due):
        return False
    now, zone = clock.now(), ZoneInfo(found.agent.time_zone)
    next_at = found.rhythm.next_after(now, zone)
    if not found.owner_may:
        return _switch_off(session, found.schedule)
    if not found.reader_may:
        return _wait(session, due, next_at, trouble=NOT_ALLOWED)
    if counted is None or counted.reader != found.reader:
        return False
    if counted.trouble:
        return _wait(session, due, next_at, trouble=counted.trouble)
    day = found.rhythm.latest(now, zone)
    if counted.draft is None or counted.draft.key != _key(found, day):
        return False
    was_set_later = found.rhythm.moment(day, zone) <= found.schedule.updated_at
    if was_set_later or _went_out(session, found, day.isoformat()):
        return _wait(session, due, next_at)
    mail = system_mail.post(session, counted.draft)
    if mail is None:
        return _wait(session, due, now + NO_POST, trouble=NO_MAIL)
    _wait(session, due, next_at)
    _note(session, found.saved.id, found.agent.id, day=day.isoformat(), mail_id=mail.id)
    return True


def _found(session: Session, due: Due) -> Found | None:
    schedule = session.get(ReportSchedule, due.schedule_id)
    if schedule is None:
        return None
    saved = session.get_one(SavedReport, schedule.saved_report_id)
    agent = session.get_one(Agent, due.agent_id)
    owner = session.get_one(Agent, schedule.owner_id)
    reader = actor_of(session, agent)
    return Found(
        schedule=schedule,
        saved=saved,
        agent=agent,
        reader=reader,
        rhythm=rhythm_of(schedule),
        owner_may=may_have(owner, actor_of(session, owner), saved),
        reader_may=may_have(agent, reader, saved),
    )


def _key(found: Found, day: date) -> str:
    return f"report:{found.saved.id}:{found.agent.id}:{day.isoformat()}"


def _claim(session: Session, due: Due) -> bool:
    """Take a letter that is due; unless more is said of it, it is due again after a pause."""
    mine = update(ReportRecipient).where(*_mine(due), ReportRecipient.next_due_at == due.at)
    return db.changed(session, mine.values(next_due_at=clock.now() + NOT_READY)) == 1


def _set_aside(due: Due) -> None:
    with db.transaction() as session:
        _claim(session, due)


def _wait(session: Session, due: Due, until: datetime, *, trouble: str | None = None) -> bool:
    session.execute(update(ReportRecipient).where(*_mine(due)).values(next_due_at=until, trouble=trouble))
    return False


def _switch_off(session: Session, schedule: ReportSchedule) -> bool:
    schedule.off_reason = OWNER_MAY_NOT
    theirs = update(ReportRecipient).where(ReportRecipient.schedule_id == schedule.id)
    session.execute(theirs.values(next_due_at=None))
    return False


def _mine(due: Due) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ReportRecipient.schedule_id == due.schedule_id, ReportRecipient.agent_id == due.agent_id


def _went_out(session: Session, found: Found, day: str) -> bool:
    known = select(ReportLetter.id).where(
        ReportLetter.saved_report_id == found.saved.id,
        ReportLetter.agent_id == found.agent.id,
        ReportLetter.day == day,
    )
    return session.scalar(known) is not None


def _count(session: Session, saved: SavedReport, agent: Agent, reader: Actor, *, key: str, until: datetime) -> Counted:
    arrangement = Arrangement(**saved.arrangement)
    answer = report(session, reader, arrangement, compares=True)
    if answer["ready"] < 1:
        return Counted(reader, None)
    letter = said(session, arrangement, answer, agent)
    return Counted(reader, desk_mails.report(session, agent, letter, name=saved.name, key=key, until=until))


def _note(session: Session, report_id: int, agent_id: int, *, day: str | None, mail_id: int) -> ReportLetter:
    letter = ReportLetter(
        saved_report_id=report_id, agent_id=agent_id, day=day, system_mail_id=mail_id, created_at=clock.now()
    )
    session.add(letter)
    session.flush()
    return letter
