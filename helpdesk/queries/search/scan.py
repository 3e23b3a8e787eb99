"""Walking down the hits of the index, newest first, until enough of them may be seen."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from helpdesk.models import DeliveryState, Message, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.search.index import Indexed, matching, newest_ids

NEAR: Final = 500  # most searches end within these
DEEP: Final = 20_000

Named = Collection[int] | None  # customers, and nobody else


def newest_tickets(
    session: Session,
    actor: Actor,
    words: Sequence[str],
    *conditions: ColumnElement[bool],
    of: Named = None,
    limit: int,
) -> list[int]:
    """Return the newest tickets the actor may see whose subject has all words and that meet the conditions."""
    near = newest_ids(session, Indexed.TICKET, words, NEAR)
    if not near:
        return []
    theirs = () if of is None else (Ticket.customer_id.in_(of),)
    wanted = select(Ticket.id).where(visible_to(actor), Ticket.trashed_at.is_(None), *theirs, *conditions)
    found = _seen(session, wanted, Ticket.id, near, limit)
    if len(found) >= limit or len(near) < NEAR:
        return found
    if of is not None:
        deep = _shared(session, Indexed.TICKET, words, select(Ticket.id).where(*theirs))
        return _seen(session, wanted, Ticket.id, deep, limit)
    return _deep(session, matching(session, Indexed.TICKET, words), wanted, Ticket.id, limit)


def newest_messages(
    session: Session,
    actor: Actor,
    words: Sequence[str],
    *conditions: ColumnElement[bool],
    of: Named = None,
    limit: int,
) -> list[int]:
    """Return the newest messages the actor may see whose text has all words and that meet the conditions."""
    near = newest_ids(session, Indexed.MESSAGE, words, NEAR)
    if not near:
        return []
    theirs = () if of is None else (Message.customer_id.in_(of),)
    shown = Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN)
    wanted = (
        select(Message.id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(visible_to(actor), Ticket.trashed_at.is_(None), shown, *theirs, *conditions)
    )
    found = _seen(session, wanted, Message.id, near, limit)
    if len(found) >= limit or len(near) < NEAR:
        return found
    if of is not None:
        deep = _shared(session, Indexed.MESSAGE, words, select(Message.id).where(*theirs))
        return _seen(session, wanted, Message.id, deep, limit)
    return _deep(session, matching(session, Indexed.MESSAGE, words), wanted, Message.id, limit)


def _seen(session: Session, wanted: Select[int], id: Any, ids: Sequence[int], limit: int) -> list[int]:
    """`id`: the mapped column that `wanted` selects."""
    if not ids:
        return []
    return list(session.scalars(wanted.where(id.in_(ids)).order_by(id.desc()).limit(limit)))


def _shared(session: Session, indexed: Indexed, words: Sequence[str], theirs: Select[int]) -> list[int]:
    """Return the newest hits that are among these rows: two lists of ids, of which no row is looked at."""
    own = set(session.scalars(theirs.limit(DEEP)))
    return [id for id in newest_ids(session, indexed, words, DEEP) if id in own][:NEAR] if own else []


def _deep(session: Session, hits: Select[int], wanted: Select[int], id: Any, limit: int) -> list[int]:
    chunk = hits.order_by(hits.selected_columns["id"].desc()).limit(DEEP).subquery()
    return list(session.scalars(wanted.join(chunk, chunk.c.id == id).order_by(chunk.c.id.desc()).limit(limit)))
