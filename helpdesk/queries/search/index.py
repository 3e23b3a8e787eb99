"""Asking the word index: FTS5 on SQLite, a tsvector column on PostgreSQL (see migrations/first/search.py)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

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
)
from sqlalchemy.orm import Session

from helpdesk import json_text
from helpdesk.queries.search.frequency import frequencies
from helpdesk.queries.search.questions import Indexed, known_on_sqlite, known_words, postgresql_words, sqlite_words
from helpdesk.queries.search.reach import ROW_COSTS, expected_hits, is_walked, windows_for
from helpdesk.queries.search.statements import (
    POSTGRESQL_HOLDERS,
    Among,
    postgresql_among,
    postgresql_fits,
    postgresql_newest,
    sqlite_among,
    sqlite_fits,
    sqlite_newest,
)


@dataclass(frozen=True, slots=True)
class Found:
    """rows: id, and whose ticket's it is if has_tickets, newest first; is_all: no others are behind them."""

    rows: list[Any]
    is_all: bool
    has_tickets: bool = False


class Weighed(NamedTuple):
    """One hit, whose ticket's it is, when it was written (a ticket: on last), and how well it fits."""

    id: int
    ticket_id: int
    at: datetime
    fit: float


WALKED: Final = 1_000  # hits of a common word on PostgreSQL
WEIGHED: Final = 300  # of those
LAST_ID: Final = 2**62
NEARLY: Final = 0.6  # of what is wanted will do where more can be asked for


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
    source = table(indexed.value, column(column_name))
    kept: ColumnElement[Any] = literal_column(f"{indexed}.search_words")
    query = func.to_tsquery("simple", postgresql_words(indexed, words))
    return select(source.c[column_name]).where(kept.op("@@")(query))


def fits(session: Session, indexed: Indexed, words: Sequence[str], depth: int) -> dict[int, float]:
    """Return how well each of the newest `depth` fits on SQLite, the more the better: BM25."""
    asked = {"words": sqlite_words(indexed, words), "most": depth}
    return dict(session.connection().execute(sqlite_fits(indexed), asked).all())


def weighed(session: Session, indexed: Indexed, words: Sequence[str], depth: int) -> list[Weighed]:
    """Return the newest `depth` with how well each fits on PostgreSQL, the more the better: ts_rank."""
    most = WEIGHED if walks(session, indexed, words, WEIGHED) else depth
    return _weigh(session, indexed, words, newest_ids(session, indexed, words, most))


def weighed_among(
    session: Session, indexed: Indexed, words: Sequence[str], tickets: Sequence[int], depth: int
) -> list[Weighed]:
    """Return the newest `depth` of these tickets (at most some thousands) with how well each fits on PostgreSQL."""
    return _weigh(session, indexed, words, newest_among(session, indexed, words, tickets, depth=depth, limit=depth))


def _weigh(session: Session, indexed: Indexed, words: Sequence[str], ids: Sequence[int]) -> list[Weighed]:
    if not ids:
        return []
    wanted = {"words": known_words(session, indexed, words), "ids": ids}
    return list(map(Weighed._make, session.connection().execute(postgresql_fits(indexed), wanted)))


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

    Fewer than `limit` though there are others behind them (is_all says so) where to find the last of them costs more.

    ample: so many are welcome where PostgreSQL has read all of them anyway.
    """
    has_tickets = indexed is Indexed.MESSAGE and session.get_bind().dialect.name != "sqlite"
    columns = "id, ticket_id" if has_tickets else "id"
    found = _newest(
        session, indexed, words, limit, columns=columns, below=below, ample=max(limit, ample), will_do=NEARLY
    )
    return Found(found.rows, found.is_all, has_tickets)


def walks(session: Session, indexed: Indexed, words: Sequence[str], limit: int) -> bool:
    """Say whether few hits are found sooner than many: so it is where rows are walked down for a common word."""
    if session.get_bind().dialect.name == "sqlite":
        return False
    known, hits, _ = expected_hits(session, indexed, words)
    return is_walked(known, hits, limit)


def newest_customers(session: Session, words: Sequence[str], limit: int) -> list[int]:
    """Return whose the newest addresses with each word are."""
    found = _newest(session, Indexed.IDENTITY, words, limit, columns="customer_id", below=LAST_ID, ample=limit)
    return [id for (id,) in found.rows]


def rare_holders(
    session: Session, questions: Sequence[Sequence[str]], limit: int
) -> dict[tuple[str, ...], tuple[list[int], list[int]]]:
    """Return at once the newest customers with each question's words in their name, and in one of their addresses.

    Left out are questions PostgreSQL expects more than `limit` of, and all on SQLite, where asking costs nothing.
    """
    if session.get_bind().dialect.name == "sqlite":
        return {}
    rare = [tuple(words) for words in questions if _is_rare(session, words, limit)]
    if not rare:
        return {}
    asked = {"words": [postgresql_words(Indexed.CUSTOMER, words) for words in rare], "most": limit}
    found = session.connection().execute(POSTGRESQL_HOLDERS, asked)
    return {rare[nth - 1]: (named or [], addressed or []) for nth, named, addressed in found}


def newest_among(
    session: Session, indexed: Indexed, words: Sequence[str], tickets: Sequence[int], *, depth: int, limit: int
) -> list[int]:
    """Return those rows of these tickets (at most some thousands) that have each word, newest first.

    SQLite looks through the newest `depth` hits until it has enough of them.
    """
    if session.get_bind().dialect.name == "sqlite":
        asked = {"words": known_on_sqlite(session, indexed, words), "ids": json_text.written(tickets), "depth": depth}
        return sorted(session.scalars(sqlite_among(indexed), asked | {"most": limit}), reverse=True)
    by_words = expected_hits(session, indexed, words)[1] < ROW_COSTS * _held(session, indexed, len(tickets))
    question = known_words(session, indexed, words, are_whole=by_words)
    wanted = {"words": question, "ids": list(tickets), "most": limit}
    return list(session.scalars(postgresql_among(indexed, by_words=by_words), wanted).all())


def _held(session: Session, indexed: Indexed, tickets: int) -> float:
    """Return how many rows so many tickets have, as PostgreSQL's own statistics know it."""
    all_tickets = frequencies(session, Indexed.TICKET.value).rows
    return tickets * max(1.0, frequencies(session, indexed.value).rows / max(1.0, all_tickets))


