"""Rules set off by time: since when a ticket waits or is done, and when that has been long enough."""

from calendar import isleap
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import clock, hours, settings
from helpdesk.automations.matching import asked, in_hours
from helpdesk.automations.shapes import Conditions, Trigger
from helpdesk.models import (
    AutomationRun,
    Calendar,
    Category,
    CustomerDate,
    Ticket,
    WroteLast,
)
from helpdesk.models.tickets import IS_ACTIVE, WAS_RESOLVED

LATE: Final = timedelta(days=30)  # business time passes at least this much slower than any other
MOST: Final = 200
MORNING: Final = 9  # o'clock in the desk's zone: nobody is greeted at night
Since = tuple[int, datetime]  # a ticket and since when

_SINCE: Final[dict[str, InstrumentedAttribute[datetime | None]]] = {
    "waiting_customer": Ticket.answered_at,
    "waiting_agent": Ticket.waiting_since,
    "resolved": Ticket.resolved_at,
}


def long_enough(
    session: Session,
    trigger: Trigger,
    conditions: Conditions,
    *,
    automation_id: int | None,
    enabled_at: datetime,
    after_id: int = 0,
    only_id: int | None = None,
) -> tuple[Sequence[Since], int | None]:
    """Return tickets for which the time has come since `enabled_at`, of the next 200 after an id, and where to go on.

    automation_id: leave out those this rule has had its occasion with.
    """
    since, now = _SINCE[trigger.on], clock.now()
    span = timedelta(minutes=trigger.minutes)
    wanted = select(Ticket.id, since).where(
        Ticket.id > after_id,
        _stands(trigger.on),
        since <= now - span,
        since > enabled_at - span - LATE,
        asked(session, conditions),
    )
    if only_id is not None:
        wanted = wanted.where(Ticket.id == only_id)
    if automation_id is not None:
        wanted = wanted.where(~_had(automation_id, since))
    found = session.execute(wanted.order_by(Ticket.id).limit(MOST)).all()
    calendar = session.get(Calendar, trigger.calendar_id) if trigger.calendar_id is not None else None
    due = []
    for ticket_id, began in found:
        if began is None:
            continue
        at = began + span if calendar is None else hours.add_business_time(calendar, began, trigger.minutes)
        if enabled_at <= at <= now and in_hours(session, conditions, now):
            due.append((ticket_id, began))
    return due, found[-1][0] if len(found) == MOST else None


def day_meant(session: Session, trigger: Trigger, moment: datetime) -> date | None:
    """Return the day of a customer that rules are to act on at a moment; None before nine in the morning."""
    local = moment.astimezone(ZoneInfo(str(settings.get(session, "time_zone"))))
    return local.date() + timedelta(days=trigger.days_before) if local.hour >= MORNING else None


def with_day(
    session: Session, trigger: Trigger, conditions: Conditions, day: date, *, after_id: int = 0
) -> Sequence[tuple[int, int]]:
    """Return up to 200 (customer, their newest ticket the conditions hold for) whose day it is, after a customer's id."""
    newest = (
        select(Ticket.customer_id, func.max(Ticket.id).label("ticket_id"))
        .where(
            Ticket.customer_id.in_(_customers(trigger, day)), Ticket.customer_id > after_id, asked(session, conditions)
        )
        .group_by(Ticket.customer_id)
        .order_by(Ticket.customer_id)
        .limit(MOST)
    )
    return [(customer_id, ticket_id) for customer_id, ticket_id in session.execute(newest)]


def _customers(trigger: Trigger, day: date) -> Select[int]:
    month_days = [day.isoformat()[5:]]
    if month_days == ["02-28"] and not isleap(day.year):
        month_days.append("02-29")
    is_yearly = true() if trigger.date_kind == "birthday" else CustomerDate.is_yearly
    is_day = or_(and_(is_yearly, CustomerDate.month_day.in_(month_days)), CustomerDate.day == day.isoformat())
    return select(CustomerDate.customer_id).where(CustomerDate.kind == trigger.date_kind, is_day)


def _stands(on: str) -> ColumnElement[bool]:
    if on == "resolved":
        return and_(WAS_RESOLVED, Ticket.category == Category.RESOLVED)
    if on == "waiting_agent":
        return and_(IS_ACTIVE, Ticket.category.in_((Category.NEW, Category.OPEN)))
    return and_(IS_ACTIVE, Ticket.last_message_from == WroteLast.AGENT, Ticket.waiting_since.is_(None))


def _had(automation_id: int, since: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    return exists().where(
        AutomationRun.automation_id == automation_id,
        AutomationRun.ticket_id == Ticket.id,
        AutomationRun.occasion_at == since,
    )
