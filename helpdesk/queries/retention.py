"""What a channel has that is older than its rule keeps it, and who asked to be deleted."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import String, cast, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from helpdesk import clock
from helpdesk.models import (
    Attachment,
    AttachmentState,
    Category,
    Channel,
    Customer,
    DeliveryState,
    Erasure,
    Inbound,
    InboundState,
    Message,
    Thread,
    Ticket,
    Visitor,
)
from helpdesk.queries.rows import Json, iso
from helpdesk.retention import Rule, rules

MOST_WISHES: Final = 100
ON_THEIR_WAY: Final = (DeliveryState.QUEUED, DeliveryState.SENDING)
Ids = Any  # a select of ids


def tickets_before(channel_id: int, before: datetime) -> Ids:
    """Return the closed tickets of a channel whose words are still there, but for those that go on in a living one."""
    on = aliased(Ticket)
    goes_on = select(on.id).where(on.id == Ticket.merged_into_id, on.category != Category.CLOSED)
    return select(Ticket.id).where(
        Ticket.channel_id == channel_id,
        Ticket.closed_at.is_not(None),
        Ticket.closed_at <= before,
        Ticket.emptied_at.is_(None),
        Ticket.category == Category.CLOSED,
        Ticket.trashed_at.is_(None),
        ~goes_on.exists(),
    )


def files_before(channel_id: int, before: datetime) -> Ids:
    """Return the files of messages of a channel, its agents' among them, but for those of replies yet to go out."""
    old = (
        select(Attachment.id)
        .join(Message, Message.id == Attachment.message_id)
        .where(
            Attachment.created_at <= before,
            Attachment.blob.is_not(None),
            Attachment.state == AttachmentState.STORED,
            or_(Message.delivery_state.is_(None), Message.delivery_state.not_in(ON_THEIR_WAY)),
        )
    )
    unknown = old.join(Thread, Thread.id == Message.thread_id).where(
        Attachment.channel_id.is_(None), Attachment.message_id.is_not(None), Thread.channel_id == channel_id
    )
    return union_all(old.where(Attachment.channel_id == channel_id), unknown)


def raws_before(channel_id: int, before: datetime) -> Ids:
    """Return what came in and became something; what nobody could read waits for a person."""
    return select(Inbound.id).where(
        Inbound.channel_id == channel_id,
        Inbound.received_at <= before,
        Inbound.state == InboundState.DONE,
        or_(Inbound.raw.is_not(None), Inbound.blob.is_not(None), Inbound.payload.is_not(None)),
    )


def visitors_before(channel_id: int, before: datetime) -> Ids:
    """Return the browsers that have not been seen since and never wrote."""
    wrote = select(Thread.id).where(
        Thread.channel_id == channel_id,
        or_(Thread.peer == cast(Visitor.identity_id, String), Thread.peer == cast(Visitor.earlier_identity_id, String)),
    )
    return select(Visitor.id).where(Visitor.channel_id == channel_id, Visitor.last_seen_at <= before, ~wrote.exists())


OLDER: Final[Mapping[str, Callable[[int, datetime], Ids]]] = {
    "tickets": tickets_before,
    "files": files_before,
    "raws": raws_before,
    "visitors": visitors_before,
}


def counts(session: Session, channel_id: int, rule: Rule) -> Json:
    """Return how much of a channel goes by a rule, as of now."""
    now = clock.now()
    return {
        name: 0
        if days is None
        else session.scalar(
            select(func.count()).select_from(OLDER[name](channel_id, now - timedelta(days=days)).subquery())
        )
        for name, days in rule.days.items()
    }


def retention(session: Session) -> Json:
    """Return the rule of every channel, what is still to go by it, and the newest wishes to be deleted."""
    kept = rules(session)
    channels = session.execute(select(Channel.id, Channel.name, Channel.kind).order_by(Channel.name, Channel.id)).all()
    return {
        "channels": [
            {
                "id": id,
                "name": name,
                "kind": kind.value,
                "rule": rule_view(kept.get(id, Rule())),
                "left": counts(session, id, kept.get(id, Rule())),
            }
            for id, name, kind in channels
        ],
        "wishes": _wishes(session),
    }


def rule_view(rule: Rule) -> Json:
    """Return a rule as it is shown."""
    return rule.as_json()


def _wishes(session: Session) -> list[Json]:
    wanted = (
        select(Erasure, Customer.name, Channel.name)
        .join(Customer, Customer.id == Erasure.customer_id)
        .join(Channel, Channel.id == Erasure.channel_id)
        .order_by(Erasure.id.desc())
        .limit(MOST_WISHES)
    )
    return [
        {
            "id": wish.id,
            "customer_id": wish.customer_id,
            "customer": customer,
            "channel": channel,
            "requested_at": iso(wish.requested_at),
            "due_at": iso(wish.due_at),
            "done_at": iso(wish.done_at),
            "cancelled_at": iso(wish.cancelled_at),
        }
        for wish, customer, channel in session.execute(wanted)
    ]
