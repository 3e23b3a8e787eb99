"""Customers by name, address or telephone number, each word of the query somewhere among these."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import CompoundSelect, Select, Subquery, intersect, select, union
from sqlalchemy.orm import Session

from helpdesk.models import Customer, Identity, IdentityKind
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to
from helpdesk.queries.search.index import Indexed, matching
from helpdesk.queries.search.words import Asked

MAX_CANDIDATES: Final = 2_000
MAX_PEOPLE: Final = 200
MAX_APART: Final = 2  # more words than that are looked for in one place first

People = dict[int, str]  # name by id, newest first
Ids = Select[int] | CompoundSelect[int]


def customers_with(session: Session, actor: Actor, words: Sequence[str]) -> People:
    """Return customers the actor may see with every word in their name or one of their addresses."""
    if len(words) == 1:
        return _visible(session, actor, [_newest_with(session, words)])
    if len(words) > MAX_APART and (whole := _visible(session, actor, [_newest_with(session, words)])):
        return whole  # an address, typed whole: its parts alone would meet everybody of that provider
    return _visible(session, actor, [_with_word(session, word) for word in words])


def customers_of_phone(session: Session, actor: Actor, asked: Asked) -> People:
    """Return customers the actor may see by the telephone number that was typed, however it was written."""
    if not asked.phone:
        return {}
    has_number = select(Identity.customer_id.label("id")).where(
        Identity.kind == IdentityKind.PHONE, Identity.address.contains(asked.phone, autoescape=True)
    )
    return _visible(session, actor, [has_number, *(_with_word(session, word) for word in asked.words_beside_phone)])


def _newest_with(session: Session, words: Sequence[str]) -> CompoundSelect[int]:
    """Return those with all words in their name, or all in one address; of each only the newest, read from the index."""
    by_name, addresses = (
        _newest(matching(session, indexed, words)) for indexed in (Indexed.CUSTOMER, Indexed.IDENTITY)
    )
    by_address = select(Identity.customer_id.label("id")).where(Identity.id.in_(select(addresses.c.id)))
    return union(select(by_name.c.id), by_address)


def _newest(hits: Select[int]) -> Subquery:
    return hits.order_by(hits.selected_columns["id"].desc()).limit(MAX_CANDIDATES).subquery()


def _with_word(session: Session, word: str) -> CompoundSelect[int]:
    by_name = matching(session, Indexed.CUSTOMER, [word])
    addresses = matching(session, Indexed.IDENTITY, [word])
    by_address = select(Identity.customer_id.label("id")).where(Identity.id.in_(addresses))
    return union(by_name, by_address)


def _visible(session: Session, actor: Actor, sets: Sequence[Ids]) -> People:
    each = [select(ids.subquery().c.id) for ids in sets]
    both = intersect(*each).subquery() if len(each) > 1 else each[0].subquery()
    newest = select(both.c.id).order_by(both.c.id.desc()).limit(MAX_CANDIDATES)
    candidates: Any = session.scalars(newest).all()
    found = session.execute(
        select(Customer.id, Customer.name)
        .where(Customer.id.in_(candidates), Customer.merged_into_id.is_(None), known_to(actor))
        .order_by(Customer.id.desc())
        .limit(MAX_PEOPLE)
    )
    return dict(found.all())
