"""What a search finds: tickets, messages, customers, each only what the reader may see, newest first."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.errors import Unavailable
from helpdesk.models import Message, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.among import among
from helpdesk.queries.filters import matches
from helpdesk.queries.rows import Json, rows
from helpdesk.queries.search.files import newest_files
from helpdesk.queries.search.meaning import filter_of
from helpdesk.queries.search.operators import Term, read_query
from helpdesk.queries.search.people import (
    People,
    customers_meant,
    customers_with,
    customers_with_each,
    forget,
    whole_customers,
)
from helpdesk.queries.search.ranking import best, best_tickets, fitting, tickets_of
from helpdesk.queries.search.scan import latest_tickets, newest, newest_of_few
from helpdesk.queries.search.snippets import MAX_CHARS, Marks, snippet
from helpdesk.queries.search.words import MAX_QUERY_CHARS, Asked, take_apart
from helpdesk.queries.sides import search_sides

MAX_LIMIT: Final = 50
MAX_SPLITS: Final = 2
STATEMENT_TIMEOUT_MS: Final = 1_000
QUERY_CANCELED: Final = "57014"
TRIES: Final = 2  # after a restart the first one reads from the disk what the second has in memory


class Order(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    BEST = "best"


def search(session: Session, actor: Actor, query: str, *, limit: int = 20, order: Order = Order.NEWEST) -> Json:
    """Return up to `limit` (at most 50) tickets, messages, files and customers for what somebody typed.

    Every word must match, itself, by its beginning or in another form. Of very common words only the newest 5,000
    hits are looked at (20,000 where a filter or a name leaves few tickets), the newest 1,000 when the best come first.
    What the filter within means is said in docs/lists.md; its parts that mean nothing come back as "unknown".
    """
    read, limit = read_query(query[:MAX_QUERY_CHARS]), max(1, min(limit, MAX_LIMIT))
    asked = take_apart(read.words)
    if not asked.words and not read.terms:
        return _nothing([])
    for _ in range(TRIES):
        try:
            return _in_time(session, actor, read.terms, asked, limit, _best if order is Order.BEST else _newest)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != QUERY_CANCELED:
                raise
            session.rollback()
            forget(session)
    raise Unavailable("This search takes too long; use longer or more words.")


Meant = tuple[ColumnElement[bool], ...]  # what the filter asks of a ticket, if there is one


def _in_time(
    session: Session, actor: Actor, terms: tuple[Term, ...], asked: Asked, limit: int, ids_of: "Choice"
) -> Json:
    db.set_locally(session, f"statement_timeout = {STATEMENT_TIMEOUT_MS}")
    wanted, unknown = filter_of(session, actor, terms)
    if unknown:
        return _nothing(unknown)
    meant = (matches(session, wanted, actor),) if terms else ()
    if not asked.words:
        return _filtered(session, actor, meant, limit)
    return _found(session, actor, asked, meant, limit, ids_of)


def _nothing(unknown: list[str]) -> Json:
    return {"tickets": [], "messages": [], "files": [], "sides": [], "customers": [], "unknown": unknown}


def _filtered(session: Session, actor: Actor, meant: Meant, limit: int) -> Json:
    wanted = select(Ticket.id).where(visible_to(actor), *meant)
    return _nothing([]) | {"tickets": rows(session, actor, latest_tickets(session, wanted, limit))}


def _found(session: Session, actor: Actor, asked: Asked, meant: Meant, limit: int, ids_of: "Choice") -> Json:
    people = customers_meant(session, actor, asked)
    splits = [] if asked.is_address else list(_splits(session, actor, asked))
    numbers = asked.numbers
    numbered = _ids(session, actor, Ticket.number.in_(numbers), *meant, limit=limit) if numbers else []
    ticket_ids, message_ids = ids_of(session, actor, asked, people, splits, meant, limit)
    all_ids = list(dict.fromkeys([*numbered, *ticket_ids]))
    return {
        "tickets": rows(session, actor, all_ids[:limit]) if all_ids else [],
        "messages": _shown(session, asked, message_ids),
        "files": newest_files(session, actor, asked.words, *meant, limit=limit),
        "sides": [] if meant else search_sides(session, actor, asked.words, limit=limit),
        "customers": [] if meant else [{"id": id, "name": name} for id, name in list(people.items())[:limit]],
        "unknown": [],
    }


Split = tuple[People, tuple[str, ...]]  # customers meant by some of the words, and the other words


def _splits(session: Session, actor: Actor, asked: Asked) -> Iterator[Split]:
    """Read "vera refund" as the refund of Vera: some words name a customer, the others are what it is about.

    A telephone number, and words that are one name or one address, are not taken apart.
    """
    words = asked.words_beside_phone if asked.phone else asked.words
    if len(words) < 2 or whole_customers(session, actor, words):
        return
    people = customers_with_each(session, actor, words)
    names = tuple(word for word in words if people[word])
    rest = tuple(word for word in words if not people[word])
    if len(names) > 1 and rest:
        together = customers_with(session, actor, names)
        yield together, rest
        if together:
            return
    for name in names[:MAX_SPLITS]:
        yield people[name], tuple(word for word in words if word != name)


def _newest(
    session: Session, actor: Actor, asked: Asked, people: People, splits: list[Split], meant: Meant, limit: int
) -> tuple[list[int], list[int]]:
    ids, of_all = newest(session, actor, asked.words, *meant, limit=limit)
    ids += _ids(session, actor, among(session, Ticket.customer_id, people), *meant, limit=limit) if people else []
    said = set(of_all)
    for named, rest in splits:
        theirs = among(session, Ticket.customer_id, named)
        tickets, messages = newest_of_few(session, actor, rest, theirs, *meant, limit=limit)
        ids += tickets
        said.update(messages)
    if not ids:
        return [], sorted(said, reverse=True)[:limit]
    latest = select(Ticket.id).where(among(session, Ticket.id, ids))
    latest = latest.order_by(Ticket.last_message_at.desc(), Ticket.id.desc())
    return list(session.scalars(latest)), sorted(said, reverse=True)[:limit]


def _best(
    session: Session, actor: Actor, asked: Asked, people: People, splits: list[Split], meant: Meant, limit: int
) -> tuple[list[int], list[int]]:
    subjects, texts = fitting(session, actor, asked.words, *meant)
    theirs = tickets_of(session, actor, people, *meant)
    for named, rest in splits:
        whose = among(session, Ticket.customer_id, named)
        for hits, more in zip((subjects, texts), fitting(session, actor, rest, whose, *meant), strict=True):
            hits += more
        by_subject = {hit.id for hit in subjects}
        theirs += [hit for hit in tickets_of(session, actor, named, *meant) if hit.id in by_subject]
    return best_tickets(subjects, texts, theirs, limit), best(texts, limit)


Choice = Callable[
    [Session, Actor, Asked, People, list[Split], Meant, int], tuple[list[int], list[int]]
]  # ids of tickets, of messages


def _ids(session: Session, actor: Actor, *conditions: ColumnElement[bool], limit: int) -> list[int]:
    wanted = select(Ticket.id).where(visible_to(actor), *conditions).order_by(Ticket.id.desc()).limit(limit)
    return list(session.scalars(wanted))


def _shown(session: Session, asked: Asked, ids: list[int]) -> list[Json]:
    if not ids:
        return []
    wanted = select(Message.id, Message.ticket_id, Ticket.number, func.substr(Message.text, 1, MAX_CHARS))
    found = session.execute(wanted.join(Ticket, Ticket.id == Message.ticket_id).where(among(session, Message.id, ids)))
    marks = Marks(asked.words)
    hits = {
        id: {"message_id": id, "ticket_id": ticket_id, "ticket_number": number, "snippet": snippet(said, marks)}
        for id, ticket_id, number, said in found
    }
    return [hits[id] for id in ids if id in hits]
