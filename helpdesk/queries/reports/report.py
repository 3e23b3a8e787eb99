"""A report: the figures of a question, beside those of the period before, with what the page needs to say of them."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, settings
from helpdesk.models import Priority, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.reports.arrangement import TIMES, Arrangement
from helpdesk.queries.reports.figures import Figure
from helpdesk.queries.reports.periods import Period, read_period
from helpdesk.queries.reports.reading import Found, read
from helpdesk.queries.reports.target import target_of
from helpdesk.queries.rows import Json, iso
from helpdesk.reporting.progress import progress

MAX_ROWS: Final = 1_200


def report(session: Session, actor: Actor, arrangement: Arrangement, *, compares: bool = False) -> Json:
    """Return the answer to a question; compares: beside each figure that of the period before."""
    period = period_of(session, arrangement)
    now_s = int(clock.now().timestamp())
    found = read(session, actor, arrangement, period, now_s=now_s)
    before = read(session, actor, arrangement, period.before(), now_s=now_s) if compares else None
    earlier = _paired(arrangement, found, before) if before else {}
    rows = [
        {"key": _word(arrangement, key), **_view(figure), "before": _view(earlier[key]) if key in earlier else None}
        for key, figure in list(found.by_key.items())[:MAX_ROWS]
    ]
    return {
        "measure": arrangement.measure,
        "unit": arrangement.asked.unit.value,
        "by": arrangement.by,
        "hours": arrangement.hours,
        "period": _period_view(period),
        "before": _period_view(period.before()) if compares else None,
        "rows": rows,
        "total": {"key": None, **_view(found.total), "before": _view(before.total) if before else None},
        "is_cut": len(found.by_key) > MAX_ROWS,
        "target": target_of(session, arrangement),
        **freshness(session),
    }


def period_of(session: Session, arrangement: Arrangement) -> Period:
    """Return the period of a question in the desk's time zone."""
    zone = ZoneInfo(settings.get(session, "time_zone"))
    return read_period(arrangement.period, today=clock.now().astimezone(zone).date(), zone=zone)


def freshness(session: Session) -> Json:
    """Return up to when the facts are, and which share of the tickets is ready while all are made again."""
    reached = progress(session)
    if reached is None:
        return {"as_of": None, "ready": 0.0}
    ready = 1.0
    if reached.rebuilt_to is not None:
        newest = session.scalar(select(func.max(Ticket.id))) or 0
        ready = reached.rebuilt_to / newest if newest else 1.0
    return {"as_of": reached.changed_at or None, "ready": ready}


def _paired(arrangement: Arrangement, found: Found, before: Found) -> Mapping[Hashable, Figure]:
    """Return the figures of the period before by the keys of this one: the first day beside the first day."""
    if arrangement.by in TIMES and arrangement.by != "hour_of_week":
        return dict(zip(found.by_key, before.by_key.values(), strict=False))
    return before.by_key


def _word(arrangement: Arrangement, key: Hashable) -> str | None:
    if arrangement.by == "priority" and isinstance(key, int):
        return Priority(key).word
    return None if key is None or key == "" else str(key)


def _view(figure: Figure) -> Json:
    return asdict(figure)


def _period_view(period: Period) -> Json:
    return {
        "since": period.since.isoformat(),
        "last": period.last.isoformat(),
        "start": iso(datetime.fromtimestamp(period.start_s, UTC)),
        "end": iso(datetime.fromtimestamp(period.end_s, UTC)),
        "time_zone": period.zone.key,
    }
