"""What admins change about webhooks."""

import secrets as random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, secrets
from helpdesk.actions import audit
from helpdesk.actions.workspace.changes import one_line
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import PushState, Webhook, WebhookDelivery
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor

MOST: Final = 50
NAME_CHARS: Final = 120
OLD_SIGNS_FOR: Final = timedelta(hours=24)
PING: Final = "ping"
KINDS: Final = (
    "ticket.created",
    "ticket.status_changed",
    "ticket.reopened",
    "ticket.assigned",
    "ticket.unassigned",
    "ticket.team_changed",
    "ticket.priority_changed",
    "ticket.type_changed",
    "ticket.tags_changed",
    "ticket.merged",
    "ticket.rated",
    "sla.warned",
    "sla.breached",
    "message.received",
    "message.sent",
    "message.failed",
    "note.added",
)


@dataclass(frozen=True, slots=True)
class WebhookChanges:
    """None: leave it as it is. url: one that `outgoing.checked` has passed, outside of the transaction."""

    name: str | None = None
    url: str | None = None
    kinds: Sequence[str] | None = None
    is_on: bool | None = None


def create_webhook(session: Session, changes: WebhookChanges, *, by: Actor, address: str = "") -> tuple[Webhook, str]:
    """Make a webhook for what happens from now on; return it with its secret, which is not shown again."""
    if (session.scalar(select(func.count()).select_from(Webhook)) or 0) >= MOST:
        raise Conflict(f"There are at most {MOST} webhooks; delete one first.", code="too_many_webhooks")
    secret = _new_secret()
    now = clock.now()
    webhook = Webhook(
        name="",
        url="",
        kinds=[],
        reached=last_position(session),
        secret_id=secrets.store(session, secret.encode()),
        created_at=now,
        updated_at=now,
    )
    _write(session, webhook, changes)
    session.add(webhook)
    session.flush()
    audit.append(session, "webhook.created", by=by, what=f"webhook:{webhook.id}", address=address)
    return webhook, secret


def change_webhook(
    session: Session, webhook_id: int, changes: WebhookChanges, *, by: Actor, address: str = ""
) -> Webhook:
    """Change one. Switched on again, it hears of what happens from then on."""
    webhook = open_webhook(session, webhook_id)
    _write(session, webhook, changes)
    audit.append(session, "webhook.changed", by=by, what=f"webhook:{webhook.id}", address=address)
    return webhook


def remove_webhook(session: Session, webhook_id: int, *, by: Actor, address: str = "") -> None:
    """Delete one with its log and secrets."""
    webhook = open_webhook(session, webhook_id)
    for secret_id in filter(None, (webhook.secret_id, webhook.old_secret_id)):
        secrets.forget(session, secret_id)
    session.delete(webhook)
    session.flush()
    audit.append(session, "webhook.removed", by=by, what=f"webhook:{webhook_id}", address=address)


def rotate_secret(session: Session, webhook_id: int, *, by: Actor, address: str = "") -> str:
    """Return a new secret; the one before it signs beside it for a day."""
    webhook = open_webhook(session, webhook_id)
    if webhook.old_secret_id is not None:
        secrets.forget(session, webhook.old_secret_id)
    secret = _new_secret()
    webhook.old_secret_id, webhook.old_until = webhook.secret_id, clock.now() + OLD_SIGNS_FOR
    webhook.secret_id = secrets.store(session, secret.encode())
    audit.append(session, "webhook.secret_rotated", by=by, what=f"webhook:{webhook.id}", address=address)
    return secret


def try_out(session: Session, webhook_id: int) -> WebhookDelivery:
    """Have a ping sent."""
    now = clock.now()
    delivery = WebhookDelivery(webhook_id=open_webhook(session, webhook_id).id, kind=PING, due_at=now, created_at=now)
    session.add(delivery)
    session.flush()
    return delivery


def send_again(session: Session, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """Have a delivery sent again, under the same id; Conflict while it still is on its way."""
    delivery = session.get(WebhookDelivery, delivery_id, with_for_update=True)
    if delivery is None or delivery.webhook_id != open_webhook(session, webhook_id).id:
        raise NotFound
    if delivery.done_at is None:
        raise Conflict("It is still on its way.")
    delivery.state, delivery.attempt, delivery.due_at = PushState.QUEUED, 0, clock.now()
    delivery.done_at = None
    return delivery


def open_webhook(session: Session, webhook_id: int) -> Webhook:
    """Return a webhook, locked; NotFound when there is none."""
    webhook = session.get(Webhook, webhook_id, with_for_update=True)
    if webhook is None:
        raise NotFound
    return webhook


def _write(session: Session, webhook: Webhook, changes: WebhookChanges) -> None:
    if changes.name is not None:
        webhook.name = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    if changes.url is not None:
        webhook.url = changes.url
    if changes.kinds is not None:
        unknown = set(changes.kinds) - set(KINDS)
        if unknown or not changes.kinds:
            raise Invalid("Choose what the webhook is told of.", kinds="unknown" if unknown else "empty")
        webhook.kinds = [kind for kind in KINDS if kind in changes.kinds]
    if changes.is_on is not None and changes.is_on != webhook.is_on:
        webhook.is_on, webhook.reached = changes.is_on, last_position(session)
        webhook.failing_since = webhook.off_reason = None
    webhook.updated_at = clock.now()


def _new_secret() -> str:
    return f"hdw_{random.token_urlsafe(32)}"
