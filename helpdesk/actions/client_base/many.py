"""One change of many customers, each in a transaction of its own, with what takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.client_base.door import open_customer
from helpdesk.actions.client_base.profile import NOBODY, ProfileChanges, change_profile
from helpdesk.actions.in_turn import Turns, in_turn
from helpdesk.actions.many import SetField, SetTags
from helpdesk.models import Customer, CustomerTag, Tag
from helpdesk.permissions import Actor


@dataclass(frozen=True, slots=True)
class SetOrganisation:
    """Another organisation, None for none."""

    organisation_id: int | None


CustomerChange = SetTags | SetField | SetOrganisation


def change_customers(
    customer_ids: Sequence[int], change: CustomerChange, *, by: Actor, address: str = ""
) -> Turns[CustomerChange]:
    """Change up to 100 customers one after another; what is refused does not keep the others. Opens its own transactions."""
    return in_turn(customer_ids, partial(_change_one, change=change, by=by, address=address))


def _change_one(
    session: Session, customer_id: int, *, change: CustomerChange, by: Actor, address: str
) -> CustomerChange | None:
    customer = open_customer(session, customer_id, by=by)
    back: CustomerChange
    match change:
        case SetTags():
            has = _tags(session, customer)
            back, changes = _tags_back(has, change), ProfileChanges(tags=_tags_after(has, change))
        case SetField(key=key, value=value):
            held = (customer.fields or {}).get(key)
            back = SetField(key, tuple(held) if isinstance(held, list) else held)
            changes = ProfileChanges(fields={key: list(value) if isinstance(value, tuple) else value})
        case SetOrganisation(organisation_id=organisation_id):
            back = SetOrganisation(customer.organisation_id)
            changes = ProfileChanges(organisation_id=organisation_id or NOBODY)
    change_profile(session, customer_id, changes, by=by, address=address)
    return None if back in (change, SetTags()) else back


def _tags(session: Session, customer: Customer) -> dict[str, str]:
    names = select(Tag.name).join(CustomerTag, CustomerTag.tag_id == Tag.id)
    return {name.casefold(): name for name in session.scalars(names.where(CustomerTag.customer_id == customer.id))}


def _tags_after(has: dict[str, str], change: SetTags) -> list[str]:
    off = {name.casefold() for name in change.remove}
    kept = [name for folded, name in has.items() if folded not in off]
    return [*kept, *(name for name in change.add if name.casefold() not in has)]


def _tags_back(has: dict[str, str], change: SetTags) -> SetTags:
    put_on = tuple(name for name in change.add if name.casefold() not in has)
    taken_off = tuple(has[name.casefold()] for name in change.remove if name.casefold() in has)
    return SetTags(add=taken_off, remove=put_on)
