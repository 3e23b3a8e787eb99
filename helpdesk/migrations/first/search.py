"""The words that can be searched: full-text tables on SQLite, generated columns with GIN indexes on PostgreSQL.

Both see texts the same way: no apostrophes, ё as е, no diacritics on Latin letters, at most 100,000 characters.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from alembic import op

MAX_CHARS: Final = 100_000
APOSTROPHES: Final = "'`´‘’ʼ"
# The parser of PostgreSQL would keep addresses and paths whole; SQLite splits at all of these.
PUNCTUATION: Final = '!"#$%&()*+,-./:;<=>?@[\\]^_{|}~'
LATIN: Final = "".join(map(chr, [*range(0xC0, 0x180), *range(0x1E00, 0x1F00)]))


@dataclass(frozen=True, slots=True)
class Searched:
    """One table with the SQL of its words and the columns they are made of."""

    table: str
    words: str
    columns: tuple[str, ...]


SEARCHED: Final = (
    Searched("message", "text", ("text",)),
    Searched("ticket", "subject", ("subject",)),
    Searched("customer", "name", ("name",)),
    # A visitor's address is a random name: nobody looks for it.
    Searched(
        "identity",
        "CASE WHEN kind = 'visitor' THEN '' ELSE address || ' ' || display END",
        ("kind", "address", "display"),
    ),
)


def create() -> None:
    """Make all words of the desk searchable."""
    for searched in SEARCHED:
        index(searched)


def index(searched: Searched) -> None:
    """Make the words of one table searchable, those that are there already, too."""
    if op.get_bind().dialect.name == "sqlite":
        _create_sqlite(searched)
        table = searched.table
        op.execute(f"INSERT INTO {table}_search (rowid, words) SELECT id, words FROM {table}_words")  # noqa: S608
    else:
        _create_postgresql(searched)


def _create_sqlite(searched: Searched) -> None:
    table = searched.table
    # Every name and expression here is a constant of this file: nobody's input becomes SQL.
    op.execute(f"CREATE VIEW {table}_words AS SELECT id, {_folded(searched)} AS words FROM {table}")  # noqa: S608
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_search USING fts5(words, content='{table}_words', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    columns = ", ".join(searched.columns)
    source = f"id, words FROM {table}_words"
    forget = f"INSERT INTO {table}_search ({table}_search, rowid, words) SELECT 'delete', {source}"
    learn = f"INSERT INTO {table}_search (rowid, words) SELECT {source}"
    for name, moment, sql in (
        ("added", "AFTER INSERT", f"{learn} WHERE id = new.id"),
        ("removed", "BEFORE DELETE", f"{forget} WHERE id = old.id"),
        ("changing", f"BEFORE UPDATE OF {columns}", f"{forget} WHERE id = old.id"),
        ("changed", f"AFTER UPDATE OF {columns}", f"{learn} WHERE id = new.id"),
    ):
        op.execute(f"CREATE TRIGGER {table}_search_{name} {moment} ON {table} BEGIN {sql}; END")


def _folded(searched: Searched) -> str:
    words = f"substr({searched.words}, 1, {MAX_CHARS})"
    for char in APOSTROPHES:
        words = f"replace({words}, {_quoted(char)}, '')"
    return f"replace(replace({words}, 'ё', 'е'), 'Ё', 'Е')"


def _create_postgresql(searched: Searched) -> None:
    letters = {"ё": "е", "Ё": "Е"} | {char: base for char in LATIN if (base := _base(char))}
    before = PUNCTUATION + "".join(letters) + APOSTROPHES
    after = " " * len(PUNCTUATION) + "".join(letters.values())
    words = f"translate(left({searched.words}, {MAX_CHARS}), {_quoted(before)}, {_quoted(after)})"
    # op.execute reads a colon before a letter as a parameter.
    words = words.replace(":", "\\:")
    op.execute(
        f"ALTER TABLE {searched.table} ADD COLUMN search_words tsvector"
        f" GENERATED ALWAYS AS (to_tsvector('simple', {words})) STORED"
    )
    op.execute(f"CREATE INDEX ix_{searched.table}_search_words ON {searched.table} USING gin (search_words)")


def _base(char: str) -> str:
    """Return the ASCII letter under the diacritics of `char`, "" when there is none."""
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() and base.isalpha() else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
