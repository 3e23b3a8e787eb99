"""Saved reports: made, changed and removed by whom they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.workspace.changes import one_line
from helpdesk.errors import Forbidden, Invalid, NotFound
from helpdesk.models import Audience, Role, SavedReport
from helpdesk.permissions import Actor
from helpdesk.queries.reports.arrangement import Arrangement

NAME_CHARS: Final = 80
MOST: Final = 200  # of one owner


@dataclass(frozen=True, slots=True)
class SavedChanges:
    """What a saved report is; team_id only where its audience is a team."""

    name: str
    audience: Audience
    team_id: int | None
    arrangement: Mapping[str, Any]  # JSON: the fields of an Arrangement


def save_report(session: Session, changes: SavedChanges, *, by: Actor) -> SavedReport:
    """Save a report of one's own."""
    assert by.agent_id is not None
    count = session.scalar(select(func.count()).where(SavedReport.owner_id == by.agent_id)) or 0
    if count >= MOST:
        raise Invalid(f"One agent saves at most {MOST} reports.", reports="too_many")
    now = clock.now()
    saved = SavedReport(owner_id=by.agent_id, created_at=now)
    _apply(saved, changes, by=by)
    session.add(saved)
    session.flush()
    return saved


def change_report(session: Session, report_id: int, changes: SavedChanges, *, by: Actor) -> SavedReport:
    """Replace a saved report; only its owner and admins may."""
    saved = own_report(session, report_id, by=by)
    _apply(saved, changes, by=by)
    session.flush()
    return saved


def remove_report(session: Session, report_id: int, *, by: Actor) -> None:
    """Remove a saved report; only its owner and admins may."""
    session.delete(own_report(session, report_id, by=by))


def may_find(actor: Actor, saved: SavedReport) -> bool:
    """Say whether somebody finds a saved report: their own, one for all or for a team of theirs."""
    if saved.owner_id == actor.agent_id or saved.audience is Audience.ALL:
        return True
    return saved.audience is Audience.TEAM and (actor.role is Role.ADMIN or saved.team_id in actor.team_ids)


def own_report(session: Session, report_id: int, *, by: Actor) -> SavedReport:
    """Return a saved report that somebody may change: its owner and admins; NotFound, Forbidden."""
    saved = session.get(SavedReport, report_id)
    if saved is None or not may_find(by, saved):
        raise NotFound
    if saved.owner_id != by.agent_id and by.role is not Role.ADMIN:
        raise Forbidden("Save a report of your own instead.")
    return saved


def _apply(saved: SavedReport, changes: SavedChanges, *, by: Actor) -> None:
    if (changes.audience is Audience.TEAM) != (changes.team_id is not None):
        raise Invalid("A report for a team names that team, any other names none.", team_id="audience")
    if changes.team_id is not None and by.role is not Role.ADMIN and changes.team_id not in by.team_ids:
        raise Invalid("You may share it with teams of yours.", team_id="unknown")
    Arrangement(**changes.arrangement)
    saved.name = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    saved.audience, saved.team_id = changes.audience, changes.team_id
    saved.arrangement = dict(changes.arrangement)
    saved.updated_at = clock.now()
