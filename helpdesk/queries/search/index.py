"""Asking the word index: FTS5 on SQLite, a tsvector column on PostgreSQL (see migrations/first/search.py)."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    TableClause,
    TextClause,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from helpdesk import json_text
from helpdesk.queries.search.forms import forms_of


class Indexed(StrEnum):
    """The tables whose words are indexed."""

    MESSAGE = "message"
    TICKET = "ticket"
    CUSTOMER = "customer"
    IDENTITY = "identity"
    ATTACHMENT = "attachment"


LONG_TEXTS_COUNT_LESS: Final = 1  # "normalization" of ts_rank
WALKED: Final = 1_000  # hits of a common word on PostgreSQL
WEIGHED: Final = 300  # of those
SUPPOSED: Final = 0.0009  # of all rows: what PostgreSQL expects of each form of a word that it has never seen
_ROWS: Final = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)")
_HOLDS: Final = "search_words @@ to_tsquery('simple', :words)"
WITH_FORMS: Final = (Indexed.MESSAGE, Indexed.TICKET)  # names, addresses and files are looked for as they are
# Letters of words that stand only for themselves: one letter begins a tenth of all words, two begin "the" and "they" and
# most of what people write. By whether the table holds whole sentences.
STANDS_ALONE: Final = {False: 1, True: 2}


def matching(session: Session, indexed: Indexed, words: Sequence[str]) -> Select[int]:
    """Return the ids of rows with each word (folded, letters and digits only), as column "id".

    A word is there when it begins one that is; in messages and subjects other forms of it do as well.
    """
    if session.get_bind().dialect.name == "sqlite":
        index = _table(indexed)
        return select(index.c.rowid.label("id")).where(_sqlite(index, indexed, words))
    source, query = table(indexed.value, column("id")), _postgresql(indexed, words)
    return select(source.c.id.label("id")).where(_kept(indexed).op("@@")(query))


def fits(session: Session, indexed: Indexed, words: Sequence[str], depth: int) -> dict[int, float]:
    """Return how well each of the newest `depth` fits, the more the better: BM25, on PostgreSQL ts_rank."""
    if session.get_bind().dialect.name != "sqlite":
        said = _postgresql_words(indexed, words)
        most = WEIGHED if _is_walked(session, indexed, said, WEIGHED) else depth
        wanted = {"words": said, "ids": newest_ids(session, indexed, words, most)}
        return dict(session.connection().execute(_postgresql_fits(indexed), wanted).all())
    asked = {"words": _sqlite_words(indexed, words), "most": depth}
    return dict(session.connection().execute(_sqlite_fits(indexed), asked).all())


def newest_ids(session: Session, indexed: Indexed, words: Sequence[str], limit: int) -> list[int]:
    """Return the ids of the newest rows with each word, newest first; a fraction of what building `matching` costs."""
    return _newest(session, indexed, words, limit, column="id")


def newest_customers(session: Session, words: Sequence[str], limit: int) -> list[int]:
    """Return whose the newest addresses with each word are."""
    return _newest(session, Indexed.IDENTITY, words, limit, column="customer_id")


def newest_among(
    session: Session, indexed: Indexed, words: Sequence[str], tickets: Sequence[int], *, depth: int, limit: int
) -> list[int]:
    """Return those rows of these tickets (at most some thousands) that have each word, newest first.

    SQLite looks through the newest `depth` hits until it has enough of them.
    """
    if session.get_bind().dialect.name == "sqlite":
        asked = {"words": _sqlite_words(indexed, words), "ids": json_text.written(tickets), "depth": depth}
        return sorted(session.scalars(_sqlite_among(indexed), asked | {"most": limit}), reverse=True)
    wanted = {"words": _postgresql_words(indexed, words), "ids": list(tickets), "most": limit}
    return list(session.scalars(_postgresql_among(indexed), wanted).all())


def _newest(session: Session, indexed: Indexed, words: Sequence[str], limit: int, *, column: str) -> list[int]:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        asked = {"words": _sqlite_words(indexed, words), "most": limit}
        return [id for (id,) in connection.execute(_sqlite_newest(indexed, column), asked).all()]
    wanted = _postgresql_words(indexed, words)
    is_walked = _is_walked(session, indexed, wanted, limit)
    newest = _postgresql_newest(indexed, column, is_walked=is_walked)
    asked = {"words": wanted, "most": min(limit, WALKED) if is_walked else limit}
    return [id for (id,) in connection.execute(newest, asked).all()]


def _is_walked(session: Session, indexed: Indexed, wanted: str, limit: int) -> bool:
    """Say whether PostgreSQL finds so many hits sooner among all rows, newest first, than in the index of words.

    It looks at `limit / hits` of all rows, or at all hits: each of these costs twice as much.
    """
    hits, rows = _expected(session, indexed, wanted)
    return 2 * hits * hits > limit * rows


def _expected(session: Session, indexed: Indexed, wanted: str) -> tuple[float, float]:
    """Return how many hits and rows PostgreSQL expects; asked once for each search."""
    known: dict[tuple[Indexed, str], tuple[float, float]] = session.info.setdefault("expected hits", {})
    if (indexed, wanted) not in known:
        connection = session.connection()
        plan: Any = connection.scalar(_estimate(indexed), {"words": wanted})  # JSON
        rows = float(connection.scalar(_ROWS, {"name": indexed.value}) or 0)
        forms = SUPPOSED * rows * wanted.count(" | ")
        known[indexed, wanted] = max(0.0, plan[0]["Plan"]["Plan Rows"] - forms), max(rows, 1.0)
    return known[indexed, wanted]


def _of_tickets(indexed: Indexed) -> str:
    return "id" if indexed is Indexed.TICKET else "ticket_id"


@cache
def _sqlite_fits(indexed: Indexed) -> TextClause:
    name = f"{indexed}_search"
    return text(f"SELECT rowid, -bm25({name}) FROM {name} WHERE {name} MATCH :words ORDER BY rowid DESC LIMIT :most")  # noqa: S608 - our names


@cache
def _postgresql_fits(indexed: Indexed) -> TextClause:
    rank = f"ts_rank(search_words, to_tsquery('simple', :words), {LONG_TEXTS_COUNT_LESS})"
    return text(f"SELECT id, {rank} FROM {indexed} WHERE id = ANY(CAST(:ids AS bigint[]))")  # noqa: S608 - our names


@cache
def _sqlite_among(indexed: Indexed) -> TextClause:
    name, own = f"{indexed}_search", "(SELECT value FROM json_each(:ids))"
    hits = f"SELECT rowid AS id FROM {name} WHERE {name} MATCH :words ORDER BY rowid DESC LIMIT :depth"  # noqa: S608 - our names
    theirs = f"SELECT id FROM {indexed} WHERE {_of_tickets(indexed)} IN {own}"  # noqa: S608 - our names
    return text(f"SELECT id FROM ({hits}) WHERE id IN ({theirs}) LIMIT :most")  # noqa: S608 - our names


@cache
def _postgresql_among(indexed: Indexed) -> TextClause:
    own = f"{_of_tickets(indexed)} = ANY(CAST(:ids AS bigint[]))"
    return text(f"SELECT id FROM {indexed} WHERE {own} AND {_HOLDS} ORDER BY id DESC LIMIT :most")  # noqa: S608 - our names


@cache
def _sqlite_newest(indexed: Indexed, column: str) -> TextClause:
    name = f"{indexed}_search"
    hits = f"SELECT rowid FROM {name} WHERE {name} MATCH :words ORDER BY rowid DESC LIMIT :most"  # noqa: S608 - our names
    if column == "id":
        return text(hits)
    return text(f"SELECT own.{column} FROM ({hits}) AS hit JOIN {indexed} AS own ON own.id = hit.rowid")  # noqa: S608 - our names


@cache
def _estimate(indexed: Indexed) -> TextClause:
    return text(f"EXPLAIN (FORMAT JSON) SELECT id FROM {indexed} WHERE {_HOLDS}")  # noqa: S608 - our names


@cache
def _postgresql_newest(indexed: Indexed, column: str, *, is_walked: bool) -> TextClause:
    # PostgreSQL likes to go through all rows, newest first, and to look for the words in each, which takes seconds for
    # words that few have; the sum leaves it the index of words alone.
    order = "id" if is_walked else "id + 0"
    return text(f"SELECT {column} FROM {indexed} WHERE {_HOLDS} ORDER BY {order} DESC LIMIT :most")  # noqa: S608 - our names


def _table(indexed: Indexed) -> TableClause:
    name = f"{indexed}_search"
    return table(name, column("rowid"), column(name))


def _sqlite(index: TableClause, indexed: Indexed, words: Sequence[str]) -> ColumnElement[bool]:
    return index.c[index.name].op("MATCH")(_sqlite_words(indexed, words))


def _sqlite_words(indexed: Indexed, words: Sequence[str]) -> str:
    return " AND ".join(_one(indexed, word, lambda one, star: f'"{one}"{star}', "*", " OR ") for word in words)


def _postgresql(indexed: Indexed, words: Sequence[str]) -> ColumnElement[Any]:
    return func.to_tsquery("simple", _postgresql_words(indexed, words))


def _postgresql_words(indexed: Indexed, words: Sequence[str]) -> str:
    return " & ".join(_one(indexed, word, lambda one, star: f"'{one}'{star}", ":*", " | ") for word in words)


def _kept(indexed: Indexed) -> ColumnElement[Any]:
    return literal_column(f"{indexed}.search_words")


def _one(indexed: Indexed, word: str, write: Callable[[str, str], str], star: str, either: str) -> str:
    itself = write(word, star if len(word) > STANDS_ALONE[indexed in WITH_FORMS] else "")
    others = sorted(form for form in forms_of(word) if not form.startswith(word)) if indexed in WITH_FORMS else []
    return f"({either.join([itself, *(write(form, '') for form in others)])})"
