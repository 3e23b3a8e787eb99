"""Walking down the hits of the index, newest first, until enough of them may be seen."""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, literal_column, select, text
from sqlalchemy.orm import Session

from helpdesk.models import Category, DeliveryState, Message, Ticket
from helpdesk.models.order_keys import KEYS, index_of
from helpdesk.models.tickets import IS_ENDED
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.among import among
from helpdesk.queries.search.index import LAST_ID, Indexed, newest_among, newest_ids, walks

FIRST: Final = 3  # times what is wanted
NEAR: Final = 500  # most searches end within these
AMPLE: Final = 1.5  # times what would do if those who may see were spread evenly
AT_ONCE: Final = 1_000
DEEP: Final = 5_000
FEW: Final = 2_000  # tickets: then what they hold is compared with the index
ALL: Final = 20_000
BY_CATEGORY: Final = "INDEXED BY ix_ticket_category"
_LATELY: Final = (
    select(KEYS["activity"])
    .where(text(f"ticket.{IS_ENDED.text}"))
    .with_hint(Ticket, f"INDEXED BY {index_of('activity', is_ended=True)}", "sqlite")
    .order_by(KEYS["activity"], Ticket.id)
    .offset(bindparam("depth"))
    .limit(1)
)


def newest_tickets(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest tickets the actor may see whose subject has all words and that meet the conditions."""
    wanted = select(Ticket.id).where(visible_to(actor), Ticket.trashed_at.is_(None), *conditions)
    hits = _Hits(session, Indexed.TICKET, words, limit)
    found, is_all = _found(session, hits, wanted, Ticket.id, limit)
    if len(found) >= limit or is_all:
        return found
    meant = session.scalars(wanted.limit(FEW + 1)).all()
    if len(meant) > FEW:
        return found + _seen(session, wanted, Ticket.id, hits.deep(), limit - len(found))
    return newest_among(session, Indexed.TICKET, words, meant, depth=ALL, limit=limit)


def newest_messages(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest messages the actor may see whose text has all words, on tickets that meet the conditions."""
    readable = (visible_to(actor), Ticket.trashed_at.is_(None), *conditions)
    shown = Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN)
    wanted = select(Message.id).join(Ticket, Ticket.id == Message.ticket_id).where(*readable, shown)
    hits = _Hits(session, Indexed.MESSAGE, words, limit)
    found, is_all = _found(session, hits, wanted, Message.id, limit)
    if len(found) >= limit or is_all:
        return found
    meant = session.scalars(select(Ticket.id).where(*readable).limit(FEW + 1)).all()
    if len(meant) > FEW:
        return found + _seen(session, wanted, Message.id, hits.deep(), limit - len(found))
    theirs = newest_among(session, Indexed.MESSAGE, words, meant, depth=ALL, limit=NEAR)
    return _seen(session, wanted, Message.id, theirs, limit)


def latest_tickets(session: Session, wanted: Select[int], limit: int) -> list[int]:
    """Return those of `wanted` tickets, which have no order yet, that were written on last.

    What moved lately nearly always has enough of them. SQLite would begin with all tickets of a tag or a status without
    that, and PostgreSQL go down all tickets for what hardly any of them are.
    """
    latest = wanted.order_by(Ticket.last_message_at.desc(), Ticket.id.desc()).limit(limit)
    since = _lately(session)
    if since is None:
        return list(session.scalars(latest).all())
    recent = latest.where(Ticket.category.in_(list(Category)), Ticket.last_message_at >= since)
    found = session.scalars(recent.with_hint(Ticket, BY_CATEGORY, "sqlite")).all()
    if len(found) >= limit:
        return list(found)
    if session.get_bind().dialect.name == "sqlite":
        return list(session.scalars(latest).all())
    by_no_index = Ticket.last_message_at.op("+")(literal_column("interval '0'"))
    return list(session.scalars(wanted.order_by(by_no_index.desc(), Ticket.id.desc()).limit(limit)).all())


def _lately(session: Session) -> datetime | None:
    """Return since when the newest 5,000 of what is over were written on; None where no more than that is over."""
    key = session.scalar(_LATELY, {"depth": DEEP})
    return None if key is None else datetime.fromtimestamp(-key / 1000, UTC)


class _Hits:
    """The newest rows with some words, read piece by piece."""

    def __init__(self, session: Session, indexed: Indexed, words: Sequence[str], limit: int) -> None:
        self._session, self._indexed, self._words = session, indexed, words
        self._first = min(FIRST * limit, NEAR)
        self._below = LAST_ID
        self._read = 0
        self.is_all = False

    def near(self) -> list[int]:
        """Return the newest: as many as are likely to be enough, or 500 where few are not found sooner."""
        is_walked = walks(self._session, self._indexed, self._words, self._first)
        return self._next(self._first if is_walked else NEAR)

    def further(self, missing: int, share: float) -> list[int]:
        """Return those behind them until 500 were read: so many that `missing` may be seen, if this share of them is."""
        left = NEAR - self._read
        return self._next(min(left, max(self._first, ceil(AMPLE * missing / share)) if share else left))

    def deep(self) -> list[int]:
        """Return those behind them, as far as anybody looks."""
        return self._next(DEEP - NEAR)

    def _next(self, depth: int) -> list[int]:
        if self.is_all or depth <= 0:
            return []
        ids = newest_ids(self._session, self._indexed, self._words, depth, below=self._below)
        self._read += len(ids)
        self.is_all = len(ids) < depth
        self._below = ids[-1] if ids else self._below
        return ids


def _found(session: Session, hits: _Hits, wanted: Select[int], id: Any, limit: int) -> tuple[list[int], bool]:
    """Return what is found near, and whether there is nothing behind it."""
    near = hits.near()
    found = _seen(session, wanted, id, near, limit)
    looked = len(near)
    while near and len(found) < limit:
        near = hits.further(limit - len(found), len(found) / looked)
        found += _seen(session, wanted, id, near, limit - len(found))
        looked += len(near)
    return found, hits.is_all


def _seen(session: Session, wanted: Select[int], id: Any, ids: Sequence[int], limit: int) -> list[int]:
    """Return which of these are wanted, newest first; few are looked at first, as most people may see most of them.

    id: the mapped column that `wanted` selects.
    """
    found: list[int] = []
    at, some = 0, FIRST * limit
    while at < len(ids) and len(found) < limit:
        # By their ids alone: SQLite would rather begin with all tickets of a category.
        these = wanted.where(among(session, id, ids[at : at + some])).with_hint(Ticket, "NOT INDEXED", "sqlite")
        found += session.scalars(these.order_by(id.desc()).limit(limit - len(found)))
        at, some = at + some, AT_ONCE
    return found
