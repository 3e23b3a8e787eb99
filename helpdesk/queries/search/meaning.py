"""What the filter of a search means at this desk: names become ids; what nobody knows is said, and finds nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Agent, Status, Tag, Team, TicketType
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor
from helpdesk.queries.filters import Condition, Filter, Op
from helpdesk.queries.search.operators import (
    CATEGORIES,
    CHANNELS,
    FILES,
    FLAGS,
    ME,
    NOBODY,
    PRIORITIES,
    Term,
    day_in,
    word_in,
)
from helpdesk.queries.search.people import customers_with
from helpdesk.queries.search.words import take_apart

MOST_NAMES: Final = 5_000
Meant = Condition | None


def filter_of(session: Session, actor: Actor, terms: tuple[Term, ...]) -> tuple[Filter, list[str]]:
    """Return the filter, and those of its parts that mean nothing here, as "team:tech"."""
    meant = [(term, _MEANINGS[term.name](session, actor, term)) for term in terms]
    unknown = [f"{term.name}:{term.value}" for term, condition in meant if condition is None]
    return Filter(conditions=tuple(condition for _, condition in meant if condition is not None)), unknown


def _status(session: Session, _actor: Actor, term: Term) -> Meant:
    category = word_in(term.value, CATEGORIES)
    if category is not None:
        return _one_of("category", [category], term)
    return _named(session, "status", term, Status)


def _priority(_session: Session, _actor: Actor, term: Term) -> Meant:
    word = word_in(term.value, PRIORITIES)
    return None if word is None else _one_of("priority", [word], term)


def _type(session: Session, _actor: Actor, term: Term) -> Meant:
    return _named(session, "type", term, TicketType)


def _team(session: Session, _actor: Actor, term: Term) -> Meant:
    return _one_of("team", [None], term) if term.value in NOBODY else _named(session, "team", term, Team)


def _tag(session: Session, _actor: Actor, term: Term) -> Meant:
    return _one_of("tag", [None], term) if term.value in NOBODY else _named(session, "tag", term, Tag)


def _assignee(session: Session, actor: Actor, term: Term) -> Meant:
    if term.value in ME:
        return _one_of("assignee", [actor.agent_id], term)
    if term.value in NOBODY:
        return _one_of("assignee", [None], term)
    return _named(session, "assignee", term, Agent)


def _channel(session: Session, _actor: Actor, term: Term) -> Meant:
    kind = word_in(term.value, CHANNELS)
    return _named(session, "channel", term, Channel) if kind is None else _one_of("channel_kind", [kind], term)


def _language(_session: Session, _actor: Actor, term: Term) -> Meant:
    return _one_of("language", [term.value[:10]], term)


def _from(session: Session, actor: Actor, term: Term) -> Meant:
    words = take_apart(term.value).words
    found = customers_with(session, actor, words) if words else {}
    return _one_of("customer", sorted(found), term) if found else None


def _day(op: Op) -> Callable[[Session, Actor, Term], Meant]:
    def meant(_session: Session, _actor: Actor, term: Term) -> Meant:
        day = day_in(term.value)
        return None if day is None else Condition("created", op, (datetime.combine(day, time(0), tzinfo=UTC),))

    return meant


def _has(_session: Session, _actor: Actor, term: Term) -> Meant:
    return Condition("has_file", Op.IS, (not term.is_not,)) if term.value in FILES else None


def _is(_session: Session, _actor: Actor, term: Term) -> Meant:
    flag = word_in(term.value, FLAGS)
    return None if flag is None else Condition(flag, Op.IS, (not term.is_not,))


def _named(session: Session, field: str, term: Term, table: Any) -> Meant:  # a table with names
    names = [
        (id, name.lower().replace("ё", "е"))
        for id, name in session.execute(select(table.id, table.name).limit(MOST_NAMES))
    ]
    exact = [id for id, name in names if name == term.value]
    ids = exact or [id for id, name in names if name.startswith(term.value)]
    return _one_of(field, ids, term) if ids else None


def _one_of(field: str, values: list[Any], term: Term) -> Condition:
    return Condition(field, Op.NOT_IN if term.is_not else Op.IN, tuple(values))


_MEANINGS: Final[dict[str, Callable[[Session, Actor, Term], Meant]]] = {
    "status": _status,
    "priority": _priority,
    "type": _type,
    "team": _team,
    "assignee": _assignee,
    "tag": _tag,
    "channel": _channel,
    "language": _language,
    "from": _from,
    "before": _day(Op.BEFORE),
    "after": _day(Op.AFTER),
    "has": _has,
    "is": _is,
}
