"""What a ticket's row says in sum, as plain values that can be kept, put back or counted anew."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any, Final

from sqlalchemy import Enum, Table, func, select
from sqlalchemy.orm import Session

from helpdesk import markup
from helpdesk.actions.mail_rows import shown_words
from helpdesk.models import Base, DeliveryState, Mail, Message, MessageKind, Ticket, WroteLast
from helpdesk.models.base import UtcDateTime

# What a merge changes on a row. The rest of a ticket goes on changing while it is merged, and stays.
_STANDS: Final = ("status_id", "category", "waiting_since", "resolved_at", "closed_at", "message_count")
_LAST: Final = ("last_message_id", "last_message_at", "last_message_from")
_SHOWN: Final = (*_LAST, "preview")
_COUNTS: Final = (
    Message.kind != MessageKind.NOTE,
    Message.release_at.is_(None),
    Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN),
)


def columns(ticket: Ticket) -> dict[str, Any]:  # JSON
    """Return what a merge may change of a ticket; its preview holds words of people and is read anew."""
    return {name: _plain(getattr(ticket, name)) for name in (*_STANDS, *_LAST)}


def put_back(session: Session, ticket: Ticket, kept: Mapping[str, Any]) -> None:
    """Give a ticket kept values again."""
    shown_id = ticket.last_message_id
    for name, value in values(Ticket, kept).items():
        setattr(ticket, name, value)
    if ticket.last_message_id != shown_id:
        ticket.preview = _preview(session, ticket.last_message_id) or ticket.preview


def add(ticket: Ticket, other: Ticket) -> None:
    """Add what another ticket's row says to this one's; the newer message is shown."""
    ticket.message_count += other.message_count
    if (other.last_message_id or 0) > (ticket.last_message_id or 0):
        for name in _SHOWN:
            setattr(ticket, name, getattr(other, name))


def counted(session: Session, ticket: Ticket) -> int:
    """Return how many messages a ticket has, without notes and what can still be taken back."""
    session.flush()
    return session.scalar(select(func.count()).where(Message.ticket_id == ticket.id, *_COUNTS)) or 0


def count(session: Session, ticket: Ticket) -> None:
    """Count the messages of a ticket anew and show the newest."""
    ticket.message_count = counted(session, ticket)
    newest = session.scalar(
        select(Message).where(Message.ticket_id == ticket.id, *_COUNTS).order_by(Message.id.desc()).limit(1)
    )
    if newest is None or newest.id == ticket.last_message_id:
        return
    ticket.last_message_id, ticket.last_message_at = newest.id, newest.created_at
    ticket.last_message_from = WroteLast.CUSTOMER if newest.kind is MessageKind.IN else WroteLast.AGENT
    ticket.preview = _preview(session, newest.id) or ticket.preview


def wait_anew(session: Session, ticket: Ticket) -> None:
    """Have a customer who waits wait since their own oldest message without an answer."""
    if ticket.waiting_since is None:
        return
    asked = select(func.min(Message.created_at)).where(
        Message.ticket_id == ticket.id, Message.kind == MessageKind.IN, Message.is_auto.is_(False)
    )
    if ticket.answered_at is not None:
        asked = asked.where(Message.created_at > ticket.answered_at)
    ticket.waiting_since = session.scalar(asked)


def plain(row: Base, *, leave_out: Collection[str] = ()) -> dict[str, Any]:  # JSON
    """Return the columns of a row as plain values."""
    names = [column.key for column in row.__table__.columns]
    return {name: _plain(getattr(row, name)) for name in names if name not in leave_out}


def values(kind: type[Base], kept: Mapping[str, Any]) -> dict[str, Any]:  # columns
    """Return plain values as the columns of a table take them."""
    table: Table = kind.__table__  # type: ignore[assignment]  # which its own type does not say
    return {name: _typed(table, name, value) for name, value in kept.items()}


def _preview(session: Session, message_id: int | None) -> str:
    message = session.get(Message, message_id or 0)
    if message is None:
        return ""
    mail = session.get(Mail, message.id)
    return markup.preview(shown_words(message.text, mail.folds if mail is not None else ()))


def _plain(value: Any) -> Any:  # a column's value to JSON
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.value if isinstance(value, StrEnum | IntEnum) else value


def _typed(table: Table, name: str, value: Any) -> Any:  # JSON to a column's value
    kind = table.c[name].type
    if value is None or not isinstance(value, str):
        return value
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return kind.enum_class(value) if isinstance(kind, Enum) and kind.enum_class is not None else value
