"""Promises and reminders: made, changed, kept, and told of once when their time has come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, events, markup, settings
from helpdesk.actions.access import open_ticket, raise_version
from helpdesk.actions.notifications import notify
from helpdesk.crash import crash_point
from helpdesk.errors import Invalid, NotFound
from helpdesk.hours import BusinessHours, Opening, add_business_time, business_minutes_between
from helpdesk.models import Agent, Calendar, Promise, PromiseKind, Ticket
from helpdesk.permissions import SYSTEM, Actor, may_see
from helpdesk.queries.rights import actor_of

TEXT_CHARS: Final = 500
MOST_OPEN: Final = 100  # on a ticket
LONGEST: Final = timedelta(days=366 * 2)
BATCH: Final = 100
USUAL_HOURS: Final = {str(day): [["09:00", "18:00"]] for day in range(5)}


@dataclass(frozen=True, slots=True)
class Due:
    """By when: a moment, or a day, whose working hours count until they end. Exactly one of both."""

    at: datetime | None = None
    day: date | None = None


def make(
    session: Session, ticket_id: int, kind: PromiseKind, *, text: str, due: Due, by: Actor, owner_id: int | None = None
) -> Promise:
    """Note on a ticket what was promised, or what its maker wants to be reminded of; owner_id: who keeps it."""
    assert by.agent_id is not None
    ticket = open_ticket(session, ticket_id, by=by)
    still = select(func.count()).where(Promise.ticket_id == ticket.id, Promise.done_at.is_(None))
    if (session.scalar(still) or 0) >= MOST_OPEN:
        raise Invalid(f"A ticket has at most {MOST_OPEN} open promises.", text="too_many")
    owner = _owner(session, ticket, kind, owner_id, by=by)
    promise = Promise(
        kind=kind,
        ticket_id=ticket.id,
        owner_id=owner.id,
        made_by_id=by.agent_id,
        text=checked_text(text),
        due_at=due_moment(session, owner, due),
        created_at=clock.now(),
    )
    session.add(promise)
    session.flush()
    _record(session, "promise.made", promise, ticket, by=by)
    return promise


def change(
    session: Session,
    promise_id: int,
    *,
    by: Actor,
    text: str | None = None,
    due: Due | None = None,
    owner_id: int | None = None,
) -> Promise:
    """Change what, by when or who; a new moment is told of anew."""
    promise, ticket = _open(session, promise_id, by=by)
    if text is not None:
        promise.text = checked_text(text)
    if owner_id is not None:
        promise.owner_id = _owner(session, ticket, promise.kind, owner_id, by=by).id
    if due is not None:
        promise.due_at = due_moment(session, session.get_one(Agent, promise.owner_id), due)
        promise.told_at = None
    _record(session, "promise.changed", promise, ticket, by=by)
    return promise


def finish(session: Session, promise_id: int, *, by: Actor) -> Promise:
    """Note that it was kept; again changes nothing."""
    promise, ticket = _open(session, promise_id, by=by)
    if promise.done_at is None:
        promise.done_at = clock.now()
        _record(session, "promise.done", promise, ticket, by=by)
    return promise


def drop(session: Session, promise_id: int, *, by: Actor) -> None:
    """Remove it: it is to be forgotten, not kept."""
    promise, ticket = _open(session, promise_id, by=by)
    session.delete(promise)
    session.flush()
    _record(session, "promise.dropped", promise, ticket, by=by)


def tell_due() -> int:
    """Tell of all whose time has come, each once and in a transaction of its own; return how many that were."""
    with db.reading() as session:
        due = session.scalars(
            select(Promise.id)
            .where(Promise.told_at.is_(None), Promise.done_at.is_(None), Promise.due_at <= clock.now())
            .order_by(Promise.due_at)
            .limit(BATCH)
        ).all()
    return sum(db.retrying(partial(_tell_one, promise_id=promise_id)) for promise_id in due)


def due_moment(session: Session, owner: Agent, due: Due) -> datetime:
    """Return the moment a promise is due: as chosen, or when work ends on its day, the next one with any work."""
    if (due.at is None) == (due.day is None):
        raise Invalid("Say by when: a moment or a day.", due_at="empty")
    moment = due.at if due.at is not None else _end_of(opening_of(session, owner), due.day or date.min)
    if not clock.now() < moment <= clock.now() + LONGEST:
        raise Invalid("Choose a moment that is still to come.", due_at="past")
    return moment


def opening_of(session: Session, agent: Agent) -> Opening:
    """Return when somebody works: their calendar, else Monday to Friday from 9 to 18 in the desk's zone."""
    calendar = session.get(Calendar, agent.calendar_id) if agent.calendar_id else None
    if calendar is not None:
        return BusinessHours(calendar.time_zone, calendar.hours, calendar.holidays)
    return BusinessHours(str(settings.get(session, "time_zone")), USUAL_HOURS)


