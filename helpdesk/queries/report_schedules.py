"""Who gets saved reports by mail, and what went."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpdesk.actions.saved_reports import may_find
from helpdesk.errors import NotFound
from helpdesk.models import DeliveryState, ReportLetter, ReportRecipient, ReportSchedule, SavedReport, SystemMail
from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json, iso

MOST: Final = 50


def schedules_of(session: Session, report_ids: Collection[int]) -> Mapping[int, Json]:
    """Return the schedules of saved reports in the shape of the API, by the report's id."""
    found = session.scalars(select(ReportSchedule).where(ReportSchedule.saved_report_id.in_(report_ids))).all()
    recipients: dict[int, list[ReportRecipient]] = {schedule.id: [] for schedule in found}
    wanted = select(ReportRecipient).where(ReportRecipient.schedule_id.in_(recipients))
    for recipient in session.scalars(wanted.order_by(ReportRecipient.agent_id)):
        recipients[recipient.schedule_id].append(recipient)
    return {schedule.saved_report_id: _view(schedule, recipients[schedule.id]) for schedule in found}


def schedule_view(session: Session, schedule: ReportSchedule) -> Json:
    """Return one schedule in the shape of the API."""
    return schedules_of(session, [schedule.saved_report_id])[schedule.saved_report_id]


def letters(session: Session, actor: Actor, report_id: int) -> list[Json]:
    """Return the newest letters with a saved report, at most 50; NotFound for who may not open it."""
    saved = session.get(SavedReport, report_id)
    if saved is None or not may_find(actor, saved):
        raise NotFound
    newest = _letters().where(ReportLetter.saved_report_id == report_id).order_by(ReportLetter.id.desc())
    return [_letter(row, state) for row, state in session.execute(newest.limit(MOST))]


def letter(session: Session, letter_id: int) -> Json:
    """Return one letter in the shape of the API."""
    row, state = session.execute(_letters().where(ReportLetter.id == letter_id)).one()
    return _letter(row, state)


def _letters() -> Select[ReportLetter, DeliveryState | None]:
    return select(ReportLetter, SystemMail.delivery_state).outerjoin(
        SystemMail, SystemMail.id == ReportLetter.system_mail_id
    )


def _letter(row: ReportLetter, state: DeliveryState | None) -> Json:
    return {
        "id": row.id,
        "agent_id": row.agent_id,
        "day": row.day,
        "created_at": iso(row.created_at),
        "state": None if state is None else state.value,
    }


def _view(schedule: ReportSchedule, recipients: Collection[ReportRecipient]) -> Json:
    awaited = [recipient.next_due_at for recipient in recipients if recipient.next_due_at is not None]
    return {
        "every": schedule.every.value,
        "day": schedule.day,
        "hour": schedule.hour,
        "owner_id": schedule.owner_id,
        "off_reason": schedule.off_reason,
        "next_at": iso(min(awaited)) if awaited else None,
        "recipients": [{"agent_id": recipient.agent_id, "trouble": recipient.trouble} for recipient in recipients],
    }
