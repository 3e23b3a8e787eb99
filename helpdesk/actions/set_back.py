"""What waits by a clock that was set back meanwhile: nobody has noted anything in the future, so it has waited long enough."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, TextClause, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import clock, db, leases
from helpdesk.models import (
    Assignment,
    Automation,
    FollowUp,
    Message,
    Notification,
    Presence,
    Push,
    SystemMail,
    TelegramFile,
    WebhookDelivery,
)
from helpdesk.models.assignments import OFFERED
from helpdesk.models.automation import IN_USE
from helpdesk.models.deliveries import UNDELIVERED
from helpdesk.models.notifications import TO_MAIL, TO_PUSH
from helpdesk.models.webhooks import TO_SEND

# Two machines' clocks may differ by as much; what lies further ahead was written before the clock was set back.
SKEW: Final = timedelta(seconds=leases.SKEW_S)

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


@dataclass(frozen=True, slots=True)
class Wait:
    """Rows of one table that wait until the first of these moments, which was reckoned when `noted` says."""

    moments: tuple[Moment, ...]
    noted: ColumnElement[Any]  # a moment, of a column or of a query
    among: tuple[TextClause | ColumnElement[bool], ...] = ()


def _since(moment: Moment, *among: TextClause) -> Wait:
    return Wait((moment,), moment.expression, among)


_answered_at = select(Message.created_at).where(Message.id == FollowUp.message_id).scalar_subquery()

WAITS: Final = (
    Wait((Push.due_at, Push.tried_at), func.coalesce(Push.tried_at, Push.created_at), (TO_PUSH,)),
    Wait(
        (WebhookDelivery.due_at, WebhookDelivery.tried_at),
        func.coalesce(WebhookDelivery.tried_at, WebhookDelivery.created_at),
        (TO_SEND,),
    ),
    Wait((SystemMail.next_attempt_at, SystemMail.tried_at), SystemMail.tried_at.expression, (UNDELIVERED,)),
    Wait((TelegramFile.next_attempt_at, TelegramFile.tried_at), TelegramFile.tried_at.expression),
    Wait((Notification.mail_due_at,), Notification.created_at.expression, (TO_MAIL,)),
    Wait((FollowUp.due_at,), _answered_at),
    Wait((Assignment.offer_expires_at,), Assignment.assigned_at.expression, (OFFERED,)),
    _since(Automation.enabled_at, IN_USE),
    _since(Presence.last_seen_at),
    _since(Presence.active_at),
    _since(Presence.changed_at),
)


def catch_up() -> int:
    """Have what waits since a moment that is still to come wait no longer; return how many rows that were."""
    now = clock.now()
    with db.reading() as session:
        behind = [wait for wait in WAITS if session.scalar(select(1).where(*_is_behind(wait, now)).limit(1))]
    if not behind:
        return 0
    with db.transaction() as session:
        return sum(_end(session, wait, now) for wait in behind)


def _is_behind(wait: Wait, now: datetime) -> tuple[TextClause | ColumnElement[bool], ...]:
    return (*wait.among, wait.noted > now + SKEW, wait.moments[0] > now)


def _end(session: Session, wait: Wait, now: datetime) -> int:
    table = wait.moments[0].class_
    return db.changed(session, update(table).where(*_is_behind(wait, now)).values(dict.fromkeys(wait.moments, now)))
