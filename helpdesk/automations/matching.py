"""Which events set rules off, and whether what a rule asks for holds for a ticket."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from helpdesk import hours
from helpdesk.automations.shapes import Conditions
from helpdesk.models import (
    AuthorKind,
    Calendar,
    CustomerTag,
    DeliveryState,
    Event,
    Message,
    MessageKind,
    Ticket,
)
from helpdesk.permissions import RULES, SYSTEM
from helpdesk.queries.filters import matches, of_segments

# What an event sets off; messages are looked at more closely.
SETS_OFF: Final[dict[str, str]] = {
    "ticket.created": "ticket.created",
    "message.received": "customer.wrote",
    "message.queued": "agent.answered",
    "message.released": "agent.answered",
    "ticket.status_changed": "status.changed",
    "ticket.reopened": "status.changed",
    "ticket.priority_changed": "priority.changed",
    "ticket.type_changed": "type.changed",
    "ticket.assigned": "assignee.changed",
    "ticket.unassigned": "assignee.changed",
    "ticket.team_changed": "team.changed",
    "ticket.transferred": "team.changed",
    "ticket.tags_changed": "tags.changed",
    "sla.warned": "sla.warned",
    "sla.breached": "sla.breached",
    "ticket.rated": "ticket.rated",
}


def kinds_of(trigger: str) -> list[str]:
    """Return the kinds of event that may set a trigger off."""
    return [kind for kind, on in SETS_OFF.items() if on == trigger]


def occasion_of(session: Session, event: Event) -> tuple[str, str] | None:
    """Return what an event sets off and the name of this occasion; None when nothing.

    An answer that can still be taken back is none yet; its release is the occasion then, under the same name.
    """
    trigger = SETS_OFF.get(event.kind)
    if trigger is None or event.ticket_id is None:
        return None
    if trigger not in ("customer.wrote", "agent.answered"):
        return trigger, f"event:{event.id}"
    message = session.get(Message, event.message_id) if event.message_id is not None else None
    if message is None or message.is_auto:
        return None
    if trigger == "agent.answered" and not _has_gone(message):
        return None
    return trigger, f"message:{message.id}"


def holds(session: Session, conditions: Conditions, ticket_id: int, *, at: datetime, score: int | None = None) -> bool:
    """Say whether everything a rule asks for holds for a ticket now; hours are those of `at`."""
    if conditions.max_score is not None and (score is None or score > conditions.max_score):
        return False
    if not in_hours(session, conditions, at):
        return False
    wanted = select(Ticket.id).where(Ticket.id == ticket_id, asked(session, conditions))
    return session.scalar(wanted) is not None


def asked(session: Session, conditions: Conditions) -> ColumnElement[bool]:
    """Return what a rule asks for as a condition on Ticket; spam and merged tickets are no rule's business."""
    parts = [matches(session, conditions.filter, RULES), Ticket.spam_at.is_(None), Ticket.merged_into_id.is_(None)]
    if conditions.customer_tag_ids:
        tagged = select(CustomerTag.customer_id).where(CustomerTag.tag_id.in_(conditions.customer_tag_ids))
        parts.append(Ticket.customer_id.in_(tagged))
    if conditions.segment_id is not None:
        parts.append(of_segments(session, [conditions.segment_id], SYSTEM))
    return and_(*parts)


def in_hours(session: Session, conditions: Conditions, at: datetime) -> bool:
    """Say whether the calendar a rule asks for is as it wants it at a moment."""
    if conditions.hours is None:
        return True
    calendar = session.get(Calendar, conditions.hours.calendar_id)
    return calendar is not None and hours.is_open(calendar, at) is conditions.hours.is_open


def _has_gone(message: Message) -> bool:
    is_answer = message.kind is MessageKind.OUT and message.author_kind is AuthorKind.AGENT
    return is_answer and message.release_at is None and message.delivery_state is not DeliveryState.WITHDRAWN
