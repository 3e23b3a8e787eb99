"""Mailboxes as admins see them: their settings, and how they are doing. Nothing secret is ever among it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import Channel, ChannelHealth, ChannelKind, Inbound, InboundState, MailFolder
from helpdesk.queries.rows import Json, iso

MAX_MAILBOXES = 500


def mailboxes(session: Session) -> list[Json]:
    """Return all mailboxes."""
    found = session.scalars(
        select(Channel).where(Channel.kind == ChannelKind.EMAIL).order_by(Channel.id).limit(MAX_MAILBOXES)
    )
    return [mailbox_view(session, channel) for channel in found]


def mailbox(session: Session, channel_id: int) -> Json:
    """Return one mailbox; NotFound for channels of another kind."""
    found = session.get(Channel, channel_id)
    if found is None or found.kind is not ChannelKind.EMAIL:
        raise NotFound
    return mailbox_view(session, found)


def mailbox_view(session: Session, found: Channel) -> Json:
    """Return one mailbox in the shape of the API."""
    return {
        "id": found.id,
        "name": found.name,
        "is_paused": found.is_paused,
        "team_id": found.team_id,
        "default_type_id": found.default_type_id,
        "default_priority": found.default_priority.word,
        **MailboxConfig.of(found).as_json(),
        "has_secret": found.secret_id is not None,
        "health": _health(session, found.id),
        "folder_states": _folders(session, found.id),
        "quarantined": _count(session, found.id, InboundState.QUARANTINED),
        "waiting": _count(session, found.id, InboundState.PENDING),
    }


def _health(session: Session, channel_id: int) -> list[Json]:
    rows = session.scalars(select(ChannelHealth).where(ChannelHealth.channel_id == channel_id))
    return [
        {
            "direction": row.direction.value,
            "is_working": row.is_working,
            "code": row.code,
            "detail": row.detail,
            "since": iso(row.since),
            "checked_at": iso(row.checked_at),
        }
        for row in rows
    ]


def _folders(session: Session, channel_id: int) -> list[Json]:
    rows = session.scalars(select(MailFolder).where(MailFolder.channel_id == channel_id).order_by(MailFolder.id))
    return [
        {
            "name": row.name,
            "role": row.role.value,
            "checked_at": iso(row.checked_at),
            "reconciled_at": iso(row.reconciled_at),
            "error": row.error,
        }
        for row in rows
    ]


def _count(session: Session, channel_id: int, state: InboundState) -> int:
    counted = select(func.count(Inbound.id)).where(Inbound.channel_id == channel_id, Inbound.state == state)
    return session.scalar(counted) or 0
