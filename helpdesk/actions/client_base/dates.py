"""Days that matter, and telling their owner or team in time, each time once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, settings
from helpdesk.actions.client_base.door import open_customer, tell
from helpdesk.actions.notifications import notify
from helpdesk.customers.dates import next_on, read_day, reminder_after
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Agent, Customer, CustomerDate, Team, TeamMember
from helpdesk.permissions import Actor

KINDS: Final = ("birthday", "contract_end", "other")
MAX_DATES: Final = 50
MAX_DAYS: Final = 365
BATCH: Final = 100
LABEL_CHARS: Final = 120
REMINDER: Final = "customer.date_near"


@dataclass(frozen=True, slots=True)
class DateDraft:
    """A day and whom to tell how many days before; nobody when remind_days is None."""

    kind: str
    day: str
    label: str = ""
    is_yearly: bool = False
    remind_days: int | None = None
    agent_id: int | None = None
    team_id: int | None = None


def add_date(session: Session, customer_id: int, draft: DateDraft, *, by: Actor, address: str = "") -> CustomerDate:
    """Note a day that matters; its first reminder is due from today on."""
    customer = open_customer(session, customer_id, by=by)
    count = session.scalar(select(func.count()).where(CustomerDate.customer_id == customer.id)) or 0
    if count >= MAX_DATES:
        raise Conflict(f"A customer has at most {MAX_DATES} such days.", code="too_many_dates")
    row = CustomerDate(customer_id=customer.id, created_at=clock.now(), kind="", day="", month_day="")
    _write(session, row, draft)
    session.add(row)
    tell(session, customer, "customer.date_added", by=by, address=address, data={"kind": row.kind})
    return row


def change_date(
    session: Session, customer_id: int, date_id: int, draft: DateDraft, *, by: Actor, address: str = ""
) -> CustomerDate:
    """Write a day anew."""
    customer, row = _own(session, customer_id, date_id, by=by)
    _write(session, row, draft)
    tell(session, customer, "customer.date_changed", by=by, address=address, data={"kind": row.kind})
    return row


def remove_date(session: Session, customer_id: int, date_id: int, *, by: Actor, address: str = "") -> None:
    """Forget a day."""
    customer, row = _own(session, customer_id, date_id, by=by)
    session.delete(row)
    tell(session, customer, "customer.date_removed", by=by, address=address, data={"kind": row.kind})


def remind_due() -> int:
    """Tell of the days that are near; returns how many. A reminder that was missed comes late, never twice."""
    with db.reading() as session:
        today = _today(session)
        due = session.scalars(
            select(CustomerDate.id).where(CustomerDate.remind_on <= today.isoformat()).limit(BATCH)
        ).all()
    told = 0
    for date_id in due:
        with db.transaction() as session:
            told += _remind(session, date_id, today)
    return told


def _remind(session: Session, date_id: int, today: date) -> bool:
    row = session.get(CustomerDate, date_id, with_for_update=True, populate_existing=True)
    if row is None or row.remind_on is None or row.remind_on > today.isoformat():
        return False
    claimed = db.changed(
        session,
        update(CustomerDate)
        .where(CustomerDate.id == row.id, CustomerDate.remind_on == row.remind_on)
        .values(remind_on=reminder_after(row.day, is_yearly=row.is_yearly, remind_days=row.remind_days, after=today))
        .execution_options(synchronize_session=False),
    )
    # What was missed for so long that the day itself is over is no reminder any more.
    near = next_on(row.day, is_yearly=row.is_yearly, today=date.fromisoformat(row.remind_on))
    if not claimed or near is None or near < today.isoformat():
        return False
    data = {"customer_id": row.customer_id, "date_id": row.id, "kind": row.kind, "on": near}
    notify(session, _whom(session, row), kind=REMINDER, ticket=None, data=data, occasion=f"date:{row.id}:{near}")
    return True


def _whom(session: Session, row: CustomerDate) -> Sequence[int]:
    active = select(Agent.id).where(Agent.is_active)
    if row.agent_id is not None and session.scalar(active.where(Agent.id == row.agent_id)) is not None:
        return [row.agent_id]
    if row.team_id is None:
        return []
    members = select(TeamMember.agent_id).where(TeamMember.team_id == row.team_id)
    return session.scalars(active.where(Agent.id.in_(members)).order_by(Agent.id)).all()


def _write(session: Session, row: CustomerDate, draft: DateDraft) -> None:
    if draft.kind not in KINDS:
        raise Invalid("A day is a birthday, the end of a contract, or another one with a name.", kind="unknown")
    if draft.kind == "other" and not draft.label.strip():
        raise Invalid("Say what day it is.", label="empty")
    if draft.remind_days is not None and not 0 <= draft.remind_days <= MAX_DAYS:
        raise Invalid(f"0 to {MAX_DAYS} days before.", remind_days="range")
    if draft.agent_id is not None and session.get(Agent, draft.agent_id) is None:
        raise Invalid("There is no such agent.", agent_id="unknown")
    if draft.team_id is not None and session.get(Team, draft.team_id) is None:
        raise Invalid("There is no such team.", team_id="unknown")
    if draft.remind_days is not None and draft.agent_id is None and draft.team_id is None:
        raise Invalid("Say whom to remind.", agent_id="missing")
    row.kind, row.label, row.is_yearly = draft.kind, " ".join(draft.label.split())[:LABEL_CHARS], draft.is_yearly
    row.day = read_day(draft.day)
    row.month_day = row.day[5:]
    row.remind_days, row.agent_id, row.team_id = draft.remind_days, draft.agent_id, draft.team_id
    yesterday = _today(session) - timedelta(days=1)
    row.remind_on = reminder_after(row.day, is_yearly=row.is_yearly, remind_days=row.remind_days, after=yesterday)


def _own(session: Session, customer_id: int, date_id: int, *, by: Actor) -> tuple[Customer, CustomerDate]:
    customer = open_customer(session, customer_id, by=by)
    row = session.get(CustomerDate, date_id, with_for_update=True)
    if row is None or row.customer_id != customer.id:
        raise NotFound
    return customer, row


def _today(session: Session) -> date:
    return clock.now().astimezone(ZoneInfo(settings.get(session, "time_zone"))).date()
