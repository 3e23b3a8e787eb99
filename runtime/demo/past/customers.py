"""The customers as the desk knows them: one person each, whatever they write by, and who they work for."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import ChannelKind, Customer, Identity, IdentityKind, Organisation, OrganisationDomain
from runtime.demo import people
from runtime.demo.channels import Channels

PROOFS: Final = {IdentityKind.EMAIL: "dmarc", IdentityKind.TELEGRAM: "telegram", IdentityKind.EXTERNAL: "site"}


def introduce(channels: Channels) -> None:
    """Let the desk know the forty, as if it had merged what belongs together long ago."""
    with db.transaction() as session:
        companies = {domain: _company(session, domain, name) for domain, name in people.ORGANISATIONS.items()}
        for one in people.CUSTOMERS:
            _introduce(session, one, companies.get(one.organisation), channels)


def _company(session: Session, domain: str, name: str) -> int:
    known = session.scalar(select(OrganisationDomain.organisation_id).where(OrganisationDomain.domain == domain))
    if known is not None:
        return known
    made = Organisation(name=name, domain=domain, created_at=clock.now())
    session.add(made)
    session.flush()
    session.add(OrganisationDomain(domain=domain, organisation_id=made.id, created_at=clock.now()))
    return made.id


def _introduce(session: Session, one: people.Customer, organisation_id: int | None, channels: Channels) -> None:
    now = clock.now()
    customer = Customer(name=one.name, language=one.language, organisation_id=organisation_id, created_at=now)
    session.add(customer)
    session.flush()
    addresses = {
        ChannelKind.EMAIL: (IdentityKind.EMAIL, one.address),
        ChannelKind.TELEGRAM: (IdentityKind.TELEGRAM, str(one.telegram_id)),
        ChannelKind.WEBCHAT: (IdentityKind.EXTERNAL, f"site:{channels.chat}:{one.key}"),
    }
    for way in one.ways:
        kind, address = addresses[way]
        session.add(
            Identity(
                customer_id=customer.id,
                kind=kind,
                address=address,
                display=one.key if kind is IdentityKind.EXTERNAL else one.name,
                verified_by=PROOFS[kind],
                verified_at=now,
                created_at=now,
            )
        )