def _end_of(opening: Opening, day: date) -> datetime:
    zone = ZoneInfo(opening.time_zone)
    for _ in range(31):
        start, end = (datetime.combine(one, time.min, zone) for one in (day, day + timedelta(days=1)))
        minutes = business_minutes_between(opening, start, end)
        if minutes > 0:
            return add_business_time(opening, start, minutes)
        day += timedelta(days=1)
    raise Invalid("Nobody works in the month after that day.", due_on="closed")


def _tell_one(session: Session, *, promise_id: int) -> int:
    found = session.get(Promise, promise_id)
    if found is None:
        return 0
    ticket = open_ticket(session, found.ticket_id, by=SYSTEM)
    promise = session.get_one(Promise, promise_id, populate_existing=True, with_for_update=True)
    if promise.told_at is not None or promise.done_at is not None or promise.due_at > clock.now():
        return 0
    promise.told_at = clock.now()
    kind = "promise.overdue" if promise.kind is PromiseKind.PROMISE else "reminder.due"
    notify(
        session,
        _whom(session, promise, ticket),
        kind=kind,
        ticket=ticket,
        data={"promise_id": promise.id},
        occasion=f"promise:{promise.id}:{promise.due_at:%Y%m%d%H%M%S}",
    )
    session.flush()
    crash_point("promise.before_commit")
    return 1


def _whom(session: Session, promise: Promise, ticket: Ticket) -> set[int]:
    """Whoever promised, and whoever has the ticket now; a reminder is for its owner alone."""
    wanted = {promise.owner_id}
    if promise.kind is PromiseKind.PROMISE and ticket.assignee_id is not None:
        wanted.add(ticket.assignee_id)
    agents = session.scalars(select(Agent).where(Agent.id.in_(wanted), Agent.is_active))
    return {agent.id for agent in agents if _sees(session, agent, ticket)}


def _sees(session: Session, agent: Agent, ticket: Ticket) -> bool:
    return may_see(actor_of(session, agent), team_id=ticket.team_id, assignee_id=ticket.assignee_id)


def _owner(session: Session, ticket: Ticket, kind: PromiseKind, owner_id: int | None, *, by: Actor) -> Agent:
    owner = session.get(Agent, owner_id or by.agent_id)
    if owner is None or not owner.is_active or not _sees(session, owner, ticket):
        raise Invalid("There is no such active agent who sees this ticket.", owner_id="unknown")
    if kind is PromiseKind.REMINDER and owner.id != by.agent_id:
        raise Invalid("A reminder is one's own.", owner_id="own")
    return owner


def _open(session: Session, promise_id: int, *, by: Actor) -> tuple[Promise, Ticket]:
    found = session.get(Promise, promise_id)
    if found is None or (found.kind is PromiseKind.REMINDER and found.owner_id != by.agent_id):
        raise NotFound
    ticket = open_ticket(session, found.ticket_id, by=by)
    return session.get_one(Promise, promise_id, populate_existing=True), ticket


def checked_text(text: str) -> str:
    """Return what is promised as one line; Invalid when there is nothing, or too much."""
    line = " ".join(markup.clean(text).split())
    if not 1 <= len(line) <= TEXT_CHARS:
        raise Invalid(f"Say in 1 to {TEXT_CHARS} characters what it is.", text="empty" if not line else "too_long")
    return line


def _record(session: Session, kind: str, promise: Promise, ticket: Ticket, *, by: Actor) -> None:
    session.flush()
    if promise.kind is PromiseKind.REMINDER:
        return  # nobody else's business
    raise_version(ticket)
    data = {"promise_id": promise.id, "owner_id": promise.owner_id, "due_at": promise.due_at.isoformat()}
    events.record(session, kind, by=by, ticket=ticket, data=data)
