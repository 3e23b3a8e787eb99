"""Walking down the hits of the index, newest first, until enough of them may be seen."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, Select, bindparam, literal_column, select, text
from sqlalchemy.orm import Session

from helpdesk.models import Category, Message, Ticket
from helpdesk.models.order_keys import KEYS, index_of
from helpdesk.models.tickets import IS_ENDED
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.among import among
from helpdesk.queries.search.behind import Clauses, messages_behind, shown_messages
from helpdesk.queries.search.hits import DEEP, FIRST, NEAR, Hits
from helpdesk.queries.search.index import newest_among
from helpdesk.queries.search.questions import Indexed

AT_ONCE: Final = 1_000
FEW: Final = 2_000  # tickets: then what they hold is compared with the index
ALL: Final = 20_000
BY_CATEGORY: Final = "INDEXED BY ix_ticket_category"
LATELY_S: Final = 60.0
_latest: Final[WeakKeyDictionary[Engine, tuple[float, int | None]]] = WeakKeyDictionary()
_LATELY: Final = (
    select(KEYS["activity"])
    .where(text(f"ticket.{IS_ENDED.text}"))
    .with_hint(Ticket, f"INDEXED BY {index_of('activity', is_ended=True)}", "sqlite")
    .order_by(KEYS["activity"], Ticket.id)
    .offset(bindparam("depth"))
    .limit(1)
)


def newest(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> tuple[list[int], list[int]]:
    """Return the newest tickets the actor may see whose subject has all words, and the newest messages that have them.

    Both of tickets that meet the conditions.
    """
    readable, is_filtered = readable_by(actor, conditions), bool(conditions)
    few = cache(partial(few_tickets, session, readable))

    hits = Hits(session, Indexed.TICKET, words, limit)
    which = _those_of(session, select(Ticket.id).where(*readable), Ticket.id)
    of_few = partial(newest_among, session, Indexed.TICKET, words, depth=ALL, limit=limit)
    tickets = _newest(hits, which, few, of_few, None, is_filtered, limit)

    hits = Hits(session, Indexed.MESSAGE, words, limit)
    which = _messages(session, readable, hits)
    of_few = partial(_messages_of, session, readable, words, limit=limit)
    behind = partial(messages_behind, session, readable, words)
    return tickets, _newest(hits, which, few, of_few, behind, is_filtered, limit)


def newest_of_few(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> tuple[list[int], list[int]]:
    """Do the same where hardly many tickets meet the conditions.

    PostgreSQL looks at what they hold at once; SQLite's index can only be read from its end.
    """
    if session.get_bind().dialect.name != "sqlite":
        readable = readable_by(actor, conditions)
        meant = few_tickets(session, readable)
        if meant is not None:
            tickets = newest_among(session, Indexed.TICKET, words, meant, depth=ALL, limit=limit)
            return tickets, _messages_of(session, readable, words, meant, limit=limit)
    return newest(session, actor, words, *conditions, limit=limit)


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
    """Return since when the newest 5,000 of what is over were written on; None where no more than that is over.

    Asked once in a minute: it says where to look first, not what is found.
    """
    known = _latest.get(engine := session.connection().engine)
    if known is None or time.monotonic() > known[0] + LATELY_S:
        known = _latest[engine] = time.monotonic(), session.scalar(_LATELY, {"depth": DEEP})
    key = known[1]
    return None if key is None else datetime.fromtimestamp(-key / 1000, UTC)


Which = Callable[[Sequence[int], int], list[int]]  # the newest so many of these ids that may be seen


def readable_by(actor: Actor, conditions: Clauses) -> Clauses:
    """Return what holds of tickets the actor may find."""
    return (visible_to(actor), Ticket.trashed_at.is_(None), *conditions)


def few_tickets(session: Session, readable: Clauses) -> Sequence[int] | None:
    """Return these tickets if they are few (2,000)."""
    meant = session.scalars(select(Ticket.id).where(*readable).limit(FEW + 1)).all()
    return meant if len(meant) <= FEW else None


def _messages(session: Session, readable: Clauses, hits: Hits) -> Which:
    if session.get_bind().dialect.name == "sqlite":
        return _those_of(session, shown_messages(readable), Message.id)
    return _by_ticket(session, readable, hits.tickets)


def _messages_of(
    session: Session,
    readable: Clauses,
    words: Sequence[str],
    tickets: Sequence[int],
    *,
    limit: int,
) -> list[int]:
    if session.get_bind().dialect.name != "sqlite":
        return newest_among(session, Indexed.MESSAGE, words, tickets, depth=ALL, limit=limit)
    theirs = newest_among(session, Indexed.MESSAGE, words, tickets, depth=ALL, limit=NEAR)
    return _seen(_those_of(session, shown_messages(readable), Message.id), theirs, limit)


def _those_of(session: Session, wanted: Select[int], id: Any) -> Which:
    """Ask for the wanted ones among hits; id: the mapped column that `wanted` selects."""

    def which(ids: Sequence[int], limit: int) -> list[int]:
        # By their ids alone: SQLite would rather begin with all tickets of a category.
        these = wanted.where(among(session, id, ids)).with_hint(Ticket, "NOT INDEXED", "sqlite")
        return list(session.scalars(these.order_by(id.desc()).limit(limit)))

    return which


def _by_ticket(session: Session, readable: Clauses, ticket_of: Mapping[int, int]) -> Which:
    """Ask for the tickets of hits, each once: a ticket has many messages."""
    is_readable: dict[int, bool] = {}

    def which(ids: Sequence[int], limit: int) -> list[int]:
        asked = {ticket_of[id] for id in ids} - is_readable.keys()
        if asked:
            found = set(session.scalars(select(Ticket.id).where(*readable, among(session, Ticket.id, asked))))
            is_readable.update((id, id in found) for id in asked)
        return [id for id in ids if is_readable[ticket_of[id]]][:limit]

    return which


def _newest(
    hits: Hits,
    which: Which,
    few: Callable[[], Sequence[int] | None],
    of_few: Callable[[Sequence[int]], list[int]],
    behind: Callable[..., list[int]] | None,
    is_filtered: bool,
    limit: int,
) -> list[int]:
    """Look near, then among the tickets that are meant if they are few, then further.

    Without a filter those are few who may see hardly anything, which is asked for last; SQLite reads further for less.
    """
    near = hits.near()
    found = _seen(which, near, limit)
    is_asked = is_filtered and not hits.are_in_order
    meant = few() if is_asked and len(found) < limit and not hits.is_all else None
    looked = len(near)
    while near and len(found) < limit and meant is None:
        near = hits.further(limit - len(found), len(found) / looked)
        found += _seen(which, near, limit - len(found))
        looked += len(near)
    if len(found) >= limit or (hits.is_all and meant is None):
        return found
    meant = meant if is_asked else few()
    if meant is not None:
        return of_few(meant)
    if behind is not None and hits.left is not None:
        return found + behind(below=hits.left.below, depth=hits.left.depth, limit=limit - len(found))
    return found + _seen(which, hits.deep(), limit - len(found))


def _seen(which: Which, ids: Sequence[int], limit: int) -> list[int]:
    """Return which of these may be seen, newest first; few are looked at first, as most people may see most of them."""
    found: list[int] = []
    at, some = 0, FIRST * limit
    while at < len(ids) and len(found) < limit:
        found += which(ids[at : at + some], limit - len(found))
        at, some = at + some, AT_ONCE
    return found
