"""The hits far down the index: the database itself looks which of thousands may be seen, and tells those alone."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, Select, column, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import true

from helpdesk.models import DeliveryState, Message, Ticket
from helpdesk.queries.search.index import ranges_behind
from helpdesk.queries.search.questions import Indexed, known_on_sqlite
from helpdesk.queries.search.statements import sqlite_newest

_ID: Final = column("id", BigInteger)
_ROWID: Final = column("rowid", BigInteger)
_TICKET_ID: Final = column("ticket_id", BigInteger)
Clauses = tuple[ColumnElement[bool], ...]


def shown_messages(readable: Clauses) -> Select[int]:
    """Return the ids of messages on these tickets, but for those that were taken back before they left."""
    shown = Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN)
    return select(Message.id).join(Ticket, Ticket.id == Message.ticket_id).where(*readable, shown)


def messages_behind(
    session: Session, readable: Clauses, words: Sequence[str], *, below: int, depth: int, limit: int
) -> list[int]:
    """Return the newest `limit` messages on readable tickets among the newest `depth` that have the words.

    below: only ids less than this, where the search went on before.
    """
    look = _on_sqlite if session.get_bind().dialect.name == "sqlite" else _on_postgresql
    return look(session, readable, words, below, depth, limit)


def _on_sqlite(
    session: Session, readable: Clauses, words: Sequence[str], below: int, depth: int, limit: int
) -> list[int]:
    hits = sqlite_newest(Indexed.MESSAGE, "id").columns(_ROWID).subquery("hit")
    wanted = shown_messages(readable).join(hits, hits.c.rowid == Message.id).with_hint(Ticket, "NOT INDEXED", "sqlite")
    asked = {"words": known_on_sqlite(session, Indexed.MESSAGE, words), "below": below, "most": depth}
    return list(session.scalars(wanted.order_by(hits.c.rowid.desc()).limit(limit), asked))


def _on_postgresql(
    session: Session, readable: Clauses, words: Sequence[str], below: int, depth: int, limit: int
) -> list[int]:
    found: list[int] = []
    for newest, asked in ranges_behind(
        session, Indexed.MESSAGE, words, columns="id, ticket_id", below=below, depth=depth
    ):
        hits = newest.columns(_ID, _TICKET_ID).cte("hit")
        # One by one, newest first: it ends with the last one wanted. No plan for all tickets that are readable.
        is_readable = select(true()).where(Ticket.id == hits.c.ticket_id, *readable).correlate(hits).scalar_subquery()
        seen = select(hits.c.id).where(is_readable).limit(limit - len(found)).scalar_subquery()
        looked = select(func.count()).select_from(hits).scalar_subquery()
        count, ids = session.execute(select(looked, func.array(seen)), asked).one()
        found += ids
        depth -= count
        if depth <= 0 or len(found) >= limit:
            break
    return found
