"""The orders of lists: an ascending key per ticket, the same as web/frontend/console/store/views.ts computes.

The database computes the keys and gives an order in parts of 20,000 at most; where an index has that order, it reads no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, and_, case, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from helpdesk.models import Priority, Ticket
from helpdesk.queries.lists.milliseconds import epoch_ms

MAX_ORDER: Final = 20_000
LAST: Final = 9_007_199_254_740_991  # the greatest whole number that JavaScript keeps exact
HEAD_START_MS: Final = {
    Priority.URGENT: 0,
    Priority.HIGH: 900_000,
    Priority.NORMAL: 3_600_000,
    Priority.LOW: 14_400_000,
}
QUIET: Final = 4_000_000_000_000
BY_PRIORITY: Final = 10_000_000_000_000
NOT_WAITING: Final = 9_999_999_999_999
# Covering indexes: which of them has what SQLite would not find by itself; see models/tickets.py.
BY_LAST_MESSAGE: Final = "INDEXED BY ix_ticket_active_last"
BY_DUE: Final = "INDEXED BY ix_ticket_active_due"
BY_SNOOZE: Final = "INDEXED BY ix_ticket_snoozed_until"
BY_LAST_OF_ENDED: Final = "INDEXED BY ix_ticket_ended_last"

BY_MOMENT: Final = frozenset({"urgency", "activity"})
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Condition = ColumnElement[bool]
Pairs = list[tuple[int, int]]  # id, key


@dataclass(frozen=True, slots=True)
class Source:
    """Whose tickets. is_large: any number of them, so that only the order's own index will do; found_by: by this one."""

    condition: Condition
    is_large: bool = False
    found_by: str = ""
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an order: at most `limit` (at least 2, at most 20,000) that come after the pair (key, id)."""

    limit: int = MAX_ORDER
    after: tuple[int, int] | None = None


WHOLE: Final = Part()


def ordered(session: Session, source: Source, sort: str, part: Part = WHOLE) -> tuple[Pairs, bool]:
    """Return the ids with their keys, ascending, and whether there are more behind them.

    What is over is ordered by its last message alone: by other keys only the newest 20,000 are ordered, in one part.
    """
    limit = max(2, min(part.limit, MAX_ORDER))
    if source.is_ended and sort != "activity":
        limit = MAX_ORDER
        if part.after is not None:
            return [], True
    found: list[Any] = []
    for condition, order, hint in _parts(source, sort):
        wanted = select(Ticket.id, _KEYS[sort].label("key")).where(source.condition, condition, *_behind(sort, part))
        hint = source.found_by or (hint if source.is_large else "")
        hinted = wanted.with_hint(Ticket, hint, "sqlite") if hint else wanted
        found += session.execute(hinted.order_by(*order).limit(limit + 1)).all()
    pairs = sorted((key, id) for id, key in found)
    is_cut = len(pairs) > limit
    if is_cut:
        pairs = _whole_moments(pairs, limit) if sort in BY_MOMENT else pairs[:limit]
    return [(id, key) for key, id in pairs], is_cut


def _behind(sort: str, part: Part) -> list[Condition]:
    if part.after is None:
        return []
    last_key, last_id = part.after
    key = _KEYS[sort]
    bounds = [or_(key > last_key, and_(key == last_key, Ticket.id > last_id))]
    if sort == "activity":  # where the index has the order, it is entered there
        bounds.append(Ticket.last_message_at <= EPOCH + timedelta(milliseconds=1 - last_key))
    return bounds


def _whole_moments(pairs: list[tuple[int, int]], limit: int) -> list[tuple[int, int]]:
    """Cut before the key that goes on behind the limit: the index orders tickets of one millisecond otherwise than by id."""
    beyond = pairs[limit][0]
    kept = [pair for pair in pairs[:limit] if pair[0] < beyond]
    return kept or pairs[:limit]


def keys_of(session: Session, source: Source, sort: str, ids: Sequence[int]) -> dict[int, int]:
    """Return the keys of those of these tickets that belong to the source."""
    wanted = select(Ticket.id, _KEYS[sort]).where(source.condition, Ticket.id.in_(ids))
    return dict(session.execute(wanted).all())


def _parts(source: Source, sort: str) -> list[tuple[Condition, Sequence[Any], str]]:
    if source.is_ended:
        return [(_anything, (Ticket.last_message_at.desc(),), BY_LAST_OF_ENDED)]
    if sort == "activity":
        return [(_anything, (Ticket.last_message_at.desc(),), BY_LAST_MESSAGE)]
    if sort == "urgency":
        has_due = Ticket.next_due_at.is_not(None)
        return [(has_due, (Ticket.next_due_at,), BY_DUE), (~has_due, (_URGENCY, Ticket.id), BY_DUE)]
    return [(_anything, (_KEYS[sort], Ticket.id), BY_LAST_MESSAGE)]


_anything: Final[Condition] = literal(1) == literal(1)
_head_start = case(dict(HEAD_START_MS), value=Ticket.priority, else_=0)
_waits = Ticket.waiting_since.is_not(None)
_URGENCY: Final[ColumnElement[int]] = case(
    (Ticket.next_due_at.is_not(None), epoch_ms(Ticket.next_due_at)),
    (_waits, epoch_ms(Ticket.waiting_since) + _head_start),
    else_=literal(2 * QUIET) - epoch_ms(Ticket.last_message_at),
)
_KEYS: Final[dict[str, ColumnElement[int]]] = {
    "urgency": _URGENCY,
    "waiting": case((_waits, epoch_ms(Ticket.waiting_since)), else_=LAST),
    "activity": -epoch_ms(Ticket.last_message_at),
    "created": -epoch_ms(Ticket.created_at),
    "priority": type_coerce(Ticket.priority, BigInteger) * BY_PRIORITY
    + case((_waits, epoch_ms(Ticket.waiting_since)), else_=NOT_WAITING),
}
SORTS: Final = frozenset(_KEYS)
