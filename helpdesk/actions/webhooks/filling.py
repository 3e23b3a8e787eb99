"""What happened, put down for the webhooks that want to hear of it: in order, each once. For the clock."""

from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, queue
from helpdesk.crash import crash_point
from helpdesk.models import Event, Webhook, WebhookDelivery
from helpdesk.models.webhooks import TO_SEND
from helpdesk.outbox import last_position

SENDING: Final = "helpdesk.actions.webhooks.sending.send"
BATCH: Final = 200
WORTH_KEEPING: Final = 200
KEPT_FOR: Final = timedelta(days=14)


def fill() -> int:
    """Put down what is new, and wake a worker where something is due; return how many deliveries were added."""
    with db.reading() as session:
        newest = last_position(session)
        behind = session.scalars(select(Webhook.id).where(Webhook.is_on, Webhook.reached < newest)).all()
    added = sum(db.retrying(partial(_fill_one, webhook_id=webhook_id, newest=newest)) for webhook_id in behind)
    with db.reading() as session:
        due = select(WebhookDelivery.id).where(TO_SEND, WebhookDelivery.due_at <= clock.now()).limit(1)
        is_due = session.scalar(due) is not None
    if is_due:
        queue.wake(SENDING)
    return added


def forget_old() -> None:
    """Delete what was sent, or given up, more than fourteen days ago."""
    with db.transaction() as session:
        old = select(WebhookDelivery.id).where(WebhookDelivery.created_at < clock.now() - KEPT_FOR).limit(1000)
        session.execute(delete(WebhookDelivery).where(WebhookDelivery.id.in_(session.scalars(old).all())))


def _fill_one(session: Session, *, webhook_id: int, newest: int) -> int:
    webhook = session.get(Webhook, webhook_id, with_for_update=True, populate_existing=True)
    if webhook is None or not webhook.is_on or webhook.reached >= newest:
        return 0
    wanted = select(Event).where(
        Event.position > webhook.reached, Event.position <= newest, Event.kind.in_(webhook.kinds)
    )
    events = session.scalars(wanted.order_by(Event.position).limit(BATCH)).all()
    if not events and newest - webhook.reached < WORTH_KEEPING:
        return 0
    now = clock.now()
    for event in events:
        told = {"event_id": event.id, "kind": event.kind, "ticket_id": event.ticket_id}
        session.add(WebhookDelivery(webhook_id=webhook.id, due_at=now, created_at=now, **told))
    webhook.reached = newest if len(events) < BATCH else events[-1].position or newest
    session.flush()
    crash_point("webhooks.before_commit")
    return len(events)
