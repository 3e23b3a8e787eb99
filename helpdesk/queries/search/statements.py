"""What the index is asked, written once: FTS5 on SQLite, a tsvector column on PostgreSQL."""

from enum import StrEnum
from functools import cache
from typing import Final

from sqlalchemy import TextClause, text

from helpdesk.models import DeliveryState
from helpdesk.queries.search.questions import Indexed

LONG_TEXTS_COUNT_LESS: Final = 1  # "normalization" of ts_rank
_HOLDS: Final = "search_words @@ (SELECT to_tsquery('simple', :words))"  # nothing PostgreSQL would estimate at length
_HOLDS_IF_ASKED: Final = f"({_HOLDS}) IS TRUE"  # the same where the index of words is not to be read for it
_SHOWN: Final = {Indexed.MESSAGE: f" AND delivery_state IS DISTINCT FROM '{DeliveryState.WITHDRAWN}'"}


class Among(StrEnum):
    """Which rows PostgreSQL looks at, as the end of its question."""

    ALL = ""
    WALK = " AND id <= :to"
    WINDOW = " AND id > :above AND id <= :to"
    REST = " AND id + 0 <= :to"


def _of_tickets(indexed: Indexed) -> str:
    return "id" if indexed is Indexed.TICKET else "ticket_id"


@cache
def sqlite_fits(indexed: Indexed) -> TextClause:
    name = f"{indexed}_search"
    return text(f"SELECT rowid, -bm25({name}) FROM {name} WHERE {name} MATCH :words ORDER BY rowid DESC LIMIT :most")  # noqa: S608 - our names


@cache
def postgresql_fits(indexed: Indexed) -> TextClause:
    rank = f"ts_rank(search_words, (SELECT to_tsquery('simple', :words)), {LONG_TEXTS_COUNT_LESS})"  # read once
    whose = "id, last_message_at" if indexed is Indexed.TICKET else "ticket_id, created_at"
    among = f"id = ANY(CAST(:ids AS bigint[])){_SHOWN.get(indexed, '')}"
    return text(f"SELECT id, {whose}, {rank} FROM {indexed} WHERE {among}")  # noqa: S608 - our names


@cache
def sqlite_among(indexed: Indexed) -> TextClause:
    name, own = f"{indexed}_search", "(SELECT value FROM json_each(:ids))"
    hits = f"SELECT rowid AS id FROM {name} WHERE {name} MATCH :words ORDER BY rowid DESC LIMIT :depth"  # noqa: S608 - our names
    theirs = f"SELECT id FROM {indexed} WHERE {_of_tickets(indexed)} IN {own}"  # noqa: S608 - our names
    return text(f"SELECT id FROM ({hits}) WHERE id IN ({theirs}) LIMIT :most")  # noqa: S608 - our names


@cache
def postgresql_among(indexed: Indexed, *, by_words: bool) -> TextClause:
    """by_words: whether the index of words is read besides that of tickets."""
    own = f"{_of_tickets(indexed)} = ANY(CAST(:ids AS bigint[]))"
    holds, shown = _HOLDS if by_words else _HOLDS_IF_ASKED, _SHOWN.get(indexed, "")
    return text(f"SELECT id FROM {indexed} WHERE {own} AND {holds}{shown} ORDER BY id + 0 DESC LIMIT :most")  # noqa: S608 - our names


@cache
def sqlite_newest(indexed: Indexed, columns: str) -> TextClause:
    name = f"{indexed}_search"
    hits = f"SELECT rowid FROM {name} WHERE {name} MATCH :words AND rowid < :below ORDER BY rowid DESC LIMIT :most"  # noqa: S608 - our names
    if columns == "id":
        return text(hits)
    return text(f"SELECT own.{columns} FROM ({hits}) AS hit JOIN {indexed} AS own ON own.id = hit.rowid")  # noqa: S608 - our names


@cache
def postgresql_newest(indexed: Indexed, columns: str, among: Among) -> TextClause:
    # PostgreSQL takes any words for those that one row in 200 has. For rarer ones it would go through all rows, newest
    # first, which takes seconds: the sum leaves it the index of words, and in a window that of ids besides. For more
    # frequent ones it would read all their hits.
    holds, order = (_HOLDS_IF_ASKED, "id") if among is Among.WALK else (_HOLDS, "id + 0")
    shown = _SHOWN.get(indexed, "")
    return text(f"SELECT {columns} FROM {indexed} WHERE {holds}{shown}{among.value} ORDER BY {order} DESC LIMIT :most")  # noqa: S608 - our names


# Of many questions, nth of them: who holds the words in their name, and in their addresses, the newest first.
POSTGRESQL_HOLDERS: Final = text(
    "SELECT asked.nth, named.ids, addressed.ids"
    " FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS asked (words, nth)"
    " CROSS JOIN LATERAL (SELECT array_agg(id) AS ids FROM ("
    "SELECT id FROM customer WHERE search_words @@ to_tsquery('simple', asked.words)"
    " ORDER BY id + 0 DESC LIMIT :most) AS one) AS named"
    " CROSS JOIN LATERAL (SELECT array_agg(customer_id) AS ids FROM ("
    "SELECT customer_id FROM identity WHERE search_words @@ to_tsquery('simple', asked.words)"
    " ORDER BY id + 0 DESC LIMIT :most) AS one) AS addressed"
)
