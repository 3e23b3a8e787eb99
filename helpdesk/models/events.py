"""Events: one row per fact that happened, the source of timelines, live updates and reports."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref


class Event(Base):
    """One fact. `data` holds ids and non-personal values only; texts are read when somebody is shown them.

    `position` is given by the relay: unique, rising in the order the world is told. Until then it is NULL.
    `actor` is "agent", "customer", "system", "rule" or "routing".
    """

    __tablename__ = "event"

    id: Mapped[Pk]
    position: Mapped[int | None] = mapped_column(BigId, unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[int | None] = mapped_column(BigId, ref("ticket"))
    customer_id: Mapped[int | None] = mapped_column(BigId, ref("customer"))
    message_id: Mapped[int | None] = mapped_column(BigId, ref("message"))
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    actor: Mapped[str] = mapped_column(String(20), default="system")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_event_ticket_id", "ticket_id", "id"),
        Index(
            "ix_event_unnumbered",
            "id",
            sqlite_where=text("position IS NULL"),
            postgresql_where=text("position IS NULL"),
        ),
        Index("ix_event_created_at", "created_at"),
    )
