"""Notifications: what one agent is told apart from what everybody sees, and by which ways."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

# Written out, not bound: a partial index serves only queries that repeat its very condition.
TO_MAIL = text("mail_due_at IS NOT NULL")
TO_PUSH = text("done_at IS NULL")


class Notification(Base):
    """Something an agent is to know; `kind` is that of the event behind it, `data` holds ids and numbers only.

    `occasion` names what it is about: of one kind, an agent is told of it once. `is_shown`: in the list behind the bell.
    `mail_due_at`: when it goes into a letter unless it was read by then.
    """

    __tablename__ = "notification"

    id: Mapped[Pk]
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[int | None] = mapped_column(BigId, ref("ticket"))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    occasion: Mapped[str | None] = mapped_column(String(80))
    is_shown: Mapped[bool] = mapped_column(default=True, server_default=true())
    mail_due_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_notification_agent_id", "agent_id", "id"),
        Index("ix_notification_ticket_id", "ticket_id"),
        Index("uq_notification_occasion", "agent_id", "kind", "occasion", unique=True),
        Index("ix_notification_mail_due_at", "mail_due_at", sqlite_where=TO_MAIL, postgresql_where=TO_MAIL),
    )


class NewsChoice(Base):
    """How an agent wants to be told: `ways` is {kind: ["page" | "sound" | "push" | "mail" ...]} where it differs.

    quiet_from, quiet_until: minutes of the day in the agent's zone without push and sound; both or none.
    """

    __tablename__ = "news_choice"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    ways: Mapped[dict[str, Any]] = mapped_column(default=dict)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    mail_after_min: Mapped[int]
    updated_at: Mapped[datetime]


class PushDevice(Base):
    """A browser that is told of news while the console is closed. Its address and keys are among the secrets.

    It belongs to the session that named it: with the session's end it is told nothing any more.
    """

    __tablename__ = "push_device"

    id: Mapped[Pk]
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(BigId, ref("agent_session", ondelete="CASCADE"))
    endpoint_hash: Mapped[str] = mapped_column(String(64), unique=True)
    secret_id: Mapped[str] = mapped_column(String(32))
    host: Mapped[str] = mapped_column(String(253))
    browser: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_push_device_agent_id", "agent_id"),
        Index("ix_push_device_session_id", "session_id"),
    )


class PushState(StrEnum):
    """Where one push stands; the last four are final."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Push(Base):
    """One notification for one device, which gets it at most once."""

    __tablename__ = "push"

    id: Mapped[Pk]
    notification_id: Mapped[int] = mapped_column(BigId, ref("notification", ondelete="CASCADE"))
    device_id: Mapped[int] = mapped_column(BigId, ref("push_device", ondelete="CASCADE"))
    state: Mapped[PushState] = mapped_column(text_enum(PushState), default=PushState.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("notification_id", "device_id", name="uq_push_occasion"),
        Index("ix_push_due_at", "due_at", sqlite_where=TO_PUSH, postgresql_where=TO_PUSH),
        Index("ix_push_device_id", "device_id"),
    )
