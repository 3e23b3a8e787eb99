"""Organisations: who they are, and the mail domains by which people join them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions import audit
from helpdesk.actions.workspace.changes import one_line
from helpdesk.customers.keys import PUBLIC_DOMAINS
from helpdesk.customers.values import changed_fields
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Customer, FieldEntity, Identity, IdentityKind, Organisation, OrganisationDomain
from helpdesk.permissions import Actor
from helpdesk.queries.client_base.fields import shapes

NAME_CHARS: Final = 200
MAX_DOMAINS: Final = 50
JOINED_AT_ONCE: Final = 1_000
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


@dataclass(frozen=True, slots=True)
class OrganisationChanges:
    """None leaves as it is. domains: all of them; fields: only what changes."""

    name: str | None = None
    domains: Sequence[str] | None = None
    fields: Mapping[str, Any] | None = None


def create_organisation(
    session: Session, changes: OrganisationChanges, *, by: Actor, address: str = ""
) -> Organisation:
    """Make an organisation; Conflict "domain_taken" when another one has a domain."""
    organisation = Organisation(name="", fields={}, created_at=clock.now())
    if changes.name is None:
        raise Invalid("Give it a name.", name="empty")
    organisation.name = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    session.add(organisation)
    session.flush()
    _apply(session, organisation, changes)
    audit.append(session, "organisation.made", by=by, what=f"organisation:{organisation.id}", address=address)
    return organisation


def change_organisation(
    session: Session, organisation_id: int, changes: OrganisationChanges, *, by: Actor, address: str = ""
) -> Organisation:
    """Change an organisation; whoever is verified to write from a new domain joins it, unless they are elsewhere."""
    organisation = session.get(Organisation, organisation_id, with_for_update=True)
    if organisation is None:
        raise NotFound
    if changes.name is not None:
        organisation.name = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    _apply(session, organisation, changes)
    organisation.version += 1
    audit.append(session, "organisation.changed", by=by, what=f"organisation:{organisation.id}", address=address)
    return organisation


def organisation_of(session: Session, domains: Sequence[str]) -> int | None:
    """Return the organisation that has one of these domains."""
    return session.scalar(
        select(OrganisationDomain.organisation_id).where(OrganisationDomain.domain.in_(domains)).limit(1)
    )


def remove_organisation(session: Session, organisation_id: int, *, by: Actor, address: str = "") -> None:
    """Remove an organisation nobody belongs to; Conflict "organisation_in_use" tells how many do."""
    organisation = session.get(Organisation, organisation_id, with_for_update=True)
    if organisation is None:
        raise NotFound
    members = session.scalar(select(func.count()).where(Customer.organisation_id == organisation_id)) or 0
    if members:
        raise Conflict("Customers belong to it.", code="organisation_in_use", members=members)
    session.delete(organisation)
    audit.append(session, "organisation.removed", by=by, what=f"organisation:{organisation_id}", address=address)


def _apply(session: Session, organisation: Organisation, changes: OrganisationChanges) -> None:
    if changes.fields is not None:
        known = shapes(session, FieldEntity.ORGANISATION)
        organisation.fields = changed_fields(organisation.fields, changes.fields, known, all_required=False)
    if changes.domains is not None:
        _set_domains(session, organisation, changes.domains)


def _set_domains(session: Session, organisation: Organisation, given: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(_domain(one) for one in given))
    if len(wanted) > MAX_DOMAINS:
        raise Invalid(f"An organisation has at most {MAX_DOMAINS} domains.", domains="too_many")
    theirs = session.scalar(
        select(OrganisationDomain.domain).where(
            OrganisationDomain.domain.in_(wanted), OrganisationDomain.organisation_id != organisation.id
        )
    )
    if theirs is not None:
        raise Conflict("Another organisation has this domain.", code="domain_taken", domains="taken", domain=theirs)
    own = OrganisationDomain.organisation_id == organisation.id
    known = set(session.scalars(select(OrganisationDomain.domain).where(own)))
    session.execute(delete(OrganisationDomain).where(own, OrganisationDomain.domain.in_(known - set(wanted))))
    for domain in wanted:
        if domain not in known:
            now = clock.now()
            session.add(OrganisationDomain(domain=domain, organisation_id=organisation.id, created_at=now))
            _join(session, organisation.id, domain)
    organisation.domain = wanted[0] if wanted else None


def _join(session: Session, organisation_id: int, domain: str) -> None:
    verified = (
        select(Identity.customer_id)
        .where(
            Identity.kind == IdentityKind.EMAIL,
            Identity.verified_at.is_not(None),
            Identity.address.endswith(f"@{domain}", autoescape=True),
        )
        .limit(JOINED_AT_ONCE)
    )
    session.execute(
        update(Customer)
        .where(Customer.id.in_(verified), Customer.organisation_id.is_(None))
        .values(organisation_id=organisation_id, version=Customer.version + 1)
        .execution_options(synchronize_session=False)
    )


def _domain(given: str) -> str:
    domain = given.strip().lower().removeprefix("@").removeprefix("www.")
    try:
        domain = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        domain = ""
    if not _DOMAIN.fullmatch(domain) or len(domain) > 253:
        raise Invalid("A domain looks like shop.example.", domains="domain")
    if domain in PUBLIC_DOMAINS:
        raise Invalid("Anybody can have an address there.", domains="public")
    return domain
