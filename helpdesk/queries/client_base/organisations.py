"""Organisations: found by name or domain, and one whole."""

from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Customer, Organisation, OrganisationDomain, Ticket
from helpdesk.models.channels import Channel
from helpdesk.models.unindexed import unindexed
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.client_base.duplicates import people_of
from helpdesk.queries.client_base.profile import notes
from helpdesk.queries.customers import known_to
from helpdesk.queries.rows import Json, iso

PAGE: Final = 50
MAX_MEMBERS: Final = 200
MAX_TICKETS: Final = 50


def organisations(session: Session, actor: Actor, *, q: str = "", after: str = "", limit: int = PAGE) -> Json:
    """Return organisations in order of name after a name, whose name or domain has `q` in it."""
    wanted = select(Organisation).order_by(Organisation.name, Organisation.id)
    if q.strip():
        # SQLite folds only ASCII letters: what was typed is tried as it is and with a capital as well.
        words = {q.strip(), q.strip().lower(), q.strip().capitalize(), q.strip().upper(), q.strip().title()}
        domains = select(OrganisationDomain.organisation_id).where(
            OrganisationDomain.domain.contains(q.strip().lower(), autoescape=True)
        )
        wanted = wanted.where(
            or_(*(Organisation.name.contains(word, autoescape=True) for word in words), Organisation.id.in_(domains))
        )
    if after:
        wanted = wanted.where(Organisation.name > after)
    found = session.scalars(wanted.limit(limit + 1)).all()
    shown = found[:limit]
    members = _members_count(session, actor, [one.id for one in shown])
    return {
        "organisations": [
            {"id": one.id, "name": one.name, "domain": one.domain, "members": members.get(one.id, 0)} for one in shown
        ],
        "has_more": len(found) > limit,
    }


def organisation(session: Session, actor: Actor, organisation_id: int) -> Json:
    """Return an organisation with its domains, notes, and those of its members and tickets the actor may see."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    member_ids = set(
        session.scalars(
            select(Customer.id)
            .where(Customer.organisation_id == found.id, unindexed(Customer.merged_into_id).is_(None), known_to(actor))
            .order_by(Customer.name)
            .limit(MAX_MEMBERS)
        )
    )
    return {
        "id": found.id,
        "name": found.name,
        "domains": _domains(session, found.id),
        "fields": found.fields,
        "created_at": iso(found.created_at),
        "notes": notes(session, organisation_id=found.id),
        "members": sorted(people_of(session, actor, member_ids), key=lambda person: str(person["name"])),
        "tickets": _tickets(session, actor, found.id),
    }


def _domains(session: Session, organisation_id: int) -> list[str]:
    return list(
        session.scalars(
            select(OrganisationDomain.domain)
            .where(OrganisationDomain.organisation_id == organisation_id)
            .order_by(OrganisationDomain.created_at, OrganisationDomain.domain)
        )
    )


def _members_count(session: Session, actor: Actor, ids: list[int]) -> dict[int, int]:
    found = session.execute(
        select(Customer.organisation_id, func.count())
        .where(Customer.organisation_id.in_(ids), unindexed(Customer.merged_into_id).is_(None), known_to(actor))
        .group_by(Customer.organisation_id)
    )
    return {id: count for id, count in found if id is not None}


def _tickets(session: Session, actor: Actor, organisation_id: int) -> list[Json]:
    found = session.execute(
        select(Ticket, Channel.kind, Customer.name)
        .join(Customer, Customer.id == Ticket.customer_id)
        .join(Channel, Channel.id == Ticket.channel_id)
        .where(Customer.organisation_id == organisation_id, visible_to(actor))
        .order_by(Ticket.id.desc())
        .limit(MAX_TICKETS)
    )
    return [
        {
            "id": ticket.id,
            "number": ticket.number,
            "subject": ticket.subject,
            "category": ticket.category.value,
            "channel_kind": kind.value,
            "customer_name": name,
            "created_at": iso(ticket.created_at),
        }
        for ticket, kind, name in found
    ]
