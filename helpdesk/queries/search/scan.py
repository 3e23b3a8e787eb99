"""Walking down the hits of the index, newest first, until enough of them may be seen."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from helpdesk.models import DeliveryState, Message, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.search.index import Indexed, matching

DEPTHS: Final = (500, 20_000)  # most searches end in the first


def newest_tickets(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest tickets the actor may see whose subject has all words and that meet the conditions."""
    wanted = select(Ticket.id).where(visible_to(actor), Ticket.trashed_at.is_(None), *conditions)
    return _newest(session, matching(session, Indexed.TICKET, words), wanted, Ticket.id, limit=limit)


def newest_messages(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest messages the actor may see whose text has all words and that meet the conditions."""
    shown = Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN)
    wanted = (
        select(Message.id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(visible_to(actor), Ticket.trashed_at.is_(None), shown, *conditions)
    )
    return _newest(session, matching(session, Indexed.MESSAGE, words), wanted, Message.id, limit=limit)


def _newest(session: Session, hits: Select[int], wanted: Select[int], id: Any, *, limit: int) -> list[int]:
    """`id`: the mapped column that `wanted` selects."""
    found: list[int] = []
    for depth in DEPTHS:
        chunk = hits.order_by(hits.selected_columns["id"].desc()).limit(depth).subquery()
        found = list(session.scalars(wanted.join(chunk, chunk.c.id == id).order_by(chunk.c.id.desc()).limit(limit)))
        if len(found) >= limit:
            break
    return found
