"""Making, changing and removing segments."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.customers.filters import plain, read_filter
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import Segment
from helpdesk.permissions import Actor
from helpdesk.queries.segment_uses import uses

NAME_CHARS: Final = 120
MAX_SEGMENTS: Final = 200


def create_segment(session: Session, *, name: str, wanted: Mapping[str, Any], by: Actor, address: str = "") -> Segment:
    """Save a filter under a name."""
    count = session.scalar(select(func.count()).select_from(Segment)) or 0
    if count >= MAX_SEGMENTS:
        raise Conflict(f"There are at most {MAX_SEGMENTS} segments.", code="too_many_segments")
    now = clock.now()
    segment = Segment(
        name=one_line(name, field="name", max_chars=NAME_CHARS),
        filter=plain(read_filter(wanted)),
        position=count + 1,
        created_at=now,
        updated_at=now,
    )
    session.add(segment)
    session.flush()
    _trace(session, "segment.made", segment.id, by=by, address=address)
    return segment


def change_segment(
    session: Session,
    segment_id: int,
    *,
    by: Actor,
    name: str | None = None,
    wanted: Mapping[str, Any] | None = None,
    address: str = "",
) -> Segment:
    """Change a segment's name or filter; what uses it follows at once."""
    segment = _open(session, segment_id)
    if name is not None and name != segment.name:
        segment.name, segment.key = one_line(name, field="name", max_chars=NAME_CHARS), None
    if wanted is not None:
        segment.filter = plain(read_filter(wanted))
    segment.updated_at = clock.now()
    _trace(session, "segment.changed", segment.id, by=by, address=address)
    return segment


def remove_segment(session: Session, segment_id: int, *, by: Actor, address: str = "") -> None:
    """Remove a segment; Conflict "segment_in_use" names the rules and whatever else would decide otherwise without it."""
    segment = _open(session, segment_id)
    used_by = uses(session, segment_id)
    if used_by:
        raise Conflict("This segment is still used; change what uses it first.", code="segment_in_use", used_by=used_by)
    session.delete(segment)
    _trace(session, "segment.removed", segment_id, by=by, address=address)


def _open(session: Session, segment_id: int) -> Segment:
    segment = session.get(Segment, segment_id, with_for_update=True)
    if segment is None:
        raise NotFound
    return segment


def _trace(session: Session, verb: str, segment_id: int, *, by: Actor, address: str) -> None:
    leave_trace(session, verb, what=What.SEGMENTS, thing=f"segment:{segment_id}", by=by, address=address)
