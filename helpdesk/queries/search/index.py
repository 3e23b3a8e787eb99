"""Asking the word index: FTS5 on SQLite, a tsvector column on PostgreSQL (see migrations/first/search.py)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
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
from helpdesk.models import DeliveryState
from helpdesk.queries.search.forms import forms_of
from helpdesk.queries.search.frequency import Frequencies, Wanted, expected, frequencies
from helpdesk.queries.search.vocabulary import CUT, Beginnings, words_with


class Indexed(StrEnum):
    """The tables whose words are indexed."""

    MESSAGE = "message"
    TICKET = "ticket"
    CUSTOMER = "customer"
    IDENTITY = "identity"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Found:
    """rows: id, and whose ticket's it is if has_tickets, newest first; is_all: no others are behind them."""

    rows: list[Any]
    is_all: bool
    has_tickets: bool = False


class Among(StrEnum):
    """Which rows PostgreSQL looks at, as the end of its question."""

    ALL = ""
    WALK = " AND id <= :to"
    WINDOW = " AND id > :above AND id <= :to"
    REST = " AND id + 0 <= :to"


LONG_TEXTS_COUNT_LESS: Final = 1  # "normalization" of ts_rank
WALKED: Final = 1_000  # hits of a common word on PostgreSQL
WEIGHED: Final = 300  # of those
FEW: Final = 2  # times what is wanted: no window is worth its while
MANY: Final = 20  # times what is wanted, of words that may or may not be said together
LAST_ID: Final = 2**62
MORE: Final = 1.5  # so much wider than needed if words were spread evenly
WIDER: Final = 8
_HOLDS: Final = "search_words @@ (SELECT to_tsquery('simple', :words))"  # nothing PostgreSQL would estimate at length
_SHOWN: Final = {Indexed.MESSAGE: f" AND delivery_state IS DISTINCT FROM '{DeliveryState.WITHDRAWN}'"}
WITH_FORMS: Final = (Indexed.MESSAGE, Indexed.TICKET)  # names, addresses and files are looked for as they are
# Letters of words that stand only for themselves: one letter begins a tenth of all words, two begin "the" and "they" and
# most of what people write. By whether the table holds whole sentences.
STANDS_ALONE: Final = {False: 1, True: 2}


def matching(session: Session, indexed: Indexed, words: Sequence[str], *, column_name: str = "id") -> Select[int]:
    """Return the ids of rows with each word (folded, letters and digits only), or another column of theirs.

    A word is there when it begins one that is; in messages and subjects other forms of it do as well.
    """
    if session.get_bind().dialect.name == "sqlite":
        index = _table(indexed)
        rows = select(index.c.rowid.label("id")).where(_sqlite(index, indexed, words))
        if column_name == "id":
            return rows
        whole = table(indexed.value, column("id"), column(column_name))
        return select(whole.c[column_name]).where(whole.c.id.in_(rows))
    source, query = table(indexed.value, column(column_name)), _postgresql(indexed, words)
    return select(source.c[column_name]).where(_kept(indexed).op("@@")(query))


def fits(session: Session, indexed: Indexed, words: Sequence[str], depth: int) -> dict[int, float]:
    """Return how well each of the newest `depth` fits, the more the better: BM25, on PostgreSQL ts_rank."""
    if session.get_bind().dialect.name != "sqlite":
        most = WEIGHED if walks(session, indexed, words, WEIGHED) else depth
        ids = newest_ids(session, indexed, words, most)
        wanted = {"words": _postgresql_words(indexed, words), "ids": ids}
        return dict(session.connection().execute(_postgresql_fits(indexed), wanted).all())
    asked = {"words": _sqlite_words(indexed, words), "most": depth}
    return dict(session.connection().execute(_sqlite_fits(indexed), asked).all())


def newest_ids(
    session: Session, indexed: Indexed, words: Sequence[str], limit: int, *, below: int = LAST_ID
) -> list[int]:
    """Return the ids of the newest rows with each word, newest first; a fraction of what building `matching` costs.

    below: only ids less than this, where the search went on before.
    """
    found = _newest(session, indexed, words, limit, columns="id", below=below, ample=limit)
    return [id for (id,) in found.rows]


