"""What happened to that mail: every mail that came or went, by address, subject or Message-ID."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, cast, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import (
    DeliveryAttempt,
    Inbound,
    InboundState,
    Mail,
    Message,
    MessageKind,
    Role,
    Ticket,
)
from helpdesk.permissions import Actor, require_role, works_with

MAX_ENTRIES: Final = 100
MAX_QUERY_CHARS: Final = 200
DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Try:
    """One try to send a mail, and the next hop's own words."""

    at: datetime
    attempt: int
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One mail. state: what became of it: "message", "duplicate", "loop", "pending", "quarantined" ... on the way in,
    the delivery state on the way out."""

    at: datetime
    direction: str
    state: str
    address: str
    subject: str
    mail_id: str
    folder: str = ""
    error: str = ""
    inbound_id: int | None = None
    message_id: int | None = None
    ticket_id: int | None = None
    ticket_number: int | None = None
    tries: Sequence[Try] = ()


def mail_log(session: Session, actor: Actor, asked: str, *, limit: int = 50, days: int = DAYS) -> list[LogEntry]:
    """Return mails whose address, subject or Message-ID contains the words asked for, the newest first.

    Supervisors see what is on tickets they may see; what is on no ticket only admins. days: how far it looks back.
    """
    require_role(actor, Role.SUPERVISOR, Role.ADMIN)
    asked = asked.strip()[:MAX_QUERY_CHARS]
    if not asked:
        return []
    limit, since = min(limit, MAX_ENTRIES), clock.now() - timedelta(days=days)
    found = _messages(session, actor, asked, since=since, limit=limit)
    if actor.sees_everything:
        known = {entry.message_id for entry in found}
        stray = _stray(session, asked, since=since, limit=limit)
        found += [entry for entry in stray if entry.message_id not in known or entry.state == "duplicate"]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:limit]


def _messages(session: Session, actor: Actor, asked: str, *, since: datetime, limit: int) -> list[LogEntry]:
    """Return mails that are messages on tickets, those that came and those that went."""
    rows = session.execute(
        select(Mail, Message, Ticket.id, Ticket.number, Inbound)
        .join(Message, Message.id == Mail.message_id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .outerjoin(Inbound, Inbound.id == Mail.inbound_id)
        .where(
            Message.created_at >= since,
            works_with(actor),
            or_(_has(Mail.from_address, asked), _has(Mail.subject, asked), _has(Mail.mail_id, asked), _went_to(asked)),
        )
        .order_by(Mail.message_id.desc())
        .limit(limit)
    ).all()
    tries = _tries(session, [message.id for _, message, _, _, _ in rows])
    return [
        replace(
            _of_message(mail, message, inbound), ticket_id=id, ticket_number=number, tries=tries.get(message.id, ())
        )
        for mail, message, id, number, inbound in rows
    ]


def _stray(session: Session, asked: str, *, since: datetime, limit: int) -> list[LogEntry]:
    """Return what came and is no message of its own: waiting, in quarantine, a duplicate, a loop."""
    said = [Inbound.summary[name].as_string() for name in ("from", "subject", "message_id")]
    contents = select(Inbound.content_hash).where(
        Inbound.received_at >= since, Inbound.content_hash.is_not(None), or_(*(_has(one, asked) for one in said))
    )
    rows = session.scalars(
        select(Inbound)
        .where(
            Inbound.received_at >= since,
            or_(
                *(_has(one, asked) for one in said),
                and_(Inbound.disposition == "duplicate", Inbound.content_hash.in_(contents)),
            ),
        )
        .order_by(Inbound.id.desc())
        .limit(limit)
    )
    return [_of_raw(row) for row in rows]


def _of_message(mail: Mail, message: Message, inbound: Inbound | None) -> LogEntry:
    if message.kind is MessageKind.IN:
        state = (inbound.disposition if inbound else None) or "message"
        return LogEntry(
            at=message.created_at,
            direction="in",
            state=state,
            address=mail.from_address,
            subject=mail.subject,
            mail_id=mail.mail_id,
            folder=str(((inbound.payload if inbound else None) or {}).get("folder", "")),
            inbound_id=mail.inbound_id,
            message_id=message.id,
        )
    return LogEntry(
        at=message.created_at,
        direction="out",
        state=message.delivery_state.value if message.delivery_state else "",
        address=", ".join(str(one[1]) for one in [*mail.to, *mail.cc, *mail.bcc]),
        subject=mail.subject,
        mail_id=mail.mail_id,
        error=message.delivery_error or "",
        message_id=message.id,
    )


def _of_raw(row: Inbound) -> LogEntry:
    summary: dict[str, Any] = row.summary or {}
    state = row.disposition if row.state is InboundState.DONE else row.state.value
    return LogEntry(
        at=row.received_at,
        direction="in",
        state=state or "",
        address=str(summary.get("from", "")),
        subject=str(summary.get("subject", "")),
        mail_id=str(summary.get("message_id", "")),
        folder=str((row.payload or {}).get("folder", "")),
        error=row.error or "",
        inbound_id=row.id,
        message_id=row.message_id,
    )


def _tries(session: Session, message_ids: Sequence[int]) -> dict[int, list[Try]]:
    found: dict[int, list[Try]] = {}
    wanted = select(DeliveryAttempt).where(DeliveryAttempt.message_id.in_(message_ids)).order_by(DeliveryAttempt.id)
    for one in session.scalars(wanted) if message_ids else ():
        assert one.message_id is not None
        found.setdefault(one.message_id, []).append(Try(one.created_at, one.attempt, one.outcome, one.detail))
    return found


def _went_to(asked: str) -> ColumnElement[bool]:
    """Return the condition that a mail of ours went to an address; the lists are JSON, so whole words of it match."""
    texts = [cast(column, Text) for column in (Mail.to, Mail.cc, Mail.bcc)]
    return and_(Message.kind == MessageKind.OUT, or_(*(_has(text, asked) for text in texts)))


def _has(column: Any, asked: str) -> ColumnElement[bool]:  # a column or an expression of text
    condition: ColumnElement[bool] = column.icontains(asked, autoescape=True)
    return condition
