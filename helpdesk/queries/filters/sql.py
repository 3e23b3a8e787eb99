"""A filter as a condition on Ticket. Who may see a ticket is not asked here: add `visible_to`."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import clock
from helpdesk.models import (
    Answer,
    Approval,
    Attachment,
    Channel,
    Customer,
    CustomerTag,
    Follower,
    Mention,
    Message,
    Priority,
    Promise,
    PromiseKind,
    Rating,
    ReadMark,
    SlaClock,
    Ticket,
    TicketSkill,
    TicketTag,
    WroteLast,
)
from helpdesk.permissions import Actor
from helpdesk.queries.filters.custom import custom
from helpdesk.queries.filters.shape import ME, Condition, Filter, Kind, Match, Op, Value, kind_of
from helpdesk.queries.filters.words import worded
from helpdesk.queries.segments import members_of

Part = ColumnElement[bool]


def matches(session: Session, wanted: Filter, actor: Actor) -> Part:
    """Return the condition that holds for the tickets a filter means when `actor` asks; segments are as they are now."""
    parts = [meaning_of(session, condition, actor) for condition in wanted.conditions]
    parts += [matches(session, group, actor) for group in wanted.groups]
    if not parts:
        return true()
    return and_(*parts) if wanted.match is Match.ALL else or_(*parts)


def mentioned_ids(actor: Actor) -> Select[int]:
    """Return the ids of the tickets whose notes name the actor."""
    return (
        select(Message.ticket_id)
        .join(Mention, Mention.message_id == Message.id)
        .where(Mention.agent_id == actor.agent_id)
    )


def followed_ids(actor: Actor) -> Select[int]:
    """Return the ids of the tickets the actor follows."""
    return select(Follower.ticket_id).where(Follower.agent_id == actor.agent_id)


def of_segments(session: Session, segment_ids: Collection[int], actor: Actor) -> Part:
    """Return the condition on Ticket that its customer belongs to one of these segments now."""
    return or_(false(), *(Ticket.customer_id.in_(found) for found in members_of(session, segment_ids, actor=actor)))


def meaning_of(session: Session, condition: Condition, actor: Actor) -> Part:
    """Return what one condition of a filter says of a ticket."""
    kind = kind_of(condition.field)
    if kind is Kind.CUSTOM:
        return custom(condition)
    if kind is Kind.TEXT:
        return worded(condition)
    if condition.field == "segment":
        found = of_segments(session, [int(str(id)) for id in condition.values], actor)
        return found if condition.op is Op.IN else ~found
    if kind is Kind.FLAG:
        holds = _FLAGS[condition.field](actor)
        return holds if condition.values[0] else ~holds
    if kind is Kind.MOMENT:
        return _moment(_MOMENTS[condition.field], condition)
    found = _one_of(condition.field, condition.values, actor)
    return found if condition.op is Op.IN else ~found


def _one_of(field: str, values: tuple[Value, ...], actor: Actor) -> Part:
    given: list[Any] = [value for value in values if value not in (None, ME)]
    if ME in values:
        given += [actor.agent_id] if field == "assignee" else sorted(actor.team_ids)
    if field == "priority":
        given = [Priority[str(value).upper()] for value in given]
    parts = [_MANY[field](given) if field in _MANY else _plain(_COLUMNS[field], given)] if given else []
    if None in values:
        parts.append(~_MANY[field](None) if field in _MANY else _COLUMNS[field].is_(None))
    return or_(false(), *parts)


def _plain(column: InstrumentedAttribute[Any], given: list[Any]) -> Part:
    # Asked of an empty column "in" is unknown, and so would be its opposite: nobody's tickets are not anna's.
    return and_(column.is_not(None), column.in_(given))


def _moment(column: InstrumentedAttribute[datetime | None], condition: Condition) -> Part:
    (value,) = condition.values
    if condition.op is Op.IS_SET:
        return column.is_not(None) if value else column.is_(None)
    if isinstance(value, datetime):
        return column < value if condition.op is Op.BEFORE else column >= value
    now, span = clock.now(), timedelta(minutes=int(str(value)))
    if column is Ticket.next_due_at:
        return column <= now + span if condition.op is Op.WITHIN else column < now - span
    return column >= now - span if condition.op is Op.WITHIN else column < now - span


def _tagged(ids: list[Any] | None) -> Part:
    wanted = select(TicketTag.ticket_id)
    return Ticket.id.in_(wanted if ids is None else wanted.where(TicketTag.tag_id.in_(ids)))


def _skilled(ids: list[Any] | None) -> Part:
    wanted = select(TicketSkill.ticket_id)
    return Ticket.id.in_(wanted if ids is None else wanted.where(TicketSkill.skill_id.in_(ids)))


def _of_organisation(ids: list[Any] | None) -> Part:
    some = Customer.organisation_id.is_not(None) if ids is None else Customer.organisation_id.in_(ids)
    return Ticket.customer_id.in_(select(Customer.id).where(some))


def _of_tagged(ids: list[Any] | None) -> Part:
    wanted = select(CustomerTag.customer_id)
    return Ticket.customer_id.in_(wanted if ids is None else wanted.where(CustomerTag.tag_id.in_(ids)))


def _of_language(languages: list[Any] | None) -> Part:
    return Ticket.customer_id.in_(select(Customer.id).where(Customer.language.in_(languages or [])))


def _rated(scores: list[Any] | None) -> Part:
    wanted = select(Rating.ticket_id).where(Rating.score.is_not(None))
    return Ticket.id.in_(wanted if scores is None else wanted.where(Rating.score.in_(scores)))


def _by_channel_kind(kinds: list[Any] | None) -> Part:
    return Ticket.channel_id.in_(select(Channel.id).where(Channel.kind.in_(kinds or [])))


def _unread(actor: Actor) -> Part:
    read = (
        select(ReadMark.message_id)
        .where(ReadMark.agent_id == actor.agent_id, ReadMark.ticket_id == Ticket.id)
        .scalar_subquery()
    )
    is_new = and_(
        func.coalesce(Ticket.last_message_from, "") == WroteLast.CUSTOMER.value,
        func.coalesce(Ticket.last_message_id, 0) > func.coalesce(read, 0),
    )
    # Asked once, not of each ticket.
    kept = select(ReadMark.ticket_id).where(ReadMark.agent_id == actor.agent_id, ReadMark.message_id < 0)
    return or_(is_new, Ticket.id.in_(kept))


def _has_file(_actor: Actor) -> Part:
    files = select(Attachment.id).join(Message, Message.id == Attachment.message_id)
    return files.where(Message.ticket_id == Ticket.id).exists()


def _promised(_actor: Actor) -> Part:
    still = select(Promise.ticket_id).where(Promise.kind == PromiseKind.PROMISE, Promise.done_at.is_(None))
    return Ticket.id.in_(still)


_COLUMNS: Final[dict[str, InstrumentedAttribute[Any]]] = {
    "status": Ticket.status_id,
    "category": Ticket.category,
    "priority": Ticket.priority,
    "type": Ticket.type_id,
    "team": Ticket.team_id,
    "assignee": Ticket.assignee_id,
    "channel": Ticket.channel_id,
    "language": Ticket.language,
    "customer": Ticket.customer_id,
}
_MANY: Final[dict[str, Callable[[list[Any] | None], Part]]] = {
    "tag": _tagged,
    "skill": _skilled,
    "organisation": _of_organisation,
    "channel_kind": _by_channel_kind,
    "customer_tag": _of_tagged,
    "customer_language": _of_language,
    "rating": _rated,
}
_MOMENTS: Final[dict[str, InstrumentedAttribute[Any]]] = {
    "created": Ticket.created_at,
    "updated": Ticket.updated_at,
    "last_message": Ticket.last_message_at,
    "waiting_since": Ticket.waiting_since,
    "due": Ticket.next_due_at,
    "resolved": Ticket.resolved_at,
    "closed": Ticket.closed_at,
}
_FLAGS: Final[dict[str, Callable[[Actor], Part]]] = {
    "unread": _unread,
    "mentioned": lambda actor: Ticket.id.in_(mentioned_ids(actor)),
    "followed": lambda actor: Ticket.id.in_(followed_ids(actor)),
    "snoozed": lambda _actor: Ticket.snoozed_until.is_not(None),
    "spam": lambda _actor: and_(Ticket.spam_at.is_not(None), Ticket.trash.is_(None)),
    "has_file": _has_file,
    "breached": lambda _actor: Ticket.id.in_(select(SlaClock.ticket_id).where(SlaClock.breached_at.is_not(None))),
    "promised": _promised,
    "awaits_approval": lambda _actor: Ticket.id.in_(select(Approval.ticket_id).where(Approval.answer == Answer.OPEN)),
    "blocked": lambda _actor: Ticket.customer_id.in_(select(Customer.id).where(Customer.blocked_at.is_not(None))),
}