def newest_hits(
    session: Session, indexed: Indexed, words: Sequence[str], limit: int, *, below: int, ample: int
) -> Found:
    """Return the newest rows with each word; PostgreSQL tells whose ticket's a message is, and leaves out withdrawn ones.

    ample: so many are welcome where PostgreSQL has read all of them anyway.
    """
    has_tickets = indexed is Indexed.MESSAGE and session.get_bind().dialect.name != "sqlite"
    columns = "id, ticket_id" if has_tickets else "id"
    found = _newest(session, indexed, words, limit, columns=columns, below=below, ample=max(limit, ample))
    return Found(found.rows, found.is_all, has_tickets)


def walks(session: Session, indexed: Indexed, words: Sequence[str], limit: int) -> bool:
    """Say whether few hits are found sooner than many: so it is where rows are walked down for a common word."""
    if session.get_bind().dialect.name == "sqlite":
        return False
    known, hits, _ = _expected(session, indexed, words)
    return _is_walked(known, hits, limit)


def newest_customers(session: Session, words: Sequence[str], limit: int) -> list[int]:
    """Return whose the newest addresses with each word are."""
    found = _newest(session, Indexed.IDENTITY, words, limit, columns="customer_id", below=LAST_ID, ample=limit)
    return [id for (id,) in found.rows]


def newest_among(
    session: Session, indexed: Indexed, words: Sequence[str], tickets: Sequence[int], *, depth: int, limit: int
) -> list[int]:
    """Return those rows of these tickets (at most some thousands) that have each word, newest first.

    SQLite looks through the newest `depth` hits until it has enough of them.
    """
    if session.get_bind().dialect.name == "sqlite":
        asked = {"words": _sqlite_words(indexed, words), "ids": json_text.written(tickets), "depth": depth}
        return sorted(session.scalars(_sqlite_among(indexed), asked | {"most": limit}), reverse=True)
    wanted = {"words": _whole_words(session, indexed, words), "ids": list(tickets), "most": limit}
    return list(session.scalars(_postgresql_among(indexed), wanted).all())


def _newest(
    session: Session, indexed: Indexed, words: Sequence[str], limit: int, *, columns: str, below: int, ample: int
) -> Found:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        asked = {"words": _sqlite_words(indexed, words), "most": limit, "below": below}
        rows = list(connection.execute(_sqlite_newest(indexed, columns), asked).all())
        return Found(rows, len(rows) < limit)
    known, hits, most_hits = _expected(session, indexed, words)
    asked = {"most": limit, "to": below - 1}
    if _is_walked(known, hits, limit):
        most = min(limit, WALKED)
        walked = asked | {"words": _postgresql_words(indexed, words), "most": most}
        rows = list(connection.execute(_postgresql_newest(indexed, columns, Among.WALK), walked).all())
        return Found(rows, len(rows) < most)
    asked |= {"words": _whole_words(session, indexed, words), "ample": ample}
    return _in_windows(connection, indexed, columns, asked, _windows(known, (hits, most_hits), limit, below))


def _in_windows(
    connection: Connection, indexed: Indexed, columns: str, asked: dict[str, Any], windows: Sequence[int]
) -> Found:
    """Look among the newest rows first: how many hits are read makes nearly all that PostgreSQL does.

    windows: above which ids, newest first. The last question reads all that are left, however few it is to answer.
    """
    found: list[Any] = []
    to, most = asked["to"], asked["most"]
    for above in windows:
        wanted = {"words": asked["words"], "above": above, "to": to, "most": most - len(found)}
        found += connection.execute(_postgresql_newest(indexed, columns, Among.WINDOW), wanted).all()
        if len(found) >= most:
            return Found(found, is_all=False)
        to = above
    among, left = Among.ALL if to >= LAST_ID - 1 else Among.REST, asked["ample"] - len(found)
    wanted = {"words": asked["words"], "to": to, "most": left}
    rows = connection.execute(_postgresql_newest(indexed, columns, among), wanted).all()
    return Found([*found, *rows], len(rows) < left)


def _windows(known: Frequencies, hits: tuple[float, float], limit: int, below: int) -> list[int]:
    """Return above which ids so many hits (as expected, at most) are looked for; none where there are hardly more.

    Frequent words may be said together as often as the rarest of them is: then one look near is worth its while.
    """
    last, (likely, most) = min(known.last_id, below), hits
    if likely > FEW * limit:
        near = last - int(MORE * known.rows * limit / likely)
        windows = [near, near - WIDER * (last - near)]
    elif most > MANY * limit:
        windows = [last - int(MORE * known.rows * limit / most)]
    else:
        windows = []
    return [above for above in windows if above > 0]


