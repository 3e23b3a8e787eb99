"""Automations: what the desk does by itself, and each time it did."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, SmallInteger, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref

# Written out, not bound: a partial index serves only queries that repeat its very condition.
IN_USE = text("removed_at IS NULL")


class Automation(Base):
    """A rule: when something happens to a ticket, and these things hold, then do that.

    The shapes of the JSON columns are those of helpdesk.automations.shapes. What happened before `enabled_at` is none of
    its business. `follows_rules`: what other rules did may set it off. A removed one stays for its runs' sake.
    """

    __tablename__ = "automation"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    is_enabled: Mapped[bool] = mapped_column(default=False)
    enabled_at: Mapped[datetime | None]
    trigger: Mapped[dict[str, Any]]
    conditions: Mapped[dict[str, Any]]
    steps: Mapped[list[Any]]
    follows_rules: Mapped[bool] = mapped_column(default=False, server_default=false())
    ready_made: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_automation_position", "position", sqlite_where=IN_USE, postgresql_where=IN_USE),
        {"sqlite_autoincrement": True},
    )


class AutomationRun(Base):
    """One rule on one occasion, which there is once: `subject` is "ticket:7" or "customer:3".

    outcome: "done", "partly" or "failed". done: [{"do", "ok", "code"?} ...] step by step; why: what set it off. Ids and
    words of ours only.
    """

    __tablename__ = "automation_run"

    id: Mapped[Pk]
    automation_id: Mapped[int] = mapped_column(BigId, ref("automation"))
    version: Mapped[int]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(40))
    occasion: Mapped[str] = mapped_column(String(80))
    occasion_at: Mapped[datetime | None]
    depth: Mapped[int] = mapped_column(SmallInteger, default=0)
    outcome: Mapped[str] = mapped_column(String(20))
    done: Mapped[list[Any]]
    why: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("automation_id", "subject", "occasion", name="uq_automation_run_occasion"),
        Index("ix_automation_run_ticket_id", "ticket_id", "id"),
        Index("ix_automation_run_automation_id", "automation_id", "id"),
    )
