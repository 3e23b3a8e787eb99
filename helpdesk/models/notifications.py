"""Notifications: what one agent is told apart from what everybody sees."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref


class Notification(Base):
    """Something an agent is to know; `kind` is that of the event behind it, `data` holds ids and numbers only."""

    __tablename__ = "notification"

    id: Mapped[Pk]
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[int | None] = mapped_column(BigId, ref("ticket"))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_notification_agent_id", "agent_id", "id"),
        Index("ix_notification_ticket_id", "ticket_id"),
    )
