"""One customer with what agents keep about them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.customers.dates import next_on
from helpdesk.models import Agent, Customer, CustomerDate, CustomerMerge, OutsideEvent, ProfileNote
from helpdesk.permissions import Actor
from helpdesk.queries import customers
from helpdesk.queries.client_base.duplicates import count_of
from helpdesk.queries.promises import customer_promises
from helpdesk.queries.rows import Json, iso

MAX_NOTES = 500


def profile(session: Session, actor: Actor, customer_id: int) -> Json:
    """Return a customer the actor may see with notes, dates, promises, sums of what happened elsewhere, merges; else NotFound."""
    shown = customers.panel(session, actor, customer_id)
    return shown | {
        "notes": notes(session, customer_id=customer_id),
        "dates": dates(session, customer_id),
        "promises": customer_promises(session, actor, customer_id),
        "sums": sums(session, customer_id),
        "merged": _merged(session, customer_id),
        "suggestions": count_of(session, actor, customer_id),
    }


def notes(session: Session, *, customer_id: int | None = None, organisation_id: int | None = None) -> list[Json]:
    """Return the notes of a customer or an organisation, pinned ones first, then the newest."""
    of = (
        ProfileNote.customer_id == customer_id
        if customer_id is not None
        else ProfileNote.organisation_id == organisation_id
    )
    found = session.execute(
        select(ProfileNote, Agent.name)
        .outerjoin(Agent, Agent.id == ProfileNote.agent_id)
        .where(of)
        .order_by(ProfileNote.is_pinned.desc(), ProfileNote.id.desc())
        .limit(MAX_NOTES)
    )
    return [
        {
            "id": note.id,
            "text": note.text,
            "is_pinned": note.is_pinned,
            "author": author,
            "agent_id": note.agent_id,
            "created_at": iso(note.created_at),
            "edited_at": iso(note.edited_at),
        }
        for note, author in found
    ]


def dates(session: Session, customer_id: int) -> list[Json]:
    """Return the days that matter of a customer."""
    today = clock.now().date()
    found = session.scalars(
        select(CustomerDate).where(CustomerDate.customer_id == customer_id).order_by(CustomerDate.id)
    )
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "label": one.label,
            "day": one.day,
            "is_yearly": one.is_yearly,
            "next_on": next_on(one.day, is_yearly=one.is_yearly, today=today),
            "remind_days": one.remind_days,
            "remind_on": one.remind_on,
            "agent_id": one.agent_id,
            "team_id": one.team_id,
        }
        for one in found
    ]


def sums(session: Session, customer_id: int) -> list[Json]:
    """Return what a customer's outside events come to, by kind and currency."""
    found = session.execute(
        select(
            OutsideEvent.kind,
            OutsideEvent.currency,
            func.count(),
            func.sum(OutsideEvent.amount_minor),
            func.max(OutsideEvent.happened_at),
        )
        .where(OutsideEvent.customer_id == customer_id)
        .group_by(OutsideEvent.kind, OutsideEvent.currency)
        .order_by(OutsideEvent.kind, OutsideEvent.currency)
    )
    return [
        {
            "kind": kind,
            "currency": currency,
            "count": count,
            "amount_minor": None if amount is None else int(amount),
            "last_at": iso(last_at),
        }
        for kind, currency, count, amount, last_at in found
    ]


def _merged(session: Session, customer_id: int) -> list[Json]:
    found = session.execute(
        select(Customer.id, Customer.name, CustomerMerge.merged_at)
        .join(CustomerMerge, CustomerMerge.customer_id == Customer.id)
        .where(CustomerMerge.into_id == customer_id, CustomerMerge.undone_at.is_(None))
        .order_by(CustomerMerge.id.desc())
        .limit(100)
    )
    return [{"id": id, "name": name, "merged_at": iso(merged_at)} for id, name, merged_at in found]
