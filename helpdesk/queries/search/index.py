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


def ranked(session: Session, indexed: Indexed, words: Sequence[str]) -> Select[int, float]:
    """Return the same with how well each fits as column "fit", the more the better: BM25, on PostgreSQL ts_rank."""
    if session.get_bind().dialect.name == "sqlite":
        index = _table(indexed)
        fit = -func.bm25(literal_column(f"{indexed}_search"), type_=Float)
        return select(index.c.rowid.label("id"), fit.label("fit")).where(_sqlite(index, indexed, words))
    source, query = table(indexed.value, column("id")), _postgresql(indexed, words)
    rank = func.ts_rank(_kept(indexed), query, LONG_TEXTS_COUNT_LESS, type_=Float)
    return select(source.c.id.label("id"), rank.label("fit")).where(_kept(indexed).op("@@")(query))


def newest_ids(session: Session, indexed: Indexed, words: Sequence[str], limit: int) -> list[int]:
    """Return the ids of the newest rows with each word, newest first; a fraction of what building `matching` costs."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    wanted = _sqlite_words(indexed, words) if is_sqlite else _postgresql_words(indexed, words)
    return list(session.scalars(_newest(indexed, is_sqlite=is_sqlite), {"words": wanted, "most": limit}))


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
    holds = "id = ANY(CAST(:ids AS bigint[])) AND search_words @@ to_tsquery('simple', :words)"
    return text(f"SELECT id FROM {indexed} WHERE {holds} ORDER BY id DESC LIMIT :most")  # noqa: S608 - our names


@cache
def _newest(indexed: Indexed, *, is_sqlite: bool) -> TextClause:
    name = f"{indexed}_search"
    if is_sqlite:
        return text(f"SELECT rowid FROM {name} WHERE {name} MATCH :words ORDER BY rowid DESC LIMIT :most")  # noqa: S608 - our names
    holds = "search_words @@ to_tsquery('simple', :words)"
    return text(f"SELECT id FROM {indexed} WHERE {holds} ORDER BY id DESC LIMIT :most")  # noqa: S608 - our names


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
