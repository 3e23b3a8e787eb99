"""The statements reports are read by: the facts of a question, as far as the asker may see their tickets."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, literal_column, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import FactKind, Priority, ReportFact, Ticket, TicketTag
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
    "tag": TicketTag.tag_id,
}
DURATION_BANDS_S: Final = (15 * 60, 3600, 4 * 3600, 8 * 3600, 24 * 3600, 3 * 86_400)
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
    if arrangement.by == "tag":
        wanted = wanted.outerjoin(TicketTag, TicketTag.ticket_id == ReportFact.ticket_id)
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


def value_of(arrangement: Arrangement) -> Any:  # a column
    """Return the column that says how long something took, by the hours asked for."""
    return ReportFact.business_s if arrangement.hours == "business" else ReportFact.seconds


def duration_of(arrangement: Arrangement) -> ColumnElement[int]:
    """Return in which band of the distribution a time lies: 0 to 6."""
    value = value_of(arrangement)
    # Written out, not bound: PostgreSQL takes the same expression with another parameter for another one.
    bands: list[tuple[Any, Any]] = [
        (value < literal_column(str(limit)), literal_column(str(n))) for n, limit in enumerate(DURATION_BANDS_S)
    ]
    return case(*bands, else_=literal_column(str(len(bands))))


def band_of(age_s: int) -> int:
    """Return which band of age a ticket is in: 0 to 4."""
    return sum(age_s >= band for band in AGE_BANDS_S)


def _one_of(name: str, values: Sequence[int | str | None]) -> ColumnElement[bool]:
    if name == "tag":
        return _tagged(values)
    column, known = COLUMNS[name], [value for value in values if value is not None]
    if name == "priority":
        known = [int(Priority[str(word).upper()]) for word in known]
    wanted: ColumnElement[bool] = column.in_(known)
    return or_(wanted, column.is_(None)) if None in values else wanted


def _tagged(values: Sequence[int | str | None]) -> ColumnElement[bool]:
    known = select(TicketTag.ticket_id).where(TicketTag.tag_id.in_([value for value in values if value is not None]))
    wanted: ColumnElement[bool] = ReportFact.ticket_id.in_(known)
    return or_(wanted, ReportFact.ticket_id.not_in(select(TicketTag.ticket_id))) if None in values else wanted
