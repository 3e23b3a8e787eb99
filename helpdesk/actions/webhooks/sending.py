"""Webhooks on their way: signed, posted, tried again for a day. Only the worker imports this."""

import hashlib
import hmac
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, outgoing, outside, queue, secrets
from helpdesk.actions.notifications import notify
from helpdesk.actions.webhooks.filling import SENDING
from helpdesk.left import Left
from helpdesk.models import Agent, Event, Message, PushState, Role, Ticket, Webhook, WebhookDelivery
from helpdesk.models.webhooks import TO_SEND
from helpdesk.queries.rows import iso

AT_ONCE: Final = 4
BATCH: Final = 20  # of one webhook in a row
MOST_TURNS: Final = 20
PAUSES: Final = tuple(timedelta(seconds=s) for s in (10, 30, 120, 600, 1800, 3600, 7200, 14400, 21600, 32400))  # a day
LEFT_AFTER: Final = timedelta(minutes=2)
OFF_AFTER: Final = timedelta(days=3)

_turn = threading.Lock()
_left = Left(LEFT_AFTER)


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery that was claimed, with all it needs."""

    delivery_id: int
    webhook_id: int
    url: str
    body: bytes
    headers: dict[str, str]


def send() -> None:
    """Have what is due sent beside other work: a system that is slow must not keep tickets waiting."""
    queue.begun(SENDING)
    threading.Thread(target=_send_in_turn, name="webhooks", daemon=True).start()


def drain() -> int:
    """Send all that is due, each webhook's in order; return how many were taken."""
    _take_back_left()
    sent = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        for _ in range(MOST_TURNS):
            with db.reading() as session:
                due = session.scalars(select(WebhookDelivery.webhook_id).where(*_is_due()).distinct()).all()
            if not due:
                break
            sent += sum(pool.map(_send_of, due))
    return sent


def _send_in_turn() -> None:
    with _turn:
        drain()


def _is_due() -> tuple[Any, ...]:  # conditions
    return (TO_SEND, WebhookDelivery.state == PushState.QUEUED, WebhookDelivery.due_at <= clock.now())


def _send_of(webhook_id: int) -> int:
    with db.reading() as session:
        wanted = select(WebhookDelivery.id).where(*_is_due(), WebhookDelivery.webhook_id == webhook_id)
        ids = session.scalars(wanted.order_by(WebhookDelivery.id).limit(BATCH)).all()
    return sum(_send_one(delivery_id) for delivery_id in ids)


def _send_one(delivery_id: int) -> bool:
    ready = db.retrying(lambda session: _claim(session, delivery_id))
    if ready is None:
        return False
    try:
        answer = outgoing.post(ready.url, ready.body, headers=ready.headers)
    except (outgoing.AddressRefused, outgoing.NotSent, outgoing.Unanswered) as error:
        words = str(error.fields.get("reason")) if isinstance(error, outgoing.AddressRefused) else str(error)
        return _close(ready, None, words)
    return _close(ready, answer.status, "" if answer.is_good else answer.body)


def _claim(session: Session, delivery_id: int) -> Ready | None:
    delivery = session.get(WebhookDelivery, delivery_id, with_for_update=True, populate_existing=True)
    if delivery is None or delivery.state is not PushState.QUEUED:
        return None
    now, webhook = clock.now(), session.get_one(Webhook, delivery.webhook_id)
    delivery.attempt += 1
    delivery.tried_at = delivery.due_at = now
    if not webhook.is_on:
        delivery.state, delivery.done_at, delivery.error = PushState.SKIPPED, now, "switched off"
        return None
    delivery.state = PushState.SENDING
    body = json.dumps(_said(session, delivery), ensure_ascii=False).encode()
    at = str(int(now.timestamp()))
    headers = {
        "content-type": "application/json",
        "helpdesk-delivery": f"{webhook.id}-{delivery.id}",
        "helpdesk-event": delivery.kind,
        "helpdesk-timestamp": at,
        "helpdesk-signature": ",".join(f"v1={signature(secret, at, body)}" for secret in _secrets(session, webhook)),
    }
    return Ready(delivery.id, webhook.id, webhook.url, body, headers)


def signature(secret: bytes, at: str, body: bytes) -> str:
    """Return HMAC-SHA256 over "timestamp.body", in hexadecimal."""
    return hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()


