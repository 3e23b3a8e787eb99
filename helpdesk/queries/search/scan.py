"""Walking down the hits of the index, newest first, until enough of them may be seen or it has been long enough."""

import time
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from helpdesk.models import DeliveryState, Message, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.search.index import Indexed, matching

CHUNKS: Final = (500, 2_000, 5_000, 12_500)  # 20,000 together
TIME_BUDGET_S: Final = 0.5


def newest_tickets(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest tickets the actor may see whose subject has all words and that meet the conditions."""
    wanted = select(Ticket.id).where(visible_to(actor), *conditions)
    return _newest(session, matching(session, Indexed.TICKET, words), wanted, Ticket.id, limit=limit)


def newest_messages(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[int]:
    """Return the newest messages the actor may see whose text has all words and that meet the conditions."""
    shown = Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN)
    wanted = (
        select(Message.id).join(Ticket, Ticket.id == Message.ticket_id).where(visible_to(actor), shown, *conditions)
    )
    return _newest(session, matching(session, Indexed.MESSAGE, words), wanted, Message.id, limit=limit)


def _newest(session: Session, hits: Select[int], wanted: Select[int], id: Any, *, limit: int) -> list[int]:
    """`id`: the mapped column that `wanted` selects."""
    found: list[int] = []
    hit = hits.selected_columns["id"]
    before: int | None = None
    deadline = time.monotonic() + TIME_BUDGET_S
    for size in CHUNKS:
        chunk = hits if before is None else hits.where(hit < before)
        ids = session.scalars(chunk.order_by(hit.desc()).limit(size)).all()
        more = session.scalars(wanted.where(id.in_(ids)).order_by(id.desc()).limit(limit - len(found)))
        found.extend(more)
        if len(ids) < size or len(found) >= limit or time.monotonic() > deadline:
            break
        before = ids[-1]
    return found
