"""One change of many customers, each in a transaction of its own, with what takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.client_base.door import open_customer
from helpdesk.actions.client_base.profile import NOBODY, ProfileChanges, change_profile
from helpdesk.actions.in_turn import Turns, Undo, in_turn
from helpdesk.actions.many import SetField, SetTags
from helpdesk.models import Customer, CustomerTag, Tag
from helpdesk.permissions import Actor


@dataclass(frozen=True, slots=True)
class SetOrganisation:
    """Another organisation, None for none."""

    organisation_id: int | None


CustomerChange = SetTags | SetField | SetOrganisation


def change_customers(
    customer_ids: Sequence[int],
    change: CustomerChange,
    *,
    by: Actor,
    was: CustomerChange | None = None,
    address: str = "",
) -> Turns[CustomerChange]:
    """Change up to 100 customers one after another; what is refused does not keep the others. Opens its own transactions.

    was: refuse those that somebody has made something else since.
    """
    return in_turn(customer_ids, partial(_change_one, asked=Undo(change, was), by=by, address=address))


def _change_one(
    session: Session, customer_id: int, *, asked: Undo[CustomerChange], by: Actor, address: str
) -> Undo[CustomerChange] | None:
    customer = open_customer(session, customer_id, by=by)
    before = _now(session, customer, asked.change)
    asked.require_unchanged(before)
    change_profile(session, customer_id, _changes(session, customer, asked.change), by=by, address=address)
    if isinstance(asked.change, SetTags):
        return None if before == SetTags() else Undo(before)
    after = _now(session, customer, asked.change)
    return None if after == before else Undo(before, after)


def _now(session: Session, customer: Customer, change: CustomerChange) -> CustomerChange:
    """Return what it is now in the shape of the change; of tags, what takes the change back."""
    match change:
        case SetTags():
            return _tags_back(_tags(session, customer), change)
        case SetField(key=key):
            held = (customer.fields or {}).get(key)
            return SetField(key, tuple(held) if isinstance(held, list) else held)
        case SetOrganisation():
            return SetOrganisation(customer.organisation_id)


def _changes(session: Session, customer: Customer, change: CustomerChange) -> ProfileChanges:
    match change:
        case SetTags():
            return ProfileChanges(tags=_tags_after(_tags(session, customer), change))
        case SetField(key=key, value=value):
            return ProfileChanges(fields={key: list(value) if isinstance(value, tuple) else value})
        case SetOrganisation(organisation_id=organisation_id):
            return ProfileChanges(organisation_id=organisation_id or NOBODY)


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
