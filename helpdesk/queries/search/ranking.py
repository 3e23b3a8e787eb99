"""The best hits first: how well the words fit, subject before customer before text, newer before older."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import DeliveryState, Message, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.among import among
from helpdesk.queries.search.behind import Clauses
from helpdesk.queries.search.index import Weighed, fits, weighed, weighed_among
from helpdesk.queries.search.questions import Indexed
from helpdesk.queries.search.scan import few_tickets, readable_by

DEPTH: Final = 1_000  # of very common words only the newest hits are weighed
MOST: Final = 300
AT_ONCE: Final = 500
SUBJECT: Final = 4.0
CUSTOMER: Final = 2.0
TEXT: Final = 1.0
FADES_DAYS: Final = 60.0  # what is old counts for half in the end
DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket or message; fit: 0 to 1, the best of its kind has 1."""

    id: int
    ticket_id: int
    at: datetime
    fit: float


def fitting(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool]
) -> tuple[list[Hit], list[Hit]]:
    """Return at most 300 tickets the actor may see by their subject, and as many messages by their text.

    Both on tickets that meet the conditions; where those are few, PostgreSQL looks at all they hold.
    """
    readable = readable_by(actor, conditions)
    if session.get_bind().dialect.name == "sqlite":
        return _tickets(session, readable, words), _messages(session, readable, words)
    few = few_tickets(session, readable) if conditions else None
    if few is not None:
        subjects, texts = (
            weighed_among(session, held, words, few, DEPTH) for held in (Indexed.TICKET, Indexed.MESSAGE)
        )
        return _by_fit(_fittest(subjects)[:MOST]), _by_fit(_fittest(texts)[:MOST])
    subjects, texts = (weighed(session, held, words, DEPTH) for held in (Indexed.TICKET, Indexed.MESSAGE))
    return _weighed(session, readable, subjects), _weighed(session, readable, texts)


def _tickets(session: Session, readable: Clauses, words: Sequence[str]) -> list[Hit]:
    wanted = select(Ticket.id, Ticket.id, Ticket.last_message_at).where(*readable)
    return _read(session, wanted, Ticket.id, fits(session, Indexed.TICKET, words, DEPTH))


def _messages(session: Session, readable: Clauses, words: Sequence[str]) -> list[Hit]:
    shown = Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN)
    wanted = select(Message.id, Message.ticket_id, Message.created_at).join(Ticket, Ticket.id == Message.ticket_id)
    return _read(session, wanted.where(*readable, shown), Message.id, fits(session, Indexed.MESSAGE, words, DEPTH))


def tickets_of(session: Session, actor: Actor, people: Collection[int], *conditions: ColumnElement[bool]) -> list[Hit]:
    """Return at most 300 tickets of these customers that the actor may see, the newest."""
    if not people:
        return []
    wanted = select(Ticket.id, Ticket.last_message_at).where(
        among(session, Ticket.customer_id, people), Ticket.trashed_at.is_(None)
    )
    newest = wanted.where(visible_to(actor), *conditions).order_by(Ticket.id.desc()).limit(MOST)
    return [Hit(id, id, at, 1.0) for id, at in session.execute(newest)]


def best(hits: Iterable[Hit], limit: int) -> list[int]:
    """Return the ids of the best hits."""
    return [hit.id for hit in sorted(hits, key=lambda hit: (-hit.fit * freshness(hit.at), -hit.id))[:limit]]


def best_tickets(subjects: Sequence[Hit], texts: Sequence[Hit], of_people: Sequence[Hit], limit: int) -> list[int]:
    """Return the tickets that fit best by subject, by who wrote them and by what was said, taken together."""
    worth: dict[int, float] = {}
    at: dict[int, datetime] = {}
    said: dict[int, float] = {}
    for hit in texts:
        said[hit.ticket_id] = max(said.get(hit.ticket_id, 0.0), hit.fit * TEXT)
        at[hit.ticket_id] = max(at.get(hit.ticket_id, hit.at), hit.at)
    for weight, hits in ((SUBJECT, subjects), (CUSTOMER, of_people)):
        for hit in hits:
            worth[hit.id] = worth.get(hit.id, 0.0) + weight * hit.fit
            at[hit.id] = hit.at
    for id, fit in said.items():
        worth[id] = worth.get(id, 0.0) + fit
    return sorted(worth, key=lambda id: (-worth[id] * freshness(at[id]), -id))[:limit]


def freshness(at: datetime) -> float:
    """Return 1 for this moment, falling to a half for what is long ago."""
    days = max(0.0, (clock.now() - at).total_seconds() / DAY_S)
    return 0.5 + 0.5 * exp(-days / FADES_DAYS)


def _weighed(session: Session, readable: Clauses, hits: Sequence[Weighed]) -> list[Hit]:
    """Return the 300 that fit best of those on readable tickets; each ticket is asked for once."""
    found: list[Weighed] = []
    is_readable: dict[int, bool] = {}
    by_fit = _fittest(hits)
    for at in range(0, len(by_fit), AT_ONCE):
        some = by_fit[at : at + AT_ONCE]
        if asked := {hit.ticket_id for hit in some} - is_readable.keys():
            seen = set(session.scalars(select(Ticket.id).where(*readable, among(session, Ticket.id, asked))))
            is_readable.update((id, id in seen) for id in asked)
        found += [hit for hit in some if is_readable[hit.ticket_id]]
        if len(found) >= MOST:
            break
    return _by_fit(found[:MOST])


def _read(session: Session, wanted: Any, id: Any, fit: Mapping[int, float]) -> list[Hit]:
    """Return the 300 that fit best of what is wanted; `id`: the mapped column whose values `fit` has."""
    by_fit = sorted(fit, key=lambda id: (-fit[id], -id))
    rows: list[Any] = []
    for at in range(0, len(by_fit), AT_ONCE):
        some = by_fit[at : at + AT_ONCE]
        # By their ids alone: SQLite would rather begin with all tickets of a category.
        meant = wanted.where(among(session, id, some)).with_hint(Ticket, "NOT INDEXED", "sqlite")
        rows += session.execute(meant).all()
        if len(rows) >= MOST:
            break
    rows = sorted(rows, key=lambda row: (-fit[row[0]], -row[0]))[:MOST]
    return _by_fit([Weighed(id, ticket_id, at, fit[id]) for id, ticket_id, at in rows])


def _fittest(hits: Iterable[Weighed]) -> list[Weighed]:
    return sorted(hits, key=lambda hit: (-hit.fit, -hit.id))


def _by_fit(hits: Sequence[Weighed]) -> list[Hit]:
    most = max((hit.fit for hit in hits), default=0.0)
    # BM25 of a word that nearly all texts have is 0 or less: then each fits as well as the next.
    return [Hit(hit.id, hit.ticket_id, hit.at, max(hit.fit, 0.0) / most if most > 0 else 1.0) for hit in hits]
