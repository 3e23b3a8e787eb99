"""Customers by their name, by an address, by a telephone number."""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Customer, Identity, IdentityKind
from helpdesk.permissions import Actor
from helpdesk.queries.among import among
from helpdesk.queries.customers import known_to
from helpdesk.queries.search.index import newest_customers, newest_ids, rare_holders
from helpdesk.queries.search.questions import Indexed
from helpdesk.queries.search.words import Asked, fold, words_of

MAX_CANDIDATES: Final = 2_000
MAX_PEOPLE: Final = 200
MAX_APART: Final = 2  # more words than that are looked for in one place first
AT_ONCE: Final = 400

KNOWN_HOLDERS: Final = "customers with words"  # of one search, kept with its session
SEEN: Final = "customers looked at"  # as well, by who looks

People = dict[int, str]  # name by id, newest first


@dataclass(frozen=True, slots=True)
class _Holders:
    """The newest customers with some words; is_all: there are no others."""

    ids: Set[int]
    is_all: bool


def forget(session: Session) -> None:
    """Forget what a search that was ended has read."""
    session.info.pop(KNOWN_HOLDERS, None)
    session.info.pop(SEEN, None)


def customers_with(session: Session, actor: Actor, words: Sequence[str]) -> People:
    """Return customers the actor may see with every word in their name or one of their addresses."""
    if len(words) <= MAX_APART:
        _read_at_once(session, [words, *([word] for word in words)])
    whole = _with(session, words).ids if words else set()
    if len(words) == 1:
        return _visible(session, actor, whole)
    if len(words) > MAX_APART and (found := _visible(session, actor, whole)):
        return found  # an address, typed whole: its parts alone would meet everybody of that provider
    return _visible(session, actor, whole | _apart(session, words))


def customers_with_each(session: Session, actor: Actor, words: Sequence[str]) -> dict[str, People]:
    """Return customers the actor may see by each of the words alone."""
    _read_at_once(session, [[word] for word in words])
    _look_at(session, actor, {id for word in words for id in _newest(_with(session, [word]).ids)[:AT_ONCE]})
    return {word: customers_with(session, actor, [word]) for word in words}


def whole_customers(session: Session, actor: Actor, words: Sequence[str]) -> People:
    """Return those with all words in their name, or all in one address."""
    return _visible(session, actor, _with(session, words).ids)


def customers_meant(session: Session, actor: Actor, asked: Asked) -> People:
    """Return customers by telephone number, name and address; who is found by a number and nothing else, by that alone."""
    called = _of_phone(session, actor, asked) if asked.phone else {}
    if called and not asked.words_beside_phone:
        return called
    return called | customers_with(session, actor, asked.words)


def _of_phone(session: Session, actor: Actor, asked: Asked) -> People:
    """Return customers the actor may see by the telephone number that was typed, however it was written."""
    has_number = select(Identity.customer_id).where(
        Identity.kind == IdentityKind.PHONE, Identity.address.contains(asked.phone, autoescape=True)
    )
    ids = set(session.scalars(has_number.order_by(Identity.id.desc()).limit(MAX_CANDIDATES)))
    return _visible(session, actor, _having(session, ids, asked.words_beside_phone))


def _read_at_once(session: Session, questions: Sequence[Sequence[str]]) -> None:
    known: dict[tuple[str, ...], _Holders] = session.info.setdefault(KNOWN_HOLDERS, {})
    asked = [words for words in dict.fromkeys(map(tuple, questions)) if words and words not in known]
    for words, (named, addressed) in rare_holders(session, asked, MAX_CANDIDATES).items():
        known[words] = _holders(named, addressed)


def _with(session: Session, words: Sequence[str]) -> _Holders:
    """Return the newest with all words in one place, read from the index alone; asked once for each search."""
    known: dict[tuple[str, ...], _Holders] = session.info.setdefault(KNOWN_HOLDERS, {})
    if tuple(words) not in known:
        known[tuple(words)] = _read_with(session, words)
    return known[tuple(words)]


def _read_with(session: Session, words: Sequence[str]) -> _Holders:
    named = newest_ids(session, Indexed.CUSTOMER, words, MAX_CANDIDATES)
    addressed = newest_customers(session, words, MAX_CANDIDATES)
    return _holders(named, addressed)


def _holders(named: Sequence[int], addressed: Sequence[int]) -> _Holders:
    return _Holders({*named, *addressed}, is_all=max(len(named), len(addressed)) < MAX_CANDIDATES)


def _apart(session: Session, words: Sequence[str]) -> Set[int]:
    """Return those who have each word somewhere: who is among the holders of each, as far as all of these were read.

    Words that too many have are looked for in what those who are left have.
    """
    each = []
    _read_at_once(session, [[word] for word in words])
    for word in words:
        found = _with(session, [word])
        if not found.ids:
            return set()
        each.append((not found.is_all, len(found.ids), word, found))
    each.sort(key=lambda one: one[:2])
    left = each[0][3].ids
    for is_cut, _, _, found in each[1:]:
        left = left if is_cut else left & found.ids
    return _having(session, left, [word for is_cut, _, word, _ in each[1:] if is_cut])


def _having(session: Session, ids: Set[int], words: Sequence[str]) -> Set[int]:
    """Return which of these customers have each word at the beginning of one in their name or addresses."""
    if not ids or not words:
        return ids
    has: dict[int, set[str]] = {id: set() for id in ids}
    wanted = select(Customer.id, Customer.name).where(among(session, Customer.id, ids))
    addresses = select(Identity.customer_id, Identity.address + " " + Identity.display).where(
        among(session, Identity.customer_id, ids), Identity.kind != IdentityKind.VISITOR
    )
    for statement in (wanted, addresses):
        for id, said in session.execute(statement):
            has[id].update(fold(match.group()) for match in words_of(said))
    return {id for id, own in has.items() if all(_is_among(word, own) for word in words)}


def _is_among(word: str, own: Iterable[str]) -> bool:
    return any(one == word or (len(word) > 1 and one.startswith(word)) for one in own)


def _visible(session: Session, actor: Actor, ids: Iterable[int]) -> People:
    newest = _newest(ids)
    found: People = {}
    for at in range(0, len(newest), AT_ONCE):
        some = newest[at : at + AT_ONCE]
        seen = _look_at(session, actor, some)
        found |= {id: name for id in some if (name := seen[id]) is not None}
        if len(found) >= MAX_PEOPLE:
            break
    return dict(list(found.items())[:MAX_PEOPLE])


def _newest(ids: Iterable[int]) -> list[int]:
    return sorted(ids, reverse=True)[:MAX_CANDIDATES]


def _look_at(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, str | None]:
    """Return the names of these customers and of those looked at before; None for who may not be seen."""
    seen: dict[int, str | None] = session.info.setdefault(SEEN, {}).setdefault(actor.agent_id, {})
    if asked := [id for id in ids if id not in seen]:
        seen.update(dict.fromkeys(asked))
        wanted = select(Customer.id, Customer.name).where(among(session, Customer.id, asked))
        seen.update(dict(session.execute(wanted.where(Customer.merged_into_id.is_(None), known_to(actor))).all()))
    return seen
