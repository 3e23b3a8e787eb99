"""Taking customers in from a file, a few hundred at a time: whoever is known by an address is completed, nobody doubled."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.client_base.identities import plain_address
from helpdesk.actions.client_base.organisations import OrganisationChanges, create_organisation
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.customers.cells import keys_of, read_cell
from helpdesk.errors import DeskError, Invalid
from helpdesk.models import (
    Customer,
    CustomerTag,
    CustomField,
    FieldEntity,
    Identity,
    IdentityKind,
    Organisation,
    Tag,
)
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to

MAX_ROWS: Final = 200
ADDRESSES: Final = {"email": IdentityKind.EMAIL, "phone": IdentityKind.PHONE, "external": IdentityKind.EXTERNAL}

Row = Mapping[str, str]
Addresses = list[tuple[IdentityKind, str]]
Outcome = dict[
    str, Any
]  # JSON: {"outcome": "new" | "changed" | "same" | "problem", "problem"?: ..., "customer_id"?: ...}


def import_rows(session: Session, rows: Sequence[Row], *, by: Actor) -> list[Outcome]:
    """Take up to 200 rows in and say of each what became of it; a row that does not fit changes nothing.

    Columns: name, language, time_zone, organisation, tags, email, phone, external, fields.<key>; several of the
    last five but one ("external") stand with ";" between them.
    """
    if len(rows) > MAX_ROWS:
        raise Invalid(f"At most {MAX_ROWS} rows at a time.", rows="too_many")
    db.lock(session, "customers:import")
    return [_taken(session, row, by=by) for row in rows]


def preview_rows(session: Session, rows: Sequence[Row], *, by: Actor) -> list[Outcome]:
    """Say of up to 200 rows what would become of them: they are taken in, and that is rolled back."""
    trial = session.begin_nested()
    try:
        outcomes = import_rows(session, rows, by=by)
    finally:
        trial.rollback()
    return [{name: value for name, value in one.items() if _lasts(name, one)} for one in outcomes]


def _lasts(name: str, outcome: Outcome) -> bool:
    return name != "customer_id" or outcome["outcome"] != "new"


def _taken(session: Session, row: Row, *, by: Actor) -> Outcome:
    try:
        with session.begin_nested():
            return _take(session, row, by=by)
    except DeskError as problem:
        return _problem(problem)


def _take(session: Session, row: Row, *, by: Actor) -> Outcome:
    addresses = _addresses(row)
    known = _known(session, addresses, by=by)
    changes = _changes(session, row, known, by=by)
    if known is None:
        customer = create_customer(session, changes, by=by, origin="import")
        _add(session, customer.id, addresses)
        return {"outcome": "new", "customer_id": customer.id}
    before = session.scalar(select(Customer.version).where(Customer.id == known))
    added = _add(session, known, addresses)
    customer = change_profile(session, known, changes, by=by)
    return {"outcome": "changed" if added or customer.version != before else "same", "customer_id": known}


def _add(session: Session, customer_id: int, addresses: Addresses) -> bool:
    known = session.execute(select(Identity.kind, Identity.address).where(Identity.customer_id == customer_id))
    has = {(kind, address) for kind, address in known}
    new = [one for one in addresses if one not in has]
    session.add_all(
        Identity(customer_id=customer_id, kind=kind, address=address, display=address, created_at=clock.now())
        for kind, address in new
    )
    if new:
        customer = session.get_one(Customer, customer_id)
        customer.version += 1
    session.flush()
    return bool(new)


def _addresses(row: Row) -> Addresses:
    found = [
        (kind, plain_address(kind, text))
        for column, kind in ADDRESSES.items()
        for text in ([row.get(column, "")] if kind is IdentityKind.EXTERNAL else row.get(column, "").split(";"))
        if text.strip()
    ]
    if not found:
        raise Invalid("A row needs an address, a phone or an id of yours.", address="missing")
    return list(dict.fromkeys(found))


def _known(session: Session, addresses: Addresses, *, by: Actor) -> int | None:
    """The one customer these addresses name; Invalid where they name two, or one whom `by` may not see."""
    named = {
        session.scalar(select(Identity.customer_id).where(Identity.kind == kind, Identity.address == address))
        for kind, address in addresses
    } - {None}
    if len(named) > 1:
        raise Invalid("These addresses belong to two customers; merge them first.", address="two_customers")
    if not named:
        return None
    seen = session.scalar(select(Customer.id).where(Customer.id.in_(named), known_to(by)))
    if seen is None:
        raise Invalid("This customer belongs to another team.", address="hidden")
    return seen


def _changes(session: Session, row: Row, known: int | None, *, by: Actor) -> ProfileChanges:
    name = row.get("name", "").strip()
    customer = session.get(Customer, known) if known is not None else None
    organisation = row.get("organisation", "").strip()
    tags = [tag.strip() for tag in row.get("tags", "").split(";") if tag.strip()]
    if known is not None and tags:
        tags = [*_tags_of(session, known), *tags]
    return ProfileChanges(
        name=name if name and (customer is None or not customer.name) else None,
        language=row.get("language", "").strip() or None,
        time_zone=row.get("time_zone", "").strip() or None,
        organisation_id=_organisation(session, organisation, by=by) if organisation else None,
        tags=tags or None,
        fields=_values(session, row) or None,
    )


def _tags_of(session: Session, customer_id: int) -> list[str]:
    has = select(Tag.name).join(CustomerTag, CustomerTag.tag_id == Tag.id).where(CustomerTag.customer_id == customer_id)
    return list(session.scalars(has))


def _organisation(session: Session, name: str, *, by: Actor) -> int:
    found = session.scalar(select(Organisation.id).where(Organisation.name == name).limit(1))
    return found or create_organisation(session, OrganisationChanges(name=name), by=by).id


def _values(session: Session, row: Row) -> dict[str, Any]:
    given = {
        column.removeprefix("fields."): text.strip()
        for column, text in row.items()
        if column.startswith("fields.") and text.strip()
    }
    if not given:
        return {}
    defined = select(CustomField).where(CustomField.entity == FieldEntity.CUSTOMER)
    fields = {field.key: (field.kind.value, keys_of(field.choices or ())) for field in session.scalars(defined)}
    return {key: read_cell(text, *fields.get(key, ("text", {}))) for key, text in given.items()}


def _problem(problem: DeskError) -> Outcome:
    words = {name: word for name, word in problem.fields.items() if isinstance(word, str)}
    return {"outcome": "problem", "problem": words or {"row": problem.code}}
