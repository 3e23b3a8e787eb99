"""Forgetting what agents and other systems have kept about a customer; that something happened, and its sum, stays."""

from typing import Any

from sqlalchemy import String, cast, delete, literal, or_, select, update
from sqlalchemy.orm import Session

from helpdesk.models import (
    Customer,
    CustomerDate,
    CustomerDistinct,
    CustomerKey,
    CustomerMerge,
    CustomerPromise,
    CustomerTag,
    MacroRun,
    OutsideEvent,
    ProfileNote,
    Ticket,
)


def forget_profile(session: Session, customer_id: int) -> None:
    """Delete notes, dates, tags and keys of a customer and of all who were merged into them, and empty the rest."""
    merged = session.scalars(select(Customer.id).where(Customer.merged_into_id == customer_id)).all()
    ids = [customer_id, *merged]
    for model in (ProfileNote, CustomerDate, CustomerPromise, CustomerTag, CustomerKey):
        session.execute(delete(model).where(model.customer_id.in_(ids)))
    session.execute(
        delete(CustomerDistinct).where(or_(CustomerDistinct.one_id.in_(ids), CustomerDistinct.other_id.in_(ids)))
    )
    for done in session.scalars(select(CustomerMerge).where(CustomerMerge.into_id == customer_id)):
        done.kept = {**done.kept, "filled": {"fields": {}}}
    ran = select(MacroRun).join(Ticket, Ticket.id == MacroRun.ticket_id).where(Ticket.customer_id.in_(ids))
    for run in session.scalars(ran):
        run.kept = {**run.kept, **{moment: _without_fields(run.kept[moment]) for moment in ("before", "after")}}
    session.execute(
        update(OutsideEvent)
        .where(OutsideEvent.customer_id.in_(ids))
        .values(title="", url="", outcome="", key=literal("forgotten:") + cast(OutsideEvent.id, String))
        .execution_options(synchronize_session=False)
    )
    for customer in session.scalars(select(Customer).where(Customer.id.in_(ids))):
        customer.name, customer.language, customer.time_zone = "", "", ""
        customer.organisation_id, customer.fields = None, {}


def _without_fields(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name not in ("fields", "customer_fields")}
