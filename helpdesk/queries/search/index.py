"""Asking the word index: FTS5 on SQLite, a tsvector column on PostgreSQL (see migrations/first/search.py)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table
from sqlalchemy.orm import Session


class Indexed(StrEnum):
    """The tables whose words are indexed."""

    MESSAGE = "message"
    TICKET = "ticket"
    CUSTOMER = "customer"
    IDENTITY = "identity"
    ATTACHMENT = "attachment"


def matching(session: Session, indexed: Indexed, words: Sequence[str]) -> Select[int]:
    """Return the ids of rows in which each word (folded, letters and digits only) begins a word, as column "id"."""
    if session.get_bind().dialect.name == "sqlite":
        return _sqlite(indexed, words)
    return _postgresql(indexed, words)


def _sqlite(indexed: Indexed, words: Sequence[str]) -> Select[int]:
    name = f"{indexed}_search"
    index = table(name, column("rowid"), column(name))
    wanted = " ".join(f'"{word}"{_star(word)}' for word in words)
    return select(index.c.rowid.label("id")).where(index.c[name].op("MATCH")(wanted))


def _postgresql(indexed: Indexed, words: Sequence[str]) -> Select[int]:
    source = table(indexed.value, column("id"))
    kept: ColumnElement[Any] = literal_column(f"{indexed}.search_words")
    wanted = " & ".join(f"'{word}'{':*' if _star(word) else ''}" for word in words)
    return select(source.c.id.label("id")).where(kept.op("@@")(func.to_tsquery("simple", wanted)))


def _star(word: str) -> str:
    # One letter begins a tenth of all words: alone it stands only for itself.
    return "*" if len(word) > 1 else ""
