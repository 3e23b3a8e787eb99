"""The saved reports somebody finds."""

from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from helpdesk.models import Audience, Role, SavedReport
from helpdesk.permissions import Actor
from helpdesk.queries.report_schedules import schedules_of
from helpdesk.queries.rows import Json, iso

MAX: Final = 1_000


def saved_reports(session: Session, actor: Actor) -> list[Json]:
    """Return one's own, those for all and those for one's teams, by name; at most 1,000."""
    shared = SavedReport.audience == Audience.TEAM
    theirs = shared if actor.role is Role.ADMIN else shared & SavedReport.team_id.in_(sorted(actor.team_ids))
    wanted = select(SavedReport).where(
        or_(SavedReport.owner_id == actor.agent_id, SavedReport.audience == Audience.ALL, theirs)
    )
    found = session.scalars(wanted.order_by(SavedReport.name, SavedReport.id).limit(MAX)).all()
    schedules = schedules_of(session, [saved.id for saved in found])
    return [_view(saved, schedules.get(saved.id)) for saved in found]


def saved_view(session: Session, saved: SavedReport) -> Json:
    """Return a saved report in the shape of the API."""
    return _view(saved, schedules_of(session, [saved.id]).get(saved.id))


def _view(saved: SavedReport, schedule: Json | None) -> Json:
    return {
        "id": saved.id,
        "name": saved.name,
        "owner_id": saved.owner_id,
        "audience": saved.audience.value,
        "team_id": saved.team_id,
        "arrangement": saved.arrangement,
        "updated_at": iso(saved.updated_at),
        "schedule": schedule,
    }
