"""Walking down the hits of the index, newest first, until enough of them may be seen."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, select, text
from sqlalchemy.orm import Session

from helpdesk.models import Category, DeliveryState, Message, Ticket
from helpdesk.models.order_keys import KEYS, index_of
from helpdesk.models.tickets import IS_ENDED
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.search.index import Indexed, newest_among, newest_ids

NEAR: Final = 500  # most searches end within these
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
    found, is_enough = _nearest(session, Indexed.TICKET, words, wanted, Ticket.id, limit)
    if is_enough:
        return found
    meant = session.scalars(wanted.limit(FEW + 1)).all()
    if len(meant) > FEW:
        return _seen(session, wanted, Ticket.id, newest_ids(session, Indexed.TICKET, words, DEEP), limit)
    return newest_among(session, Indexed.TICKET, words, meant, depth=ALL, limit=limit)


def newest_messages(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest messages the actor may see whose text has all words, on tickets that meet the conditions."""
    readable = (visible_to(actor), Ticket.trashed_at.is_(None), *conditions)
    shown = Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN)
    wanted = select(Message.id).join(Ticket, Ticket.id == Message.ticket_id).where(*readable, shown)
    found, is_enough = _nearest(session, Indexed.MESSAGE, words, wanted, Message.id, limit)
    if is_enough:
        return found
    meant = session.scalars(select(Ticket.id).where(*readable).limit(FEW + 1)).all()
    if len(meant) > FEW:
        return _seen(session, wanted, Message.id, newest_ids(session, Indexed.MESSAGE, words, DEEP), limit)
    hits = newest_among(session, Indexed.MESSAGE, words, meant, depth=ALL, limit=NEAR)
    return _seen(session, wanted, Message.id, hits, limit)


def latest_tickets(session: Session, wanted: Select[int], limit: int) -> list[int]:
    """Return those of `wanted` tickets, which have no order yet, that were written on last.

    SQLite would begin with all tickets of a tag or a status; what moved lately nearly always has enough of them.
    """
    latest = wanted.order_by(Ticket.last_message_at.desc(), Ticket.id.desc()).limit(limit)
    since = _lately(session) if session.get_bind().dialect.name == "sqlite" else None
    if since is not None:
        recent = latest.where(Ticket.category.in_(list(Category)), Ticket.last_message_at >= since)
        found = session.scalars(recent.with_hint(Ticket, BY_CATEGORY, "sqlite")).all()
        if len(found) >= limit:
            return list(found)
    return list(session.scalars(latest).all())


def _lately(session: Session) -> datetime | None:
    """Return since when the newest 5,000 of what is over were written on; None where no more than that is over."""
    key = session.scalar(_LATELY, {"depth": DEEP})
    return None if key is None else datetime.fromtimestamp(-key / 1000, UTC)


def _nearest(
    session: Session, indexed: Indexed, words: Sequence[str], wanted: Select[int], id: Any, limit: int
) -> tuple[list[int], bool]:
    """Return what is found near, and whether nothing is to be looked for behind it."""
    # PostgreSQL walks down all rows for a common word: the fewer it is asked for, the sooner it is done.
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    found: list[int] = []
    for depth in (NEAR,) if is_sqlite else (min(5 * limit, NEAR), NEAR):
        near = newest_ids(session, indexed, words, depth)
        found = _near(session, wanted, id, near, limit)
        if len(found) >= limit or len(near) < depth:
            return found, True
    return found, False


def _near(session: Session, wanted: Select[int], id: Any, near: Sequence[int], limit: int) -> list[int]:
    """Look at few hits first: most people may see most of them."""
    first = 3 * limit
    found = _seen(session, wanted, id, near[:first], limit)
    if len(found) < limit:
        found += _seen(session, wanted, id, near[first:], limit - len(found))
    return found


def _seen(session: Session, wanted: Select[int], id: Any, ids: Sequence[int], limit: int) -> list[int]:
    """`id`: the mapped column that `wanted` selects."""
    if not ids:
        return []
    # By their ids alone: SQLite would rather begin with all tickets of a category.
    some = wanted.where(id.in_(ids)).with_hint(Ticket, "NOT INDEXED", "sqlite")
    return list(session.scalars(some.order_by(id.desc()).limit(limit)).all())
