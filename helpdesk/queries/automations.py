"""Rules as admins see them, what they did, and what one would have done."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.automations.matching import asked, in_hours, kinds_of, occasion_of
from helpdesk.automations.ready import READY
from helpdesk.automations.shapes import ON_DATE, ON_TIME, Conditions, Trigger, read_conditions, read_trigger
from helpdesk.automations.timed import long_enough, with_day
from helpdesk.errors import NotFound
from helpdesk.models import Automation, AutomationRun, Event, Ticket
from helpdesk.models.automation import IN_USE
from helpdesk.queries.rows import Json, iso

PAGE: Final = 50
LOOKED_AT: Final = 2_000  # events of a trial, or pages of 200 tickets ten times
SHOWN: Final = 50
MAX_DAYS: Final = 28


def automations(session: Session) -> Json:
    """Return all rules in their order, with how often each ran in the last week, and the ready-made ones there are."""
    week = clock.now() - timedelta(days=7)
    wanted = select(Automation).where(IN_USE).order_by(Automation.position, Automation.id)
    counted = (
        select(AutomationRun.automation_id, func.count(), func.max(AutomationRun.created_at))
        .where(AutomationRun.created_at > week)
        .group_by(AutomationRun.automation_id)
    )
    runs = {id: (count, last) for id, count, last in session.execute(counted)}
    found = [_view(one, runs.get(one.id)) for one in session.scalars(wanted)]
    return {"automations": found, "ready_made": list(READY)}


def automation(session: Session, automation_id: int) -> Json:
    """Return one rule."""
    session.flush()
    for one in automations(session)["automations"]:
        if one["id"] == automation_id:
            found: Json = one
            return found
    raise NotFound


def runs(session: Session, *, automation_id: int | None = None, before: int | None = None) -> list[Json]:
    """Return 50 runs, the newest first, of one rule or of all, with what the rule is called."""
    wanted = (
        select(AutomationRun, Automation.name, Ticket.number)
        .join(Automation, Automation.id == AutomationRun.automation_id)
        .join(Ticket, Ticket.id == AutomationRun.ticket_id)
        .order_by(AutomationRun.id.desc())
        .limit(PAGE)
    )
    if automation_id is not None:
        wanted = wanted.where(AutomationRun.automation_id == automation_id)
    if before is not None:
        wanted = wanted.where(AutomationRun.id < before)
    return [
        {
            "id": row.id,
            "automation_id": row.automation_id,
            "name": name,
            "version": row.version,
            "ticket_id": row.ticket_id,
            "ticket_number": number,
            "outcome": row.outcome,
            "done": row.done,
            "why": row.why,
            "at": iso(row.created_at),
        }
        for row, name, number in session.execute(wanted)
    ]


def trial(session: Session, trigger: Json, conditions: Json, *, days: int) -> Json:
    """Return which tickets a rule would have touched in the last days, had it been there; nothing is kept or done.

    What is asked of a ticket is asked of it as it is now. is_whole: whether everything in that time was looked at.
    """
    when, what = read_trigger(trigger), read_conditions(conditions)
    since = clock.now() - timedelta(days=min(days, MAX_DAYS))
    if when.on in ON_TIME:
        ids, is_whole = _by_time(session, when, what, since)
    elif when.on == ON_DATE:
        ids, is_whole = _by_day(session, when, what, since)
    else:
        ids, is_whole = _by_events(session, when, what, since)
    shown = (
        select(Ticket.id, Ticket.number, Ticket.subject).where(Ticket.id.in_(ids[:SHOWN])).order_by(Ticket.id.desc())
    )
    tickets = [{"id": id, "number": number, "subject": subject} for id, number, subject in session.execute(shown)]
    return {"count": len(ids), "tickets": tickets, "days": min(days, MAX_DAYS), "is_whole": is_whole}


def _by_events(session: Session, trigger: Trigger, conditions: Conditions, since: datetime) -> tuple[list[int], bool]:
    found = session.scalars(
        select(Event)
        .join(Ticket, Ticket.id == Event.ticket_id)
        .where(Event.kind.in_(kinds_of(trigger.on)), Event.created_at > since, asked(session, conditions))
        .order_by(Event.id.desc())
        .limit(LOOKED_AT)
    ).all()
    ids: dict[int, None] = {}
    for event in found:
        score = event.data.get("score")
        is_low = conditions.max_score is None or (score is not None and score <= conditions.max_score)
        is_meant = is_low and "automations" not in event.data and in_hours(session, conditions, event.created_at)
        if event.ticket_id is not None and is_meant and occasion_of(session, event) is not None:
            ids[event.ticket_id] = None
    return list(ids), len(found) < LOOKED_AT


def _by_time(session: Session, trigger: Trigger, conditions: Conditions, since: datetime) -> tuple[list[int], bool]:
    ids: list[int] = []
    after: int | None = 0
    for _ in range(LOOKED_AT // 200):
        due, after = long_enough(
            session, trigger, conditions, automation_id=None, enabled_at=since, after_id=after or 0
        )
        ids += [ticket_id for ticket_id, _ in due]
        if after is None:
            break
    return sorted(ids, reverse=True), after is None


def _by_day(session: Session, trigger: Trigger, conditions: Conditions, since: datetime) -> tuple[list[int], bool]:
    day, today, ids = since.date(), clock.now().date(), []
    is_whole = True
    while day <= today:
        found = with_day(session, trigger, conditions, day + timedelta(days=trigger.days_before))
        ids += [ticket_id for _, ticket_id in found]
        is_whole = is_whole and len(found) < 200
        day += timedelta(days=1)
    return ids, is_whole


def _view(one: Automation, ran: tuple[int, datetime] | None) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "position": one.position,
        "version": one.version,
        "is_enabled": one.is_enabled,
        "enabled_at": iso(one.enabled_at),
        "trigger": one.trigger,
        "conditions": one.conditions,
        "steps": one.steps,
        "follows_rules": one.follows_rules,
        "ready_made": one.ready_made,
        "runs_last_week": ran[0] if ran else 0,
        "ran_at": iso(ran[1]) if ran else None,
    }
