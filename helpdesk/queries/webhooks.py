"""Webhooks and what each was told."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Webhook, WebhookDelivery
from helpdesk.queries.rows import Json, iso

PAGE: Final = 50


def webhooks(session: Session) -> list[Json]:
    """Return all webhooks, the oldest first; never their secrets."""
    return [webhook_view(one) for one in session.scalars(select(Webhook).order_by(Webhook.id))]


def deliveries(session: Session, webhook_id: int, *, before: int | None = None) -> list[Json]:
    """Return 50 deliveries of a webhook, the newest first; NotFound when there is no such webhook."""
    if session.get(Webhook, webhook_id) is None:
        raise NotFound
    wanted = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    if before is not None:
        wanted = wanted.where(WebhookDelivery.id < before)
    return [delivery_view(one) for one in session.scalars(wanted.order_by(WebhookDelivery.id.desc()).limit(PAGE))]


def webhook_view(webhook: Webhook) -> Json:
    """Return one webhook in the shape of the API."""
    return {
        "id": webhook.id,
        "name": webhook.name,
        "url": webhook.url,
        "kinds": list(webhook.kinds),
        "is_on": webhook.is_on,
        "failing_since": iso(webhook.failing_since),
        "off_reason": webhook.off_reason,
        "created_at": iso(webhook.created_at),
    }


def delivery_view(delivery: WebhookDelivery) -> Json:
    """Return one delivery in the shape of the API."""
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "ticket_id": delivery.ticket_id,
        "state": delivery.state.value,
        "attempt": delivery.attempt,
        "status": delivery.status,
        "error": delivery.error,
        "created_at": iso(delivery.created_at),
        "due_at": None if delivery.done_at else iso(delivery.due_at),
        "done_at": iso(delivery.done_at),
    }
