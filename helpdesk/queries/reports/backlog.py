"""How many tickets were open at a moment, by age or by anything else."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Mapping
from itertools import accumulate

from sqlalchemy import func
from sqlalchemy.orm import Session

from helpdesk.models import ReportFact
from helpdesk.permissions import Actor
from helpdesk.queries.reports.arrangement import TIMES, Arrangement
from helpdesk.queries.reports.asking import AGE_BANDS_S, COLUMNS, among, band_of, open_at
from helpdesk.queries.reports.figures import Figure, count
from helpdesk.queries.reports.periods import Period

Figures = Mapping[Hashable, Figure]


def backlog(
    session: Session, actor: Actor, arrangement: Arrangement, period: Period, *, now_s: int
) -> tuple[Figures, Figure]:
    """Return the backlog by key and in all, at the end of the period or now if that is earlier."""
    moment_s = moment(period.end_s, now_s)
    if arrangement.by in TIMES:
        figures = _series(session, actor, arrangement, period, now_s=now_s)
        return figures, _total(session, actor, arrangement, moment_s)
    if arrangement.by == "age":
        return _by_age(session, actor, arrangement, moment_s)
    if arrangement.by == "none":
        return {}, _total(session, actor, arrangement, moment_s)
    column = COLUMNS[arrangement.by]
    wanted = among(session, actor, arrangement, column, func.count()).where(open_at(moment_s)).group_by(column)
    found = sorted(session.execute(wanted).all(), key=lambda row: (-row[1], str(row[0])))
    return {key: count(number) for key, number in found}, count(sum(number for _, number in found))


def moment(end_s: int, now_s: int) -> int:
    """Return the moment just before which a backlog is counted: the future has none."""
    return min(end_s, now_s + 1)


def _total(session: Session, actor: Actor, arrangement: Arrangement, moment_s: int) -> Figure:
    return count(session.scalar(among(session, actor, arrangement, func.count()).where(open_at(moment_s))) or 0)


def _by_age(session: Session, actor: Actor, arrangement: Arrangement, moment_s: int) -> tuple[Figures, Figure]:
    age = moment_s - ReportFact.at_s + ReportFact.seconds
    found = session.scalars(among(session, actor, arrangement, age).where(open_at(moment_s))).all()
    bands = Counter(map(band_of, found))
    return {band: count(bands[band]) for band in range(len(AGE_BANDS_S) + 1)}, count(len(found))


def _series(session: Session, actor: Actor, arrangement: Arrangement, period: Period, *, now_s: int) -> Figures:
    """Count at the end of every bucket: each stretch adds one from its first such end to its last."""
    buckets = [bucket for bucket in period.buckets(arrangement.by) if bucket.start_s <= now_s]
    moments = [moment(bucket.end_s, now_s) for bucket in buckets]
    changes = [0] * (len(moments) + 1)
    wanted = among(session, actor, arrangement, ReportFact.at_s, ReportFact.end_s).where(
        ReportFact.at_s < period.end_s, (ReportFact.end_s.is_(None)) | (ReportFact.end_s >= period.start_s)
    )
    for at_s, end_s in session.connection().execute(wanted):
        changes[bisect_right(moments, at_s)] += 1
        changes[len(moments) if end_s is None else bisect_right(moments, end_s)] -= 1
    return {bucket.key: count(n) for bucket, n in zip(buckets, accumulate(changes), strict=False)}
