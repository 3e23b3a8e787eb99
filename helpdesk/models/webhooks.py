"""Webhooks: other systems that are told what happens, and each time they were."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.notifications import PushState

# Written out, not bound: a partial index serves only queries that repeat its very condition.
TO_SEND = text("done_at IS NULL")


class Webhook(Base):
    """An address that is told of events of these kinds after position `reached`.

    The signing secret is among the secrets; the one before it signs as well until `old_until`. failing_since: no answer
    was good since then; off_reason: why the desk itself switched it off.
    """

    __tablename__ = "webhook"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(String(1000))
    kinds: Mapped[list[Any]]
    is_on: Mapped[bool] = mapped_column(default=True)
    reached: Mapped[int] = mapped_column(BigId)
    secret_id: Mapped[str] = mapped_column(String(32))
    old_secret_id: Mapped[str | None] = mapped_column(String(32))
    old_until: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    off_reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True},)


class WebhookDelivery(Base):
    """One event for one webhook. Holds no text of anybody: what is sent is read when it is sent.

    event_id: none for a trial. status: the last answer's; error: its beginning, or why there was none.
    """

    __tablename__ = "webhook_delivery"

    id: Mapped[Pk]
    webhook_id: Mapped[int] = mapped_column(BigId, ref("webhook", ondelete="CASCADE"))
    event_id: Mapped[int | None] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[int | None] = mapped_column(BigId)
    state: Mapped[PushState] = mapped_column(text_enum(PushState), default=PushState.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id", name="uq_webhook_delivery_event"),
        Index("ix_webhook_delivery_webhook_id", "webhook_id", "id"),
        Index("ix_webhook_delivery_due_at", "due_at", sqlite_where=TO_SEND, postgresql_where=TO_SEND),
        Index("ix_webhook_delivery_created_at", "created_at"),
    )
