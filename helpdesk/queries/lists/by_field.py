"""Lists in the order of a custom field: "fields.plan", "customer.plan" of the ticket's customer, "-fields.plan" from the end.

No index has such an order: it is made of the tickets of the list where something happened last. What has no value, and
what lies further back, comes behind them, the latest first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Customer, CustomField, FieldEntity, Ticket
from helpdesk.models.field_keys import EMPTY, SORTABLE, value_key
from helpdesk.queries.lists.orders import FIRST, Found, Pair, Part, Place, Source, keys_of, ordered

LATEST: Final = "activity"
MOST: Final = 2_000  # tickets put in order by a field
MOST_PARTS: Final = 3  # of the list, where a filter leaves few
BEHIND: Final = EMPTY + 10_000_000_000_000  # more than any time since 1970: latest first, ascending

_name: Final = re.compile(r"(-?)(fields|customer)\.([a-z][a-z0-9_]{0,59})")


@dataclass(frozen=True, slots=True)
class FieldOrder:
    """A field to order by, and in which direction."""

    field: CustomField
    sign: int

    def key_of(self, value: Any) -> int | None:  # JSON
        """Return the place of a value; None for what is empty."""
        key = value_key(self.field.kind, value, self.field.choices)
        return None if key is None else self.sign * key


def field_order(session: Session, sort: str) -> FieldOrder | None:
    """Return the order a sort means; None where it names no field that has one."""
    if (named := _name.fullmatch(sort)) is None:
        return None
    sign, where, key = named.groups()
    entity = FieldEntity.TICKET if where == "fields" else FieldEntity.CUSTOMER
    wanted = select(CustomField).where(CustomField.entity == entity, CustomField.key == key)
    field = session.scalars(wanted).one_or_none()
    return FieldOrder(field, -1 if sign else 1) if field is not None and field.kind in SORTABLE else None


def ordered_by_field(session: Session, source: Source, order: FieldOrder, part: Part = FIRST) -> Found:
    """Return a part as `orders.ordered` does."""
    latest = _latest(session, source)
    places = sorted((key, id) for id, key in _placed(session, order, latest.order))
    end = None if latest.cut is None else (BEHIND + latest.cut[0], latest.cut[1])
    if end is not None and part.after is not None and part.after >= end:
        return _behind(session, source, part)
    left = [place for place in places if part.after is None or place > part.after]
    if len(left) > part.limit:
        left = left[: part.limit]
        end = left[-1]
    return Found([(id, key) for key, id in left], end)


def field_keys_of(session: Session, source: Source, order: FieldOrder, ids: Sequence[int]) -> dict[int, int]:
    """Return the keys of those of these tickets that belong to the source."""
    return dict(_placed(session, order, list(keys_of(session, source, LATEST, ids).items())))


def _latest(session: Session, source: Source) -> Found:
    found, cut = list[Pair](), None
    for _ in range(MOST_PARTS):
        part = ordered(session, source, LATEST, Part(MOST - len(found), cut))
        found, cut = found + part.order, part.cut
        if cut is None or len(found) == MOST:
            break
    return Found(found, cut)


def _placed(session: Session, order: FieldOrder, latest: Sequence[Pair]) -> list[Pair]:
    keys = _field_keys(session, order, [id for id, _ in latest])
    return [(id, keys.get(id, BEHIND + at)) for id, at in latest]


def _field_keys(session: Session, order: FieldOrder, ids: Sequence[int]) -> dict[int, int]:
    if order.field.entity is FieldEntity.TICKET:
        wanted = select(Ticket.id, Ticket.fields[order.field.key])
    else:
        wanted = select(Ticket.id, Customer.fields[order.field.key]).join(Customer, Customer.id == Ticket.customer_id)
    found = session.execute(wanted.where(Ticket.id.in_(ids)))
    return {id: key for id, value in found if (key := order.key_of(value)) is not None}


def _behind(session: Session, source: Source, part: Part) -> Found:
    assert part.after is not None
    key, id = part.after
    found = ordered(session, source, LATEST, Part(part.limit, (key - BEHIND, id)))
    cut: Place | None = None if found.cut is None else (BEHIND + found.cut[0], found.cut[1])
    return Found([(id, BEHIND + at) for id, at in found.order], cut)
