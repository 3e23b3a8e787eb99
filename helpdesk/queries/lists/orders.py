"""The orders of lists: an ascending key per ticket, the same as web/frontend/console/store/views.ts computes.

The database computes the keys and gives the first 20,000 of an order; where an index has that order, it reads no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, case, literal, select, type_coerce
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

Condition = ColumnElement[bool]
Pairs = list[tuple[int, int]]  # id, key


@dataclass(frozen=True, slots=True)
class Source:
    """Whose tickets. is_large: any number of them, so that only the order's own index will do; found_by: by this one."""

    condition: Condition
    is_large: bool = False
    found_by: str = ""
    is_ended: bool = False


def ordered(session: Session, source: Source, sort: str) -> tuple[Pairs, bool]:
    """Return the ids with their keys, ascending, at most 20,000, and whether there are more."""
    found: list[Any] = []
    for condition, order, hint in _parts(source, sort):
        missing = MAX_ORDER + 1 - len(found)
        if missing > 0:
            wanted = select(Ticket.id, _KEYS[sort].label("key")).where(source.condition, condition)
            hint = source.found_by or (hint if source.is_large else "")
            hinted = wanted.with_hint(Ticket, hint, "sqlite") if hint else wanted
            found += session.execute(hinted.order_by(*order).limit(missing)).all()
    pairs = sorted((key, id) for id, key in found[:MAX_ORDER])
    return [(id, key) for key, id in pairs], len(found) > MAX_ORDER


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
        return [(has_due, (Ticket.next_due_at,), BY_DUE), (~has_due, (_URGENCY,), BY_DUE)]
    return [(_anything, (_KEYS[sort],), BY_LAST_MESSAGE)]


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
