"""Orders of lists in parts: each is found in an index that has the order already, and looks at so many tickets at most.

What is narrow is gathered instead: all tickets of one customer, say. See models.order_keys for the keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, or_, select, text
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.models import Ticket
from helpdesk.models.order_keys import KEYS, index_of
from helpdesk.models.tickets import IS_ACTIVE, IS_ENDED
from helpdesk.queries.among import among
from helpdesk.queries.lists.one_by_one import one_by_one

MAX_PART: Final = 2_000  # pairs
LOOKED_AT: Final = 2_000  # tickets for the first part of what a filter chooses; for later ones, which nobody waits for:
LOOKED_AT_LATER: Final = 4_000
NARROW: Final = 500  # tickets that are rather gathered than looked for

# What SQLite would not find by itself.
BY_IDS: Final = "NOT INDEXED"
BY_LAST_MESSAGE: Final = "INDEXED BY ix_ticket_active_last"  # covering; see models/tickets.py
BY_DUE: Final = "INDEXED BY ix_ticket_active_due"

Condition = ColumnElement[bool]
Pair = tuple[int, int]  # id, key
Place = tuple[int, int]  # key, id

# Written out, not bound: a partial index serves only queries that repeat its very condition.
STATES: Final = {False: text(f"ticket.{IS_ACTIVE.text}"), True: text(f"ticket.{IS_ENDED.text}")}
ACTIVE: Final = (False,)
ENDED: Final = (True,)
ANY_STATE: Final = (False, True)


@dataclass(frozen=True, slots=True)
class Source:
    """Whose tickets. states: whether they are over; () where they are always gathered, by `found_by` on SQLite.

    narrow: the ids of all they may be, where an index has them at hand; is_rare: most tickets are perhaps not meant.
    """

    condition: Condition
    states: tuple[bool, ...] = ()
    narrow: tuple[Select[int], ...] = ()
    is_rare: bool = False
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an order: at most `limit` (at most 2,000) that come after a place."""

    limit: int = MAX_PART
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A part of an order. cut: the place up to which it is whole, None at the end of the list."""

    order: list[Pair]
    cut: Place | None


FIRST: Final = Part()


def ordered(session: Session, source: Source, sort: str, part: Part = FIRST) -> Found:
    """Return the ids with their keys, ascending. There may be fewer than the limit, even none, and more behind the cut."""
    limit = max(1, min(part.limit, MAX_PART))
    wanted = Part(limit, part.after)
    gathered = gathering(session, source)
    if gathered is not None:
        few = _ordered(gathered.condition, sort, wanted).with_hint(Ticket, gathered.found_by, "sqlite")
        return _cut(_places(session, few), limit, None)
    _keep_orders(session)
    found: list[Place] = []
    ends: list[Place] = []
    for is_ended in source.states:
        end = _end(session, is_ended, sort, part) if source.is_rare else None
        ends += [end] if end else []
        walked = _walked(_ordered(one_by_one(source.condition), sort, wanted, end), is_ended, sort)
        found += _places(session, walked)
    return _cut(sorted(found), limit, min(ends, default=None))


def _keep_orders(session: Session) -> None:
    """Have PostgreSQL read in the order of an index: it expects so few to be meant that it would rather sort all."""
    db.set_locally(session, "enable_sort = off")


def gathering(session: Session, source: Source) -> Source | None:
    """Return the source as one that is gathered from tickets at hand; None where there are too many of them."""
    if not source.states:
        return source
    for ids in source.narrow:
        few = session.scalars(ids.limit(NARROW + 1)).all()
        if len(few) <= NARROW:
            return Source(and_(among(session, Ticket.id, few), one_by_one(source.condition)), found_by=BY_IDS)
    return None


def keys_of(session: Session, source: Source, sort: str, ids: Sequence[int]) -> dict[int, int]:
    """Return the keys of those of these tickets that belong to the source."""
    wanted = select(Ticket.id, KEYS[sort]).where(one_by_one(source.condition), among(session, Ticket.id, ids))
    return dict(session.execute(wanted).all())


def _ordered(condition: Condition, sort: str, part: Part, end: Place | None = None) -> Select[int, int]:
    key = KEYS[sort]
    wanted = select(key.label("key"), Ticket.id).where(condition, *_behind(sort, part))
    if end is not None:
        wanted = wanted.where(key <= end[0], or_(key < end[0], Ticket.id <= end[1]))
    return wanted.order_by(key, Ticket.id).limit(part.limit + 1)


def _behind(sort: str, part: Part) -> list[Condition]:
    if part.after is None:
        return []
    key, (last_key, last_id) = KEYS[sort], part.after
    return [key >= last_key, or_(key > last_key, Ticket.id > last_id)]


def _walked(wanted: Select[int, int], is_ended: bool, sort: str) -> Select[int, int]:
    hint = f"INDEXED BY {index_of(sort, is_ended=is_ended)}"
    return wanted.where(STATES[is_ended]).with_hint(Ticket, hint, "sqlite")


def _end(session: Session, is_ended: bool, sort: str, part: Part) -> Place | None:
    """Return the place at which enough tickets have been looked at."""
    if part.after is None:
        wanted = _end_of_first(is_ended, sort, LOOKED_AT)
    else:
        wanted = _the_nth(_behind(sort, part), is_ended, sort, LOOKED_AT_LATER)
    row = session.execute(wanted).first()
    return None if row is None else (row[0], row[1])


@cache
def _end_of_first(is_ended: bool, sort: str, most: int) -> Select[int, int]:
    return _the_nth([], is_ended, sort, most)


def _the_nth(behind: Sequence[Condition], is_ended: bool, sort: str, most: int) -> Select[int, int]:
    walked = select(KEYS[sort], Ticket.id).where(*behind).order_by(KEYS[sort], Ticket.id)
    return _walked(walked, is_ended, sort).offset(most - 1).limit(1)


def _places(session: Session, wanted: Select[int, int]) -> list[Place]:
    return [(key, id) for key, id in session.execute(wanted)]


def _cut(places: list[Place], limit: int, end: Place | None) -> Found:
    kept = [place for place in places if end is None or place <= end][:limit]
    if len(kept) < len(places) and len(kept) == limit:
        end = kept[-1]
    return Found([(id, key) for key, id in kept], end)