def _newest(
    session: Session,
    indexed: Indexed,
    words: Sequence[str],
    limit: int,
    *,
    columns: str,
    below: int,
    ample: int,
    will_do: float = 1.0,
) -> Found:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        asked = {"words": known_on_sqlite(session, indexed, words), "most": limit, "below": below}
        rows = list(connection.execute(sqlite_newest(indexed, columns), asked).all())
        return Found(rows, len(rows) < limit)
    known, hits, most_hits = expected_hits(session, indexed, words)
    asked = {"most": limit, "to": below - 1}
    if is_walked(known, hits, limit):
        most = min(limit, WALKED)
        walked = asked | {"words": known_words(session, indexed, words), "most": most}
        rows = list(connection.execute(postgresql_newest(indexed, columns, Among.WALK), walked).all())
        return Found(rows, len(rows) < most)
    asked |= {"words": known_words(session, indexed, words, are_whole=True), "ample": ample}
    windows = windows_for(known, (hits, most_hits), limit, below)
    return _in_windows(connection, indexed, columns, asked, windows, will_do * limit)


def _in_windows(
    connection: Connection,
    indexed: Indexed,
    columns: str,
    asked: dict[str, Any],
    windows: Sequence[int],
    enough: float,
) -> Found:
    """Look among the newest rows first: how many hits are read makes nearly all that PostgreSQL does.

    windows: above which ids, newest first; enough: so many end it before the last question, which reads all that are left,
    however few it is to answer.
    """
    found: list[Any] = []
    to, most = asked["to"], asked["most"]
    for above in windows:
        wanted = {"words": asked["words"], "above": above, "to": to, "most": most - len(found)}
        found += connection.execute(postgresql_newest(indexed, columns, Among.WINDOW), wanted).all()
        if len(found) >= enough:
            return Found(found, is_all=False)
        to = above
    among, left = Among.ALL if to >= LAST_ID - 1 else Among.REST, asked["ample"] - len(found)
    wanted = {"words": asked["words"], "to": to, "most": left}
    rows = connection.execute(postgresql_newest(indexed, columns, among), wanted).all()
    return Found([*found, *rows], len(rows) < left)


def ranges_behind(
    session: Session, indexed: Indexed, words: Sequence[str], *, columns: str, below: int, depth: int
) -> Iterator[tuple[TextClause, dict[str, Any]]]:
    """Yield what to ask PostgreSQL for the newest `depth` below an id: each of what is behind the one before it.

    Who asks goes on until all answers together had so many.
    """
    known, hits, most_hits = expected_hits(session, indexed, words)
    if is_walked(known, hits, depth):
        asked = {"words": known_words(session, indexed, words), "to": below - 1, "most": min(depth, WALKED)}
        yield postgresql_newest(indexed, columns, Among.WALK), asked
        return
    asked = {"words": known_words(session, indexed, words, are_whole=True), "to": below - 1, "most": depth}
    for above in windows_for(known, (hits, most_hits), depth, below):
        yield postgresql_newest(indexed, columns, Among.WINDOW), asked | {"above": above}
        asked["to"] = above
    yield postgresql_newest(indexed, columns, Among.REST), asked


def _is_rare(session: Session, words: Sequence[str], limit: int) -> bool:
    return all(expected_hits(session, held, words)[1] <= limit for held in (Indexed.CUSTOMER, Indexed.IDENTITY))


def _table(indexed: Indexed) -> TableClause:
    name = f"{indexed}_search"
    return table(name, column("rowid"), column(name))


def _sqlite(index: TableClause, indexed: Indexed, words: Sequence[str]) -> ColumnElement[bool]:
    return index.c[index.name].op("MATCH")(sqlite_words(indexed, words))