def _is_walked(known: Frequencies, hits: float, limit: int) -> bool:
    """Say whether PostgreSQL finds so many hits sooner among all rows, newest first, than in the index of words.

    It looks at `rows * limit / hits` rows, or at where all hits are: each takes about a microsecond.
    """
    return hits * hits > limit * known.rows > 0


def _expected(session: Session, indexed: Indexed, words: Sequence[str]) -> tuple[Frequencies, float, float]:
    known = frequencies(session, indexed.value)
    return known, *expected(known, [_wanted(indexed, word) for word in words])


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
    shown = _SHOWN.get(indexed, "")
    return text(f"SELECT id FROM {indexed} WHERE {own} AND {_HOLDS}{shown} ORDER BY id DESC LIMIT :most")  # noqa: S608 - our names


@cache
def _sqlite_newest(indexed: Indexed, columns: str) -> TextClause:
    name = f"{indexed}_search"
    hits = f"SELECT rowid FROM {name} WHERE {name} MATCH :words AND rowid < :below ORDER BY rowid DESC LIMIT :most"  # noqa: S608 - our names
    if columns == "id":
        return text(hits)
    return text(f"SELECT own.{columns} FROM ({hits}) AS hit JOIN {indexed} AS own ON own.id = hit.rowid")  # noqa: S608 - our names


@cache
def _postgresql_newest(indexed: Indexed, columns: str, among: Among) -> TextClause:
    # PostgreSQL likes to go through all rows, newest first, and to look for the words in each, which takes seconds for
    # words that few have; the sum leaves it the index of words, and in a window that of ids besides.
    order = "id" if among is Among.WALK else "id + 0"
    shown = _SHOWN.get(indexed, "")
    return text(f"SELECT {columns} FROM {indexed} WHERE {_HOLDS}{shown}{among.value} ORDER BY {order} DESC LIMIT :most")  # noqa: S608 - our names


def _table(indexed: Indexed) -> TableClause:
    name = f"{indexed}_search"
    return table(name, column("rowid"), column(name))


def _sqlite(index: TableClause, indexed: Indexed, words: Sequence[str]) -> ColumnElement[bool]:
    return index.c[index.name].op("MATCH")(_sqlite_words(indexed, words))


def _sqlite_words(indexed: Indexed, words: Sequence[str]) -> str:
    return " AND ".join(_one(indexed, word, lambda one, star: f'"{one}"{star}', "*", " OR ") for word in words)


def _postgresql(indexed: Indexed, words: Sequence[str]) -> ColumnElement[Any]:
    return func.to_tsquery("simple", _postgresql_words(indexed, words))


def _whole_words(session: Session, indexed: Indexed, words: Sequence[str]) -> str:
    """Write a question to PostgreSQL with the words there are in place of what they begin with, where it is worth it."""
    if indexed is not Indexed.MESSAGE or len(words) < 2:
        return _postgresql_words(indexed, words)
    beginnings = [word for word in words if _wanted(indexed, word).is_beginning]
    return _postgresql_words(indexed, words, words_with(session, beginnings))


def _postgresql_words(indexed: Indexed, words: Sequence[str], known: Beginnings = MappingProxyType({})) -> str:
    def write(one: str, star: str) -> str:
        if not star or one not in known:
            return f"'{one}'{star}"
        return " | ".join(_postgresql_word(word) for word in known[one]) or f"'{one}'"

    return " & ".join(_one(indexed, word, write, ":*", " | ") for word in words)


def _postgresql_word(word: str) -> str:
    return f"'{word.removesuffix(CUT)}':*" if word.endswith(CUT) else f"'{word}'"


def _kept(indexed: Indexed) -> ColumnElement[Any]:
    return literal_column(f"{indexed}.search_words")


def _one(indexed: Indexed, word: str, write: Callable[[str, str], str], star: str, either: str) -> str:
    wanted = _wanted(indexed, word)
    itself = write(word, star if wanted.is_beginning else "")
    return f"({either.join([itself, *(write(form, '') for form in wanted.forms)])})"


def _wanted(indexed: Indexed, word: str) -> Wanted:
    has_sentences = indexed in WITH_FORMS
    others = sorted(form for form in forms_of(word) if not form.startswith(word)) if has_sentences else []
    return Wanted(word, is_beginning=len(word) > STANDS_ALONE[has_sentences], forms=others)
