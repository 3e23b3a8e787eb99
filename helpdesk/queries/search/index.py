"""Asking the word index: FTS5 on SQLite, a tsvector column on PostgreSQL (see migrations/first/search.py)."""

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
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

from helpdesk.queries.search.forms import forms_of


class Indexed(StrEnum):
    """The tables whose words are indexed."""

    MESSAGE = "message"
    TICKET = "ticket"
    CUSTOMER = "customer"
    IDENTITY = "identity"
    ATTACHMENT = "attachment"


LONG_TEXTS_COUNT_LESS: Final = 1  # "normalization" of ts_rank
COMMON: Final = 30_000  # rows: then PostgreSQL finds the newest sooner by going through all rows
_HOLDS: Final = "search_words @@ to_tsquery('simple', :words)"
WITH_FORMS: Final = (Indexed.MESSAGE, Indexed.TICKET)  # names, addresses and files are looked for as they are


def matching(session: Session, indexed: Indexed, words: Sequence[str]) -> Select[int]:
    """Return the ids of rows with each word (folded, letters and digits only), as column "id".

    A word is there when it begins one that is; in messages and subjects other forms of it do as well.
    """
    if session.get_bind().dialect.name == "sqlite":
        index = _table(indexed)
        return select(index.c.rowid.label("id")).where(_sqlite(index, indexed, words))
    source, query = table(indexed.value, column("id")), _postgresql(indexed, words)
    return select(source.c.id.label("id")).where(_kept(indexed).op("@@")(query))


def ranked(session: Session, indexed: Indexed, words: Sequence[str], depth: int) -> Select[int, float]:
    """Return the newest `depth` with how well each fits as column "fit", the more the better: BM25, on PostgreSQL ts_rank."""
    if session.get_bind().dialect.name == "sqlite":
        index = _table(indexed)
        fit = -func.bm25(literal_column(f"{indexed}_search"), type_=Float)
        hits = select(index.c.rowid.label("id"), fit.label("fit")).where(_sqlite(index, indexed, words))
        return hits.order_by(index.c.rowid.desc()).limit(depth)
    source, query = table(indexed.value, column("id")), _postgresql(indexed, words)
    rank = func.ts_rank(_kept(indexed), query, LONG_TEXTS_COUNT_LESS, type_=Float)
    ids = newest_ids(session, indexed, words, depth)
    return select(source.c.id.label("id"), rank.label("fit")).where(source.c.id.in_(ids))


def newest_ids(session: Session, indexed: Indexed, words: Sequence[str], limit: int) -> list[int]:
    """Return the ids of the newest rows with each word, newest first; a fraction of what building `matching` costs."""
    if session.get_bind().dialect.name == "sqlite":
        return list(session.scalars(_sqlite_newest(indexed), {"words": _sqlite_words(indexed, words), "most": limit}))
    wanted = _postgresql_words(indexed, words)
    plan: Any = session.scalar(_estimate(indexed), {"words": wanted})  # JSON
    is_common = plan[0]["Plan"]["Plan Rows"] > COMMON
    return list(session.scalars(_postgresql_newest(indexed, is_common=is_common), {"words": wanted, "most": limit}))


def newest_among(
    session: Session, indexed: Indexed, words: Sequence[str], ids: Collection[int], *, depth: int, limit: int
) -> list[int]:
    """Return those of these rows (at most some thousands) that have each word, newest first.

    SQLite compares two lists of ids and looks at no row; depth: how many of the newest hits it compares.
    """
    if session.get_bind().dialect.name == "sqlite":
        own = set(ids)
        return [id for id in newest_ids(session, indexed, words, depth) if id in own][:limit]
    asked = {"words": _postgresql_words(indexed, words), "ids": list(ids), "most": limit}
    return list(session.scalars(_among(indexed), asked))


@cache
def _among(indexed: Indexed) -> TextClause:
    own = "id = ANY(CAST(:ids AS bigint[]))"
    return text(f"SELECT id FROM {indexed} WHERE {own} AND {_HOLDS} ORDER BY id DESC LIMIT :most")  # noqa: S608 - our names


@cache
def _sqlite_newest(indexed: Indexed) -> TextClause:
    name = f"{indexed}_search"
    return text(f"SELECT rowid FROM {name} WHERE {name} MATCH :words ORDER BY rowid DESC LIMIT :most")  # noqa: S608 - our names


@cache
def _estimate(indexed: Indexed) -> TextClause:
    return text(f"EXPLAIN (FORMAT JSON) SELECT id FROM {indexed} WHERE {_HOLDS}")  # noqa: S608 - our names


@cache
def _postgresql_newest(indexed: Indexed, *, is_common: bool) -> TextClause:
    # PostgreSQL likes to go through all rows, newest first, and to look for the words in each, which takes seconds for
    # words that few have; the sum leaves it the index of words alone.
    order = "id" if is_common else "id + 0"
    return text(f"SELECT id FROM {indexed} WHERE {_HOLDS} ORDER BY {order} DESC LIMIT :most")  # noqa: S608 - our names


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
    # One letter begins a tenth of all words: alone it stands only for itself.
    itself = write(word, star if len(word) > 1 else "")
    others = sorted(form for form in forms_of(word) if not form.startswith(word)) if indexed in WITH_FORMS else []
    return f"({either.join([itself, *(write(form, '') for form in others)])})"
