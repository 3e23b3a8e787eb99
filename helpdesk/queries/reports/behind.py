"""The tickets behind a number of a report."""

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import Invalid
from helpdesk.models import FactKind, Priority, ReportFact
from helpdesk.permissions import Actor
from helpdesk.queries.reports.arrangement import BESIDE, TIMES, Arrangement
from helpdesk.queries.reports.asking import (
    AGE_BANDS_S,
    COLUMNS,
    DURATION_BANDS_S,
    among,
    duration_of,
    open_at,
    value_of,
    within,
)
from helpdesk.queries.reports.backlog import moment
from helpdesk.queries.reports.periods import Period
from helpdesk.queries.reports.reading import HOURS_OF_WEEK
from helpdesk.queries.reports.report import period_of
from helpdesk.queries.rows import Json, rows

PAGE: Final = 50
PARTS: Final = ("all", "part", "rest")


def tickets_behind(
    session: Session,
    actor: Actor,
    arrangement: Arrangement,
    *,
    key: str | None = None,
    part: str = "all",
    below: int | None = None,
) -> Json:
    """Return the tickets a number was made of, newest first, 50 at a time: those with an id below `below`.

    key: the row, "" where that is without a value, None for the total. part: of a share its numerator or the rest.
    """
    if key is None:
        arrangement = replace(arrangement, by="none")  # what has several tags counts once
    period = period_of(session, arrangement)
    conditions = _conditions(arrangement, period, key)
    wanted = among(session, actor, arrangement, kinds=_kinds(arrangement, part)).where(*conditions)
    facts = session.scalar(wanted.add_columns(func.count())) or 0
    paged = wanted.add_columns(ReportFact.ticket_id, func.count(), func.max(value_of(arrangement)))
    if below is not None:
        paged = paged.where(ReportFact.ticket_id < below)
    found = session.execute(
        paged.group_by(ReportFact.ticket_id).order_by(ReportFact.ticket_id.desc()).limit(PAGE + 1)
    ).all()
    values = {row[0]: {"facts": row[1], "seconds": row[2]} for row in found[:PAGE]}
    tickets = [{"ticket": row, **values[row["id"]]} for row in rows(session, actor, list(values))]
    return {"facts": facts, "tickets": tickets, "next": found[PAGE - 1][0] if len(found) > PAGE else None}


def _kinds(arrangement: Arrangement, part: str) -> list[FactKind]:
    if part not in PARTS:
        raise Invalid("A share has a part and a rest.", part="unknown")
    measure = arrangement.asked
    if part == "part" and measure.part:
        return list(measure.part)
    whole = [kind for kind in measure.kinds if kind not in BESIDE]
    return [kind for kind in whole if kind not in measure.part] if part == "rest" else whole


def _conditions(arrangement: Arrangement, period: Period, key: str | None) -> list[ColumnElement[bool]]:
    by = arrangement.by
    if arrangement.measure == "backlog":
        return _open_conditions(arrangement, period, key)
    if key is None or by == "none":
        return [within(period.start_s, period.end_s)]
    if by == "hour_of_week":
        stretches = period.stretches_of(_number(key, HOURS_OF_WEEK))
        return [or_(*(within(start, end) for start, end in stretches))] if stretches else [within(0, 0)]
    if by in TIMES:
        return [within(*_bucket(period, by, key))]
    if by == "duration":
        return [
            within(period.start_s, period.end_s),
            duration_of(arrangement) == _number(key, len(DURATION_BANDS_S) + 1),
        ]
    return [within(period.start_s, period.end_s), _is(by, key)]


def _open_conditions(arrangement: Arrangement, period: Period, key: str | None) -> list[ColumnElement[bool]]:
    now_s, by = int(clock.now().timestamp()), arrangement.by
    at_end = moment(period.end_s, now_s)
    if key is None or by == "none":
        return [open_at(at_end)]
    if by == "age":
        band = _number(key, len(AGE_BANDS_S) + 1)
        age = at_end - ReportFact.at_s + ReportFact.seconds
        upper = [age < AGE_BANDS_S[band]] if band < len(AGE_BANDS_S) else []
        lower = [age >= AGE_BANDS_S[band - 1]] if band else []
        return [open_at(at_end), *lower, *upper]
    if by in TIMES:
        return [open_at(moment(_bucket(period, by, key)[1], now_s))]
    return [open_at(at_end), _is(by, key)]


def _bucket(period: Period, by: str, key: str) -> tuple[int, int]:
    for bucket in period.buckets(by):
        if bucket.key == key:
            return bucket.start_s, bucket.end_s
    raise Invalid("This report has no such row.", key="unknown")


def _number(key: str, below: int) -> int:
    if not key.isdigit() or int(key) >= below:
        raise Invalid("This report has no such row.", key="unknown")
    return int(key)


def _is(by: str, key: str) -> ColumnElement[bool]:
    column: Any = COLUMNS[by]  # a column of any type
    if by == "language":
        is_language: ColumnElement[bool] = column == key
        return is_language
    if key == "":
        missing: ColumnElement[bool] = column.is_(None)
        return missing
    is_that: ColumnElement[bool] = column == (_priority(key) if by == "priority" else _number(key, 1 << 62))
    return is_that


def _priority(word: str) -> int:
    try:
        return int(Priority[word.upper()])
    except KeyError:
        raise Invalid("This report has no such row.", key="unknown") from None
