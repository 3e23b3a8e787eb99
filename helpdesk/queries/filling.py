"""What the placeholders of a template stand for on one ticket, or for a customer whose ticket is yet to begin."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, settings
from helpdesk.models import Agent, Customer, Identity, IdentityKind, Organisation, Team, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.customer_links import address_of_page

LANGUAGES: Final = ("en", "ru", "uk")


def values_for(session: Session, ticket: Ticket, actor: Actor, *, language: str) -> dict[str, str]:
    """Return a value for each placeholder that has one; the caller has made sure that the actor may see the ticket."""
    customer = session.get_one(Customer, ticket.customer_id)
    team = session.get(Team, ticket.team_id) if ticket.team_id else None
    return {
        **values_of(session, customer, actor, language=language or ticket.language),
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "ticket.link": address_of_page(session, ticket),
        "team.name": team.name if team else "",
        **_fields("ticket", getattr(ticket, "fields", None) or {}),
    }


def values_of(session: Session, customer: Customer, actor: Actor, *, language: str) -> dict[str, str]:
    """Return the values that need no ticket; the caller has made sure that the actor may see the customer."""
    organisation = session.get(Organisation, customer.organisation_id) if customer.organisation_id else None
    agent = session.get(Agent, actor.agent_id) if actor.agent_id else None
    return {
        "customer.name": customer.name,
        "customer.first_name": _first(customer.name),
        "organisation.name": organisation.name if organisation else "",
        "agent.name": agent.name if agent else "",
        "agent.first_name": _first(agent.name) if agent else "",
        "desk.name": str(settings.get(session, "desk_name")),
        "date.today": _today(session, language),
        **_addresses(session, customer),
        **_fields("customer", customer.fields),
        **_fields("organisation", organisation.fields if organisation else {}),
    }


def _first(name: str) -> str:
    return name.split()[0] if name.strip() else ""


def _today(session: Session, language: str) -> str:
    day = clock.now().astimezone(ZoneInfo(str(settings.get(session, "time_zone")))).date()
    return format_date(day, format="long", locale=language if language in LANGUAGES else "en")


def _addresses(session: Session, customer: Customer) -> dict[str, str]:
    found = session.scalars(select(Identity).where(Identity.customer_id == customer.id).order_by(Identity.id))
    kinds = {IdentityKind.EMAIL: "customer.email", IdentityKind.PHONE: "customer.phone"}
    values: dict[str, str] = {}
    for one in found:
        if one.kind in kinds:
            values.setdefault(kinds[one.kind], one.address)
    return values


def _fields(of: str, values: Mapping[str, Any]) -> dict[str, str]:
    return {f"{of}.fields.{key}": _shown(value) for key, value in values.items()}


def _shown(value: Any) -> str:  # JSON
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None or isinstance(value, bool | dict) else str(value)
