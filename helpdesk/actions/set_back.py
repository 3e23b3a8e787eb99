"""What waits by a clock that was set back meanwhile: nobody has noted anything in the future, so it has waited long enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, TextClause, bindparam, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import clock, db, leases
from helpdesk.actions import set_back_tickets
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
from helpdesk.models.base import UtcDateTime
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
    """Have what waits since a moment that is still to come wait no longer; return how many rows that were, tickets aside."""
    now = clock.now()
    moments = {"now": now, "ahead": now + SKEW}
    with db.reading() as session:
        *are_behind, is_written, is_asleep = session.execute(_ANYTHING, moments).one()
    ended = 0
    if any(are_behind):
        with db.transaction() as session:
            behind = [wait for wait, is_behind in zip(WAITS, are_behind, strict=True) if is_behind]
            ended = sum(_end(session, wait, moments) for wait in behind)
    if is_written or is_asleep:
        set_back_tickets.bring_back(moments["ahead"])
    return ended


def _is_behind(wait: Wait) -> tuple[TextClause | ColumnElement[bool], ...]:
    return (*wait.among, wait.noted > set_back_tickets.AHEAD, wait.moments[0] > _NOW)


def _end(session: Session, wait: Wait, moments: Mapping[str, datetime]) -> int:
    changed = update(wait.moments[0].class_).where(*_is_behind(wait)).values(dict.fromkeys(wait.moments, _NOW))
    return session.connection().execute(changed, moments).rowcount


# One statement, built once: asked for ever, and hardly ever is there anything.
_NOW: Final[BindParameter[datetime]] = bindparam("now", type_=UtcDateTime())
_ANYTHING: Final = select(
    *(exists(select(1).select_from(wait.moments[0].class_).where(*_is_behind(wait))) for wait in WAITS),
    *set_back_tickets.ARE_AHEAD,
)