def _secrets(session: Session, webhook: Webhook) -> list[bytes]:
    found = [secrets.reveal(session, webhook.secret_id)]
    if webhook.old_secret_id is not None and webhook.old_until is not None and webhook.old_until > clock.now():
        found.append(secrets.reveal(session, webhook.old_secret_id))
    return found


def _said(session: Session, delivery: WebhookDelivery) -> dict[str, Any]:  # JSON
    """Return what a delivery says: the event, the ticket as it is now, and its message."""
    event = session.get(Event, delivery.event_id) if delivery.event_id is not None else None
    ticket = session.get(Ticket, delivery.ticket_id) if delivery.ticket_id is not None else None
    message = session.get(Message, event.message_id) if event is not None and event.message_id is not None else None
    return {
        "delivery": f"{delivery.webhook_id}-{delivery.id}",
        "kind": delivery.kind,
        "at": iso(event.created_at if event else delivery.created_at),
        "position": event.position if event else None,
        "actor": {"kind": event.actor, "agent_id": event.agent_id} if event else None,
        "data": event.data if event else {},
        "ticket": _ticket(ticket) if ticket else None,
        "message": _message(message) if message else None,
    }


def _ticket(ticket: Ticket) -> dict[str, Any]:  # JSON
    return {
        "id": ticket.id,
        "number": ticket.number,
        "subject": ticket.subject,
        "status": ticket.category.value,
        "priority": ticket.priority.name.lower(),
        "customer_id": ticket.customer_id,
        "channel_id": ticket.channel_id,
        "team_id": ticket.team_id,
        "assignee_id": ticket.assignee_id,
        "created_at": iso(ticket.created_at),
        "updated_at": iso(ticket.updated_at),
        "url": f"{outside.public_url()}/?ticket={ticket.id}",
    }


def _message(message: Message) -> dict[str, Any]:  # JSON
    return {
        "id": message.id,
        "kind": message.kind.value,
        "author": message.author_kind.value,
        "author_agent_id": message.author_agent_id,
        "text": message.text,
        "created_at": iso(message.created_at),
    }


def _close(ready: Ready, status: int | None, error: str) -> bool:
    """Note how an attempt ended. A good answer ends it; anything else is tried again, under the same id, for a day."""
    now, is_good = clock.now(), status is not None and 200 <= status < 300
    with db.transaction() as session:
        delivery = session.get(WebhookDelivery, ready.delivery_id, with_for_update=True)
        if delivery is None or delivery.state is not PushState.SENDING:
            return False
        delivery.status, delivery.error = status, error[:200] or None
        if is_good:
            delivery.state, delivery.done_at = PushState.SENT, now
        elif delivery.attempt > len(PAUSES):
            delivery.state, delivery.done_at = PushState.FAILED, now
        else:
            delivery.state = PushState.QUEUED
            delivery.tried_at, delivery.due_at = now, now + PAUSES[delivery.attempt - 1]
        _judge(session, session.get_one(Webhook, ready.webhook_id, with_for_update=True), is_good=is_good)
    return is_good


def _judge(session: Session, webhook: Webhook, *, is_good: bool) -> None:
    """Switch off what did not take anything for three days, and tell the admins once."""
    now = clock.now()
    if is_good:
        webhook.failing_since = None
        return
    webhook.failing_since = webhook.failing_since or now
    if not webhook.is_on or webhook.failing_since > now - OFF_AFTER:
        return
    webhook.is_on, webhook.off_reason = False, "no_answer"
    admins = session.scalars(select(Agent.id).where(Agent.is_active, Agent.role == Role.ADMIN)).all()
    occasion = f"webhook:{webhook.id}:{int(webhook.failing_since.timestamp())}"
    notify(session, admins, kind="webhook.off", ticket=None, data={"webhook_id": webhook.id}, occasion=occasion)


def _take_back_left() -> None:
    """What a process had claimed when it died is sent again: receivers know a delivery by its id."""
    claimed = (TO_SEND, WebhookDelivery.state == PushState.SENDING)
    with db.reading() as session:
        found = select(WebhookDelivery.id, WebhookDelivery.attempt).where(*claimed)
        left = _left.among(session.execute(found).all())
    if not left:
        return
    with db.transaction() as session:
        again = update(WebhookDelivery).where(*claimed, WebhookDelivery.id.in_(left)).values(state=PushState.QUEUED)
        session.execute(again.execution_options(synchronize_session=False))
