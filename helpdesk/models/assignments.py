"""Assignments: who had a ticket from when to when, and why they were chosen."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

# Written out, not bound: a partial index serves only queries that repeat its very condition.
OFFERED = text("ended_at IS NULL AND accepted_at IS NULL AND offer_expires_at IS NOT NULL")


class AssignedBy(StrEnum):
    """Who decided."""

    ROUTING = "routing"
    AGENT = "agent"
    RULE = "rule"


class Assignment(Base):
    """One stretch of a ticket with one agent; the open one has no `ended_at`.

    `reasons` is [[name, value] ...]; `runners_up` is [{"agent_id": int, "reasons": [[name, value] ...]} ...].
    """

    __tablename__ = "assignment"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    units: Mapped[int] = mapped_column(default=0)
    by: Mapped[AssignedBy] = mapped_column(text_enum(AssignedBy))
    by_agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    runners_up: Mapped[list[Any]] = mapped_column(default=list)
    assigned_at: Mapped[datetime]
    offer_expires_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_assignment_agent_id", "agent_id", "ended_at"),
        Index(
            "uq_assignment_open",
            "ticket_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_assignment_ticket_id", "ticket_id", "id"),
        Index("ix_assignment_offered", "offer_expires_at", sqlite_where=OFFERED, postgresql_where=OFFERED),
    )
