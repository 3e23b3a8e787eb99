"""What agents change about who a customer is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import available_timezones

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.client_base.door import open_customer, tell
from helpdesk.actions.tags import hold, known_tags
from helpdesk.actions.workspace.changes import one_line
from helpdesk.customers.values import changed_fields
from helpdesk.errors import Invalid
from helpdesk.models import Customer, CustomerTag, FieldEntity, Organisation, Tag
from helpdesk.permissions import Actor
from helpdesk.queries.client_base.fields import shapes

NAME_CHARS: Final = 200
TAG_CHARS: Final = 60
MAX_TAGS: Final = 50
NOBODY: Final = 0  # an organisation id that stands for none


@dataclass(frozen=True, slots=True)
class ProfileChanges:
    """None leaves as it is. organisation_id: NOBODY for none. tags: all of them. fields: only what changes."""

    name: str | None = None
    language: str | None = None
    time_zone: str | None = None
    organisation_id: int | None = None
    tags: Sequence[str] | None = None
    fields: Mapping[str, Any] | None = None
    is_unsubscribed: bool | None = None


def change_profile(
    session: Session, customer_id: int, changes: ProfileChanges, *, by: Actor, address: str = ""
) -> Customer:
    """Change who a customer is; what is the same again changes and records nothing."""
    customer = open_customer(session, customer_id, by=by)
    changed = apply(session, customer, changes)
    if changed:
        verb = "customer.renamed" if changed == ["name"] else "customer.edited"
        tell(session, customer, verb, by=by, address=address, data={"changed": changed})
    return customer


def create_customer(
    session: Session, changes: ProfileChanges, *, by: Actor, origin: str = "hand", address: str = ""
) -> Customer:
    """Add a customer who has not written yet. origin: "hand", "import" or "api"."""
    customer = Customer(name="", origin=origin, created_at=clock.now(), fields={})
    session.add(customer)
    session.flush()
    apply(session, customer, changes)
    tell(session, customer, "customer.added", by=by, address=address, data={"origin": origin})
    return customer


def apply(session: Session, customer: Customer, changes: ProfileChanges) -> list[str]:
    """Change an open customer; returns the names of what is different now."""
    before = _facts(customer)
    if changes.name is not None:
        customer.name = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    if changes.language is not None:
        customer.language = _language(changes.language)
    if changes.time_zone is not None:
        customer.time_zone = _zone(changes.time_zone)
    if changes.organisation_id is not None:
        customer.organisation_id = _organisation(session, changes.organisation_id)
    if changes.fields is not None:
        known = shapes(session, FieldEntity.CUSTOMER)
        customer.fields = changed_fields(customer.fields, changes.fields, known, all_required=False)
    changed = [name for name, value in _facts(customer).items() if value != before[name]]
    if changes.is_unsubscribed is not None and changes.is_unsubscribed != (customer.unsubscribed_at is not None):
        customer.unsubscribed_at = clock.now() if changes.is_unsubscribed else None
        changed.append("unsubscribed")
    if changes.tags is not None and set_tags(session, customer.id, changes.tags):
        changed.append("tags")
    return changed


def set_tags(session: Session, customer_id: int, names: Sequence[str]) -> bool:
    """Give a customer exactly these tags, new ones made; False when they had them."""
    wanted = _tag_ids(session, names)
    if len(wanted) > MAX_TAGS:
        raise Invalid(f"A customer has at most {MAX_TAGS} tags.", tags="too_many")
    known = set(session.scalars(select(CustomerTag.tag_id).where(CustomerTag.customer_id == customer_id)))
    if known == wanted:
        return False
    session.execute(
        delete(CustomerTag).where(CustomerTag.customer_id == customer_id, CustomerTag.tag_id.in_(known - wanted))
    )
    session.add_all(CustomerTag(customer_id=customer_id, tag_id=tag_id) for tag_id in wanted - known)
    return True


def _tag_ids(session: Session, names: Sequence[str]) -> set[int]:
    while True:
        found = {_tag_named(session, name).id for name in dict.fromkeys(names)}
        if hold(session, found) == found:
            return found  # else one was merged or removed after it was read: look again


def _tag_named(session: Session, name: str) -> Tag:
    """Return the tag of this name in whatever case, made when there is none."""
    name = one_line(name, field="tags", max_chars=TAG_CHARS)
    found = session.scalar(select(Tag).where(Tag.name == name)) or next(iter(known_tags(session, [name])), None)
    if found is None:
        found = Tag(name=name)
        session.add(found)
        session.flush()
    return found


def _facts(customer: Customer) -> dict[str, Any]:
    names = ("name", "language", "time_zone", "organisation_id", "fields")
    return {name: getattr(customer, name) for name in names}


def _language(given: str) -> str:
    tag = given.strip().lower()
    if tag and not (tag.replace("-", "").isascii() and tag.replace("-", "").isalnum() and 2 <= len(tag) <= 10):
        raise Invalid("A language is a tag such as uk or pt-br.", language="invalid")
    return tag


def _zone(given: str) -> str:
    zone = given.strip()
    if zone and zone not in available_timezones():
        raise Invalid("There is no such time zone.", time_zone="unknown")
    return zone


def _organisation(session: Session, organisation_id: int) -> int | None:
    if organisation_id == NOBODY:
        return None
    if session.get(Organisation, organisation_id) is None:
        raise Invalid("There is no such organisation.", organisation_id="unknown")
    return organisation_id
