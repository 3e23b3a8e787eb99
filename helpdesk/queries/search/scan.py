"""Walking down the hits of the index, newest first, until enough of them may be seen."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from helpdesk.models import DeliveryState, Message, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.search.index import Indexed, newest_among, newest_ids

NEAR: Final = 500  # most searches end within these
DEEP: Final = 5_000
FEW: Final = 2_000  # tickets: then what they hold is compared with the index
ALL: Final = 20_000


def newest_tickets(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest tickets the actor may see whose subject has all words and that meet the conditions."""
    near = newest_ids(session, Indexed.TICKET, words, NEAR)
    if not near:
        return []
    wanted = select(Ticket.id).where(visible_to(actor), Ticket.trashed_at.is_(None), *conditions)
    found = _seen(session, wanted, Ticket.id, near, limit)
    if len(found) >= limit or len(near) < NEAR:
        return found
    meant = session.scalars(wanted.limit(FEW + 1)).all()
    if len(meant) > FEW:
        return _seen(session, wanted, Ticket.id, newest_ids(session, Indexed.TICKET, words, DEEP), limit)
    return newest_among(session, Indexed.TICKET, words, meant, depth=ALL, limit=limit)


def newest_messages(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest messages the actor may see whose text has all words, on tickets that meet the conditions."""
    near = newest_ids(session, Indexed.MESSAGE, words, NEAR)
    if not near:
        return []
    readable = (visible_to(actor), Ticket.trashed_at.is_(None), *conditions)
    shown = Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN)
    wanted = select(Message.id).join(Ticket, Ticket.id == Message.ticket_id).where(*readable, shown)
    found = _seen(session, wanted, Message.id, near, limit)
    if len(found) >= limit or len(near) < NEAR:
        return found
    meant = session.scalars(select(Ticket.id).where(*readable).limit(FEW + 1)).all()
    if len(meant) > FEW:
        return _seen(session, wanted, Message.id, newest_ids(session, Indexed.MESSAGE, words, DEEP), limit)
    said = session.scalars(select(Message.id).where(Message.ticket_id.in_(meant)).limit(ALL)).all()
    hits = newest_among(session, Indexed.MESSAGE, words, said, depth=ALL, limit=NEAR)
    return _seen(session, wanted, Message.id, hits, limit)


def _seen(session: Session, wanted: Select[int], id: Any, ids: Sequence[int], limit: int) -> list[int]:
    """`id`: the mapped column that `wanted` selects."""
    if not ids:
        return []
    # By their ids alone: SQLite would rather begin with all tickets of a category.
    some = wanted.where(id.in_(ids)).with_hint(Ticket, "NOT INDEXED", "sqlite")
    return list(session.scalars(some.order_by(id.desc()).limit(limit)))
