"""The audit log as admins read it: who did what to what, the newest first, in parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.errors import Invalid
from helpdesk.models import Agent, Audit, Automation, Calendar, Channel, Rule, Skill, SlaPolicy, Team, Webhook
from helpdesk.queries.rows import Json, iso

PAGE: Final = 50
LOOKED_AT: Final = 20_000  # rows for one part, whatever is asked for

# The first words of verbs by what they are about.
KINDS: Final[Mapping[str, Sequence[str]]] = {
    "people": ("agent", "invitation", "password", "password_reset", "session", "second_factor", "sign_on"),
    "customers": ("customer", "identity", "organisation"),
    "tickets": ("ticket", "inbound"),
    "channels": ("channel",),
    "routing": ("team", "skill", "rule", "rules", "learning"),
    "service": ("sla_policy", "sla_policies", "calendar"),
    "automation": ("automation", "automations", "webhook", "api_key"),
    "writing": ("template", "macro", "tag", "view", "segment", "field"),
    "settings": ("settings", "desk", "calendar_feed", "backup"),
}
# What the desk itself is made of is named; who wrote to it never is.
_NAMED: Final[Mapping[str, Any]] = {  # models with a name
    "agent": Agent,
    "automation": Automation,
    "calendar": Calendar,
    "channel": Channel,
    "rule": Rule,
    "skill": Skill,
    "sla_policy": SlaPolicy,
    "team": Team,
    "webhook": Webhook,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the log is wanted. agent_id: who did it, 0 for nobody signed in; days in the desk's time zone, both included."""

    agent_id: int | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def entries(session: Session, asked: Asked) -> Json:
    """Return up to 50 entries, the newest first; before: what to ask on from, null at the end of what is wanted.

    At most 20,000 rows are looked at, so that there may be none in a part and more behind it.
    """
    start, end = _moments(session, asked)
    top = _top(session, asked.before, end)
    floor = _floor(session, start)
    if floor is None:
        return {"entries": [], "before": None}
    low = max(floor, top - LOOKED_AT)
    wanted = select(Audit).where(Audit.id >= low, Audit.id < top, *_conditions(asked, start, end))
    found = session.scalars(wanted.order_by(Audit.id.desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    before = shown[-1].id if len(found) > PAGE else low if low > floor else None
    return {"entries": _views(session, shown), "before": before}


def _moments(session: Session, asked: Asked) -> tuple[datetime | None, datetime | None]:
    zone = ZoneInfo(str(settings.get(session, "time_zone")))
    if asked.since and asked.until and asked.since > asked.until:
        raise Invalid("The first day comes before the last.", until="before_since")
    return (
        datetime.combine(asked.since, time.min, zone) if asked.since else None,
        datetime.combine(asked.until + timedelta(days=1), time.min, zone) if asked.until else None,
    )


def _top(session: Session, before: int | None, end: datetime | None) -> int:
    """Return the id below which to look."""
    if end is None:
        newest = session.scalar(select(func.max(Audit.id))) or 0
    else:
        wanted = select(Audit.id).where(Audit.at < end).order_by(Audit.at.desc(), Audit.id.desc()).limit(1)
        newest = session.scalar(wanted) or 0
    return newest + 1 if before is None else min(before, newest + 1)


def _floor(session: Session, start: datetime | None) -> int | None:
    """Return the least id that can be meant, None when nothing can."""
    if start is None:
        return session.scalar(select(func.min(Audit.id)))
    wanted = select(Audit.id).where(Audit.at >= start).order_by(Audit.at, Audit.id).limit(1)
    return session.scalar(wanted)


def _conditions(asked: Asked, start: datetime | None, end: datetime | None) -> Iterable[ColumnElement[bool]]:
    if asked.agent_id is not None:
        yield Audit.agent_id == asked.agent_id if asked.agent_id else Audit.agent_id.is_(None)
    if asked.kind:
        yield or_(*(Audit.verb.startswith(f"{word}.", autoescape=True) for word in KINDS[asked.kind]))
    if start is not None:
        yield Audit.at >= start
    if end is not None:
        yield Audit.at < end


def _views(session: Session, shown: Sequence[Audit]) -> list[Json]:
    names = _names(session, {*(entry.object for entry in shown), *(f"agent:{entry.agent_id}" for entry in shown)})
    return [
        {
            "id": entry.id,
            "at": iso(entry.at),
            "agent_id": entry.agent_id,
            "agent": names.get(f"agent:{entry.agent_id}"),
            "verb": entry.verb,
            "object": entry.object,
            "name": names.get(entry.object),
            "address": entry.address,
            "data": entry.data,
        }
        for entry in shown
    ]


def _names(session: Session, objects: Iterable[str]) -> dict[str, str]:
    ids: dict[str, list[int]] = {}
    for one in objects:
        kind, _, id = one.partition(":")
        if kind in _NAMED and id.isdecimal():
            ids.setdefault(kind, []).append(int(id))
    names = {}
    for kind, wanted in ids.items():
        model = _NAMED[kind]
        for id, name in session.execute(select(model.id, model.name).where(model.id.in_(wanted))):
            names[f"{kind}:{id}"] = name
    return names
