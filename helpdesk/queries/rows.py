"""List rows of tickets, the same for every agent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk.models import Customer, LinkKind, ReadMark, Tag, Ticket, TicketLink, TicketTag
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor, visible_to

MAX_ROWS = 100

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

# Built once: the live feed asks many times a second, and building a statement costs as much as running it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_TICKETS = (
    select(*_COLUMNS, Customer.name.label("customer_name"), Channel.kind.label("channel_kind"))
    .join(Customer, Customer.id == Ticket.customer_id)
    .join(Channel, Channel.id == Ticket.channel_id)
    .where(Ticket.id.in_(_IDS))
)
_TAGS = (
    select(TicketTag.ticket_id, Tag.name)
    .join(Tag, Tag.id == TicketTag.tag_id)
    .where(TicketTag.ticket_id.in_(_IDS))
    .order_by(Tag.name)
)
_FOLLOWS = select(TicketLink.ticket_id, TicketLink.other_id).where(
    TicketLink.ticket_id.in_(_IDS), TicketLink.kind == LinkKind.FOLLOWS
)


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A row with what decides who may see it."""

    row: Json
    team_id: int | None
    assignee_id: int | None


def rows(session: Session, actor: Actor, ids: Sequence[int]) -> list[Json]:
    """Return the rows of the tickets among `ids` (at most 100) that the actor may see, in the order of `ids`."""
    found = _by_id(session, ids[:MAX_ROWS], visible_to(actor))
    marks = _read_marks(session, actor, list(found))
    return [found[id].row | {"read_id": marks.get(id, 0)} for id in ids[:MAX_ROWS] if id in found]


def live_rows(session: Session, ids: Collection[int]) -> dict[int, LiveRow]:
    """Return rows by ticket id for the live feed, which asks for permission socket by socket."""
    return _by_id(session, ids)


def iso(at: datetime | None) -> str | None:
    """Return a time as the API writes it: ISO 8601, UTC, milliseconds."""
    if at is None:
        return None
    if at.tzinfo is not UTC:  # as somebody has just told it, in their own zone
        at = at.astimezone(UTC)
    return at.isoformat(timespec="milliseconds")[:23] + "Z"


def _by_id(session: Session, ids: Collection[int], *conditions: Any) -> dict[int, LiveRow]:  # SQL conditions
    found = session.execute(_TICKETS.where(*conditions), {"ids": list(ids)}).all()
    tags = _tags(session, ids)
    follows = _follows(session, ids)
    return {row.id: _live_row(row, tags.get(row.id, []), follows.get(row.id)) for row in found}


def _live_row(ticket: Any, tags: list[str], follows_id: int | None) -> LiveRow:  # a row of _TICKETS
    row = {
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
        "tags": tags,
        "waiting_reason": ticket.waiting_reason if ticket.assignee_id is None else None,
        "follows_id": follows_id,
        "offer_until": iso(ticket.offer_until),
        "snoozed_until": iso(ticket.snoozed_until),
        "merged_into_id": ticket.merged_into_id,
        "is_spam": ticket.spam_at is not None and ticket.trash is None,
        "is_trashed": ticket.trashed_at is not None,
        "fields": ticket.fields or {},
    }
    return LiveRow(row, ticket.team_id, ticket.assignee_id)


def _tags(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = {}
    for ticket_id, name in session.execute(_TAGS, {"ids": list(ids)}):
        tags.setdefault(ticket_id, []).append(name)
    return tags


def _follows(session: Session, ids: Collection[int]) -> dict[int, int]:
    return dict(session.execute(_FOLLOWS, {"ids": list(ids)}).all())


def _read_marks(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, int]:
    found = session.execute(
        select(ReadMark.ticket_id, ReadMark.message_id).where(
            ReadMark.agent_id == actor.agent_id, ReadMark.ticket_id.in_(ids)
        )
    )
    return dict(found.all())
