"""The statements reports are read by: the facts of a question, as far as the asker may see their tickets."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import FactKind, Priority, ReportFact, Ticket
from helpdesk.permissions import Actor, works_with
from helpdesk.queries.filters import of_segments
from helpdesk.queries.reports.arrangement import Arrangement

COLUMNS: Final[dict[str, Any]] = {  # columns of different types
    "team": ReportFact.team_id,
    "agent": ReportFact.agent_id,
    "channel": ReportFact.channel_id,
    "type": ReportFact.type_id,
    "priority": ReportFact.priority,
    "language": ReportFact.language,
}
AGE_BANDS_S: Final = (4 * 3600, 24 * 3600, 3 * 86_400, 7 * 86_400)


def among(
    session: Session, actor: Actor, arrangement: Arrangement, *columns: Any, kinds: Sequence[FactKind] = ()
) -> Select[Any]:
    """Return the selection of these columns from the facts of the question, of any time."""
    wanted = (
        select(*columns)
        .select_from(ReportFact)
        .where(
            ReportFact.kind.in_(kinds or arrangement.asked.kinds),
            *(_one_of(name, values) for name, values in arrangement.filters.items() if values and name in COLUMNS),
        )
    )
    if segment_ids := [int(id) for id in arrangement.filters.get("segment", ()) if id is not None]:
        theirs = select(Ticket.id).where(of_segments(session, segment_ids, actor))
        wanted = wanted.where(ReportFact.ticket_id.in_(theirs))
    if actor.sees_everything:
        return wanted
    return wanted.join(Ticket, Ticket.id == ReportFact.ticket_id).where(works_with(actor))


def within(start_s: int, end_s: int) -> ColumnElement[bool]:
    """Return the condition that a fact happened from `start_s` to before `end_s`."""
    return and_(ReportFact.at_s >= start_s, ReportFact.at_s < end_s)


def open_at(moment_s: int) -> ColumnElement[bool]:
    """Return the condition that a stretch was going on just before a moment."""
    return and_(ReportFact.at_s < moment_s, or_(ReportFact.end_s.is_(None), ReportFact.end_s >= moment_s))


def band_of(age_s: int) -> int:
    """Return which band of age a ticket is in: 0 to 4."""
    return sum(age_s >= band for band in AGE_BANDS_S)


def _one_of(name: str, values: Sequence[int | str | None]) -> ColumnElement[bool]:
    column, known = COLUMNS[name], [value for value in values if value is not None]
    if name == "priority":
        known = [int(Priority[str(word).upper()]) for word in known]
    wanted: ColumnElement[bool] = column.in_(known)
    return or_(wanted, column.is_(None)) if None in values else wanted
