"""The figures of a question over one period, read in one statement and grouped here."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import func, literal_column
from sqlalchemy.orm import Session

from helpdesk.models import FactKind, ReportFact
from helpdesk.permissions import Actor
from helpdesk.queries.reports.arrangement import BESIDE, BY_MANY, TIMES, Arrangement, Measure, Unit
from helpdesk.queries.reports.asking import COLUMNS, DURATION_BANDS_S, among, duration_of, value_of, within
from helpdesk.queries.reports.backlog import backlog
from helpdesk.queries.reports.figures import Figure, count, share, spread
from helpdesk.queries.reports.periods import QUARTER_S, Period, bucket_of

HOURS_OF_WEEK: Final = 168

Key = Hashable


@dataclass(frozen=True, slots=True)
class Found:
    """Figures by key, in the order they are shown, and the figure of all together."""

    by_key: Mapping[Key, Figure]
    total: Figure


def read(session: Session, actor: Actor, arrangement: Arrangement, period: Period, *, now_s: int) -> Found:
    """Return the figures of a question; every day, week, month or hour of the period has one, empty or not."""
    if arrangement.by in BY_MANY:
        in_all = read(session, actor, replace(arrangement, by="none"), period, now_s=now_s)
        return Found(_found(session, actor, arrangement, period, now_s=now_s).by_key, in_all.total)
    return _found(session, actor, arrangement, period, now_s=now_s)


def _found(session: Session, actor: Actor, arrangement: Arrangement, period: Period, *, now_s: int) -> Found:
    if arrangement.measure == "backlog":
        figures, total = backlog(session, actor, arrangement, period, now_s=now_s)
        return Found(figures, total)
    keys, key_of = _keys(arrangement, period)
    if arrangement.asked.unit is Unit.SECONDS:
        return _spreads(session, actor, arrangement, period, keys, key_of)
    return _counts(session, actor, arrangement, period, keys, key_of)


def _keys(arrangement: Arrangement, period: Period) -> tuple[Sequence[Key], Callable[[Any], Key]]:
    """Return the keys every answer has, and what makes a key of what the statement groups by."""
    if arrangement.by == "hour_of_week":
        hour_of = period.hours_of_week()
        return range(HOURS_OF_WEEK), hour_of
    if arrangement.by in TIMES:
        buckets = period.buckets(arrangement.by)
        index_of = bucket_of(buckets)
        return [bucket.key for bucket in buckets], lambda at_s: buckets[index_of(at_s)].key
    if arrangement.by == "duration":
        return range(len(DURATION_BANDS_S) + 1), lambda band: band
    return (), lambda value: value


def _grouped_by(arrangement: Arrangement) -> Any:  # a column, or nothing to group by
    if arrangement.by in TIMES:
        # Written out, not bound: PostgreSQL takes the same expression with another parameter for another one.
        return ReportFact.at_s.op("/")(literal_column(str(QUARTER_S)))
    return duration_of(arrangement) if arrangement.by == "duration" else COLUMNS.get(arrangement.by)


def _key_of_group(arrangement: Arrangement, key_of: Callable[[Any], Key]) -> Callable[[Any], Key]:
    """Return what makes a key of a value the statement groups by: a quarter hour, or the key itself."""
    return (lambda quarter: key_of(quarter * QUARTER_S)) if arrangement.by in TIMES else key_of


def _spreads(
    session: Session,
    actor: Actor,
    arrangement: Arrangement,
    period: Period,
    keys: Sequence[Key],
    key_of: Callable[[Any], Key],
) -> Found:
    column, value = _grouped_by(arrangement), value_of(arrangement)
    columns = (value,) if column is None else (column, value)
    wanted = among(session, actor, arrangement, *columns).where(within(period.start_s, period.end_s))
    rows = session.connection().execute(wanted).all()  # past the ORM: there may be hundreds of thousands
    if column is None:
        return Found({}, spread([row[0] for row in rows]))
    groups: dict[Key, list[int]] = {key: [] for key in keys} if keys else defaultdict(list)
    key_of_group = _key_of_group(arrangement, key_of)
    known: dict[Any, list[int]] = {}
    for group, seconds in rows:
        if (values := known.get(group)) is None:
            values = known[group] = groups[key_of_group(group)]
        values.append(seconds)
    figures = {key: spread(values) for key, values in groups.items()}
    return Found(_in_order(figures, keys), spread([row[1] for row in rows]))


def _counts(
    session: Session,
    actor: Actor,
    arrangement: Arrangement,
    period: Period,
    keys: Sequence[Key],
    key_of: Callable[[Any], Key],
) -> Found:
    group, key_of_group = _grouped_by(arrangement), _key_of_group(arrangement, key_of)
    groups = (ReportFact.kind,) if group is None else (group, ReportFact.kind)
    wanted = among(session, actor, arrangement, *groups, func.count()).where(within(period.start_s, period.end_s))
    counted: dict[Key, Counter[FactKind]] = {key: Counter() for key in keys}
    total: Counter[FactKind] = Counter()
    for *group_of, kind, number in session.connection().execute(wanted.group_by(*groups)):
        total[kind] += number
        if group_of:
            counted.setdefault(key_of_group(group_of[0]), Counter())[kind] += number
    measure = arrangement.asked
    figures = {key: _figure(measure, kinds) for key, kinds in counted.items()}
    return Found(_in_order(figures, keys), _figure(measure, total))


def _figure(measure: Measure, kinds: Mapping[FactKind, int]) -> Figure:
    if measure.unit is Unit.COUNT:
        return count(sum(kinds.values()))
    whole = sum(number for kind, number in kinds.items() if kind not in BESIDE)
    return share(sum(kinds.get(kind, 0) for kind in measure.part), whole)


def _in_order(figures: Mapping[Key, Figure], keys: Iterable[Key]) -> Mapping[Key, Figure]:
    """Return dimensions with the most facts first; times keep their order."""
    if keys:
        return figures
    return dict(sorted(figures.items(), key=lambda pair: (-pair[1].n, str(pair[0]))))
