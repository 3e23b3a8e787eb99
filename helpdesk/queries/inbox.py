"""The lists agents work from: which tickets a view holds, in which order, and how many."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from helpdesk.errors import Invalid
from helpdesk.models import ACTIVE, ROUTABLE, Category, Priority, Ticket
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor, may_see, visible_to
from helpdesk.queries.rows import MAX_ROWS, rows

MAX_ORDER: Final = 20_000
LAST: Final = 9_007_199_254_740_991  # the greatest whole number that JavaScript keeps exact
HEAD_START_MS: Final = {
    Priority.URGENT: 0,
    Priority.HIGH: 900_000,
    Priority.NORMAL: 3_600_000,
    Priority.LOW: 14_400_000,
}
QUIET: Final = 4_000_000_000_000
ENDED: Final = (Category.RESOLVED, Category.CLOSED)


def view(session: Session, actor: Actor, name: str, sort: str) -> dict[str, Any]:  # JSON, see docs/api
    """Return a view's order as [id, key] pairs (at most 20,000) and its first 100 rows.

    name: mine, unassigned, waiting, all, resolved, spam or team:<id>. sort: urgency, waiting, activity, created, priority.
    """
    if sort not in SORTS:
        raise Invalid(f"There is no sort {sort!r}.", sort="unknown")
    position = last_position(session)
    found = session.execute(_members(actor, name).limit(MAX_ORDER + 1)).all()
    pairs = sorted((_key(row, sort), row.id) for row in found[:MAX_ORDER])
    ids = [id for _, id in pairs[:MAX_ROWS]]
    return {
        "position": position,
        "view": name,
        "sort": sort,
        "order": [[id, key] for key, id in pairs],
        "rows": rows(session, actor, ids),
        "truncated": len(found) > MAX_ORDER,
    }


def counts(session: Session, actors: Iterable[Actor]) -> dict[int, dict[str, int]]:
    """Return the absolute counters of every view for each agent, from one grouped statement for all."""
    is_waiting = and_(Ticket.waiting_since.is_not(None), Ticket.category.in_(ROUTABLE)).label("is_waiting")
    groups = session.execute(
        select(Ticket.team_id, Ticket.assignee_id, is_waiting, func.count())
        .where(Ticket.category.in_(ACTIVE))
        .group_by(Ticket.team_id, Ticket.assignee_id, is_waiting)
    ).all()
    return {actor.agent_id: _counts_for(actor, groups) for actor in actors if actor.agent_id is not None}


def _counts_for(actor: Actor, groups: Iterable[Any]) -> dict[str, int]:  # rows of `counts`
    total: Counter[str] = Counter({"mine": 0, "unassigned": 0, "waiting": 0, "all": 0})
    total.update({f"team:{team_id}": 0 for team_id in actor.team_ids})
    for team_id, assignee_id, is_waiting, number in groups:
        if not may_see(actor, team_id=team_id, assignee_id=assignee_id):
            continue
        total["all"] += number
        total["mine"] += number if assignee_id == actor.agent_id else 0
        total["unassigned"] += number if assignee_id is None else 0
        total["waiting"] += number if is_waiting else 0
        if team_id is not None:
            total[f"team:{team_id}"] += number
    return dict(total)


def _members(actor: Actor, name: str) -> Select[int, Priority, datetime | None, datetime | None, datetime, datetime]:
    return (
        select(
            Ticket.id,
            Ticket.priority,
            Ticket.waiting_since,
            Ticket.next_due_at,
            Ticket.last_message_at,
            Ticket.created_at,
        )
        .where(visible_to(actor), _membership(actor, name))
        .order_by(Ticket.last_message_at.desc())
    )


def _membership(actor: Actor, name: str) -> ColumnElement[bool]:
    active = Ticket.category.in_(ACTIVE)
    if name.startswith("team:") and name[5:].isdigit():
        return and_(Ticket.team_id == int(name[5:]), active)
    views = {
        "mine": and_(Ticket.assignee_id == actor.agent_id, active),
        "unassigned": and_(Ticket.assignee_id.is_(None), active),
        "waiting": and_(Ticket.waiting_since.is_not(None), Ticket.category.in_(ROUTABLE)),
        "all": active,
        "resolved": and_(Ticket.category.in_(ENDED), Ticket.spam_at.is_(None)),
        "spam": Ticket.spam_at.is_not(None),
    }
    if name not in views:
        raise Invalid(f"There is no view {name!r}.", view="unknown")
    return views[name]


def _key(row: Any, sort: str) -> int:  # a row of `_members`
    return SORTS[sort](row)


def _ms(at: datetime) -> int:
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)


def _urgency(row: Any) -> int:
    if row.next_due_at is not None:
        return _ms(row.next_due_at)
    if row.waiting_since is not None:
        return _ms(row.waiting_since) + HEAD_START_MS[row.priority]
    return QUIET + (QUIET - _ms(row.last_message_at))


def _waiting(row: Any) -> int:
    return LAST if row.waiting_since is None else _ms(row.waiting_since)


def _priority(row: Any) -> int:
    waiting = 9_999_999_999_999 if row.waiting_since is None else _ms(row.waiting_since)
    return int(row.priority) * 10_000_000_000_000 + waiting


SORTS: Final = {
    "urgency": _urgency,
    "waiting": _waiting,
    "activity": lambda row: -_ms(row.last_message_at),
    "created": lambda row: -_ms(row.created_at),
    "priority": _priority,
}
