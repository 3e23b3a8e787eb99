"""What happened elsewhere, and which keys tell of it."""

from datetime import datetime
from typing import Final

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from helpdesk.models import Agent, ApiKey, OutsideEvent
from helpdesk.queries.rows import Json, iso

PAGE: Final = 50


def events_of(session: Session, customer_id: int, *, before: int | None = None, limit: int = PAGE) -> Json:
    """Return a page of a customer's outside events, the newest first; before: an id."""
    wanted = (
        select(OutsideEvent)
        .where(OutsideEvent.customer_id == customer_id)
        .order_by(OutsideEvent.happened_at.desc(), OutsideEvent.id.desc())
    )
    last = session.get(OutsideEvent, before) if before else None
    if last is not None:
        key: tuple[datetime, int] = (last.happened_at, last.id)
        wanted = wanted.where(tuple_(OutsideEvent.happened_at, OutsideEvent.id) < key)
    found = session.scalars(wanted.limit(limit + 1)).all()
    return {"events": [event_view(one) for one in found[:limit]], "has_more": len(found) > limit}


def event_view(event: OutsideEvent) -> Json:
    """Return an outside event in the shape of the API."""
    return {
        "id": event.id,
        "customer_id": event.customer_id,
        "ticket_id": event.ticket_id,
        "source": event.source,
        "key": event.key,
        "kind": event.kind,
        "title": event.title,
        "amount_minor": event.amount_minor,
        "currency": event.currency,
        "url": event.url,
        "outcome": event.outcome,
        "duration_s": event.duration_s,
        "happened_at": iso(event.happened_at),
    }


def keys(session: Session) -> list[Json]:
    """Return all keys of other systems, live ones first, newest first; never the keys themselves."""
    found = session.execute(
        select(ApiKey, Agent.name)
        .join(Agent, Agent.id == ApiKey.agent_id)
        .order_by(ApiKey.revoked_at.is_not(None), ApiKey.id.desc())
        .limit(500)
    )
    return [key_view(key, name) for key, name in found]


def key_view(key: ApiKey, agent_name: str) -> Json:
    """Return a key in the shape of the API."""
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "scopes": key.scopes,
        "per_minute": key.per_minute,
        "agent": {"id": key.agent_id, "name": agent_name},
        "created_at": iso(key.created_at),
        "last_used_at": iso(key.last_used_at),
        "revoked_at": iso(key.revoked_at),
    }
