"""The customers page: searched, filtered, by window."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Select, func, or_, select, tuple_, union
from sqlalchemy.orm import Session

from helpdesk.customers.filters import Filter
from helpdesk.models import Customer, CustomerTag, Identity, IdentityKind, Organisation, Tag, Ticket
from helpdesk.models.unindexed import unindexed
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.client_base import by_field
from helpdesk.queries.client_base.conditions import on_pages
from helpdesk.queries.client_base.duplicates import people_of
from helpdesk.queries.customers import known_to
from helpdesk.queries.rows import Json, iso
from helpdesk.queries.search import words as reading
from helpdesk.queries.search.index import matching as indexed
from helpdesk.queries.search.questions import Indexed

MAX_COUNTED: Final = 1_000
MAX_EXPORT: Final = 50_000


def page(
    session: Session,
    actor: Actor,
    wanted: Filter,
    *,
    q: str = "",
    sort: str = "newest",
    after: int = 0,
    limit: int = 50,
    fields: Sequence[str] = (),
) -> Json:
    """Return customers after a customer in the order of `sort`; `count` only with the first page, at most 1,000.

    One statement finds and counts, and stops where it has a thousand.
    sort: newest, name, or a custom field: customer.<key>, with "-" before it from the end. fields: those that lines show.
    """
    most = limit + 1 if after else max(limit, MAX_COUNTED) + 1
    found = _ids(session, _found(session, actor, wanted, q), sort, after=after, most=most)
    shown: Json = {"customers": lines(session, actor, found[:limit], fields=fields), "has_more": len(found) > limit}
    if after == 0:
        shown |= {"count": min(len(found), MAX_COUNTED), "is_more": len(found) > MAX_COUNTED}
    return shown


def ids_of(session: Session, actor: Actor, wanted: Filter, *, q: str = "", limit: int = MAX_EXPORT) -> list[int]:
    """Return the ids of all customers meant, at most 50,000."""
    found = _found(session, actor, wanted, q).with_only_columns(Customer.id).order_by(Customer.id.desc())
    return list(session.scalars(found.limit(limit)))


def lines(session: Session, actor: Actor, ids: list[int], *, fields: Sequence[str] = ()) -> list[Json]:
    """Return customers as lines of a list, in the order of the ids, with these custom fields."""
    people = {person["id"]: person for person in people_of(session, actor, set(ids))}
    organisations = dict(
        session.execute(
            select(Customer.id, Organisation.name)
            .join(Organisation, Organisation.id == Customer.organisation_id)
            .where(Customer.id.in_(ids))
        ).all()
    )
    tags: dict[int, list[str]] = {}
    for customer_id, name in session.execute(
        select(CustomerTag.customer_id, Tag.name)
        .join(Tag, Tag.id == CustomerTag.tag_id)
        .where(CustomerTag.customer_id.in_(ids))
        .order_by(Tag.name)
    ):
        tags.setdefault(customer_id, []).append(name)
    tickets = {
        customer_id: (count, last)
        for customer_id, count, last in session.execute(
            select(Ticket.customer_id, func.count(), func.max(Ticket.last_message_at))
            .where(Ticket.customer_id.in_(ids), visible_to(actor))
            .group_by(Ticket.customer_id)
        )
    }
    written = _written(session, ids, fields) if fields else {}
    return [
        people[id]
        | {
            "organisation": organisations.get(id),
            "tags": tags.get(id, []),
            "tickets": tickets.get(id, (0, None))[0],
            "last_at": iso(tickets.get(id, (0, None))[1]),
            "fields": written.get(id, {}),
        }
        for id in ids
        if id in people
    ]


def _written(session: Session, ids: list[int], fields: Sequence[str]) -> dict[int, Json]:
    rows = session.execute(select(Customer.id, Customer.fields).where(Customer.id.in_(ids)))
    return {id: {key: held[key] for key in fields if key in held} for id, held in rows if held}


def _ids(session: Session, found: Select[int, str], sort: str, *, after: int, most: int) -> list[int]:
    order = by_field.order_of(session, sort)
    if order is not None:
        return by_field.ids_by_field(session, found, order, after=after, most=most)
    return [id for id, _ in session.execute(_after(session, found, sort, after).limit(most))]


def _found(session: Session, actor: Actor, wanted: Filter, q: str) -> Select[int, str]:
    found = select(Customer.id, Customer.name).where(
        unindexed(Customer.merged_into_id).is_(
            None
        ),  # by its index SQLite would read everybody, in no order that helps
        Customer.erased_at.is_(None),
        known_to(actor),
        on_pages(session, actor, wanted),
    )
    asked = reading.take_apart(q)
    words = asked.words
    if asked.phone:
        has_number = select(Identity.customer_id).where(
            Identity.kind == IdentityKind.PHONE, Identity.address.contains(asked.phone, autoescape=True)
        )
        found, words = found.where(Customer.id.in_(has_number)), asked.words_beside_phone
    for word in words:
        by_address = indexed(session, Indexed.IDENTITY, [word], column_name="customer_id")
        by_company = select(Customer.id).where(
            Customer.organisation_id.in_(
                select(Organisation.id).where(
                    or_(*(Organisation.name.contains(one, autoescape=True) for one in (word, word.capitalize())))
                )
            )
        )
        either = union(indexed(session, Indexed.CUSTOMER, [word]), by_address, by_company).subquery()
        found = found.where(Customer.id.in_(select(either.c.id)))
    return found


def _after(session: Session, found: Select[int, str], sort: str, after: int) -> Select[int, str]:
    if sort != "name":
        ordered = found.order_by(Customer.id.desc())
        return ordered.where(Customer.id < after) if after else ordered
    ordered = found.order_by(Customer.name, Customer.id)
    last = session.get(Customer, after) if after else None
    if last is None:
        return ordered
    key: tuple[str, int] = (last.name, last.id)
    return ordered.where(tuple_(Customer.name, Customer.id) > key)
