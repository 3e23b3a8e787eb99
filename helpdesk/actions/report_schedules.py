"""Saved reports by mail: when they go out and to whom. What goes out is written in report_letters."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.saved_reports import may_find, own_report
from helpdesk.errors import Invalid
from helpdesk.models import Agent, ReportRecipient, ReportSchedule, Role, SavedReport
from helpdesk.permissions import Actor
from helpdesk.queries.rights import actors_of
from helpdesk.reporting.rhythm import Rhythm

MOST_RECIPIENTS: Final = 50
READERS: Final = (Role.SUPERVISOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class ScheduleChanges:
    """When a saved report goes out, and to whom."""

    rhythm: Rhythm
    agent_ids: Collection[int]


def set_schedule(session: Session, report_id: int, changes: ScheduleChanges, *, by: Actor) -> ReportSchedule:
    """Send a saved report from now on so and no longer otherwise; only its owner and admins may.

    Nothing goes out at once, and what went out today goes out today no more.
    """
    assert by.agent_id is not None
    saved = own_report(session, report_id, by=by)
    db.lock(session, f"report schedule:{report_id}")
    readers = _readers(session, saved, changes.agent_ids)
    found = session.scalar(select(ReportSchedule).where(ReportSchedule.saved_report_id == report_id))
    schedule = found or ReportSchedule(saved_report_id=report_id)
    rhythm = changes.rhythm
    schedule.every, schedule.day, schedule.hour = rhythm.every, rhythm.day, rhythm.hour
    schedule.owner_id, schedule.off_reason, schedule.updated_at = by.agent_id, None, clock.now()
    session.add(schedule)
    session.flush()
    _set_recipients(session, schedule, rhythm, readers)
    return schedule


def remove_schedule(session: Session, report_id: int, *, by: Actor) -> None:
    """Send a saved report no longer; only its owner and admins may."""
    own_report(session, report_id, by=by)
    session.execute(delete(ReportSchedule).where(ReportSchedule.saved_report_id == report_id))


def rhythm_of(schedule: ReportSchedule) -> Rhythm:
    """Return when it goes out."""
    return Rhythm(schedule.every, schedule.day, schedule.hour)


def may_have(agent: Agent, actor: Actor, saved: SavedReport) -> bool:
    """Say whether an agent, whose rights are `actor`, may still open a saved report."""
    return agent.is_active and agent.role in READERS and may_find(actor, saved)


def _readers(session: Session, saved: SavedReport, agent_ids: Collection[int]) -> Mapping[int, Agent]:
    if not 1 <= len(set(agent_ids)) <= MOST_RECIPIENTS:
        raise Invalid(f"A report goes to 1 to {MOST_RECIPIENTS} people.", agent_ids="number")
    agents = session.scalars(select(Agent).where(Agent.id.in_(agent_ids))).all()
    actors = actors_of(session, agents)
    readers = {agent.id: agent for agent in agents if may_have(agent, actors[agent.id], saved)}
    if len(readers) < len(set(agent_ids)):
        raise Invalid("Share the report with all who are to get it.", agent_ids="not_shared")
    return readers


def _set_recipients(session: Session, schedule: ReportSchedule, rhythm: Rhythm, readers: Mapping[int, Agent]) -> None:
    session.execute(delete(ReportRecipient).where(ReportRecipient.schedule_id == schedule.id))
    now = clock.now()
    for agent in readers.values():
        due_at = rhythm.next_after(now, ZoneInfo(agent.time_zone))
        session.add(ReportRecipient(schedule_id=schedule.id, agent_id=agent.id, next_due_at=due_at))
    session.flush()
