"""List rows of tickets, the same for every agent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from helpdesk.models import Customer, LinkKind, ReadMark, Tag, Ticket, TicketLink, TicketTag
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.among import one_of_given

MAX_ROWS = 100
TAG_END: Final = "\x1f"  # no tag has a control character

Json = dict[str, Any]  # plain JSON, shapes in docs/api


# Not the whole ticket as an object: consoles read hundreds of rows a second.
_COLUMNS = (
    Ticket.id,
    Ticket.number,
    Ticket.version,
    Ticket.subject,
    Ticket.preview,
    Ticket.customer_id,
    Ticket.channel_id,
    Ticket.language,
    Ticket.type_id,
    Ticket.priority,
    Ticket.status_id,
    Ticket.category,
    Ticket.team_id,
    Ticket.assignee_id,
    Ticket.created_at,
    Ticket.updated_at,
    Ticket.last_message_at,
    Ticket.last_message_id,
    Ticket.last_message_from,
    Ticket.waiting_since,
    Ticket.next_due_at,
    Ticket.message_count,
    Ticket.waiting_reason,
    Ticket.offer_until,
    Ticket.snoozed_until,
    Ticket.merged_into_id,
    Ticket.spam_at,
    Ticket.trashed_at,
    Ticket.trash,
    Ticket.fields,
)

# Built once, and one errand for all: the live feed asks many times a second, and a statement costs as much as its rows.
_TAGS = (
    select(func.aggregate_strings(Tag.name, TAG_END))
    .join(TicketTag, TicketTag.tag_id == Tag.id)
    .where(TicketTag.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
)
_FOLLOWS = (
    select(func.max(TicketLink.other_id))
    .where(TicketLink.ticket_id == Ticket.id, TicketLink.kind == LinkKind.FOLLOWS)
    .correlate(Ticket)
    .scalar_subquery()
)
_TICKETS = (
    select(
        *_COLUMNS,
        Customer.name.label("customer_name"),
        Channel.kind.label("channel_kind"),
        _TAGS.label("tags"),
        _FOLLOWS.label("follows_id"),
    )
    .join(Customer, Customer.id == Ticket.customer_id)
    .join(Channel, Channel.id == Ticket.channel_id)
    .where(one_of_given(Ticket.id))
)


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A row with what decides who may see it."""

    row: Json
    team_id: int | None
    assignee_id: int | None


def rows(session: Session, actor: Actor, ids: Sequence[int]) -> list[Json]:
    """Return the rows of the tickets among `ids` (at most 100) that the actor may see, in the order of `ids`."""
    asked = list(ids[:MAX_ROWS])
    if not asked:
        return []
    found = {row.id: _row(row, read_id=row.read_id or 0) for row in session.execute(_shown_to(actor), {"ids": asked})}
    return [found[id] for id in asked if id in found]


def live_rows(session: Session, ids: Collection[int]) -> dict[int, LiveRow]:
    """Return rows by ticket id for the live feed, which asks for permission socket by socket."""
    found = session.execute(_TICKETS, {"ids": list(ids)})
    return {row.id: LiveRow(_row(row), row.team_id, row.assignee_id) for row in found}


def iso(at: datetime | None) -> str | None:
    """Return a time as the API writes it: ISO 8601, UTC, milliseconds."""
    if at is None:
        return None
    if at.tzinfo is not UTC:  # as somebody has just told it, in their own zone
        at = at.astimezone(UTC)
    return at.isoformat(timespec="milliseconds")[:23] + "Z"


@lru_cache(maxsize=300)  # 26 KB each
def _shown_to(actor: Actor) -> Select[Any]:
    """Return the statement for the rows an actor may see, with how far they have read: `read_id`."""
    read_id = (
        select(ReadMark.message_id)
        .where(ReadMark.agent_id == actor.agent_id, ReadMark.ticket_id == Ticket.id)
        .correlate(Ticket)
        .scalar_subquery()
    )
    return _TICKETS.add_columns(read_id.label("read_id")).where(visible_to(actor))


def _row(ticket: Any, **more: int) -> Json:  # a row of _TICKETS
    return {
        "id": ticket.id,
        "number": ticket.number,
        "version": ticket.version,
        "subject": ticket.subject,
        "preview": ticket.preview,
        "customer": {"id": ticket.customer_id, "name": ticket.customer_name},
        "channel": {"id": ticket.channel_id, "kind": ticket.channel_kind.value},
        "language": ticket.language,
        "type_id": ticket.type_id,
        "priority": ticket.priority.word,
        "status_id": ticket.status_id,
        "category": ticket.category.value,
        "team_id": ticket.team_id,
        "assignee_id": ticket.assignee_id,
        "created_at": iso(ticket.created_at),
        "updated_at": iso(ticket.updated_at),
        "last_message_at": iso(ticket.last_message_at),
        "last_message_id": ticket.last_message_id,
        "last_message_from": ticket.last_message_from.value if ticket.last_message_from else None,
        "waiting_since": iso(ticket.waiting_since),
        "next_due_at": iso(ticket.next_due_at),
        "message_count": ticket.message_count,
        "tags": sorted(ticket.tags.split(TAG_END)) if ticket.tags else [],
        "waiting_reason": ticket.waiting_reason if ticket.assignee_id is None else None,
        "follows_id": ticket.follows_id,
        "offer_until": iso(ticket.offer_until),
        "snoozed_until": iso(ticket.snoozed_until),
        "merged_into_id": ticket.merged_into_id,
        "is_spam": ticket.spam_at is not None and ticket.trash is None,
        "is_trashed": ticket.trashed_at is not None,
        "is_emptied": bool(ticket.trash and ticket.trash.get("emptied")),
        "fields": ticket.fields or {},
        **more,
    }
