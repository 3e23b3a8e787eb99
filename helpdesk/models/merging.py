"""Merges of tickets, with what it takes to undo them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref

# Written out, not bound: a partial index serves only queries that repeat its very condition.
STANDS = text("undone_at IS NULL")


class TicketMerge(Base):
    """One ticket that was merged into another.

    `kept` is JSON of helpdesk.actions.merge: what moved and how both were before; ids, times and short words only.
    """

    __tablename__ = "ticket_merge"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    into_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    kept: Mapped[dict[str, Any]]
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_ticket_merge_stands", "ticket_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_ticket_merge_into_id", "into_id", "id"),
    )
