"""What belongs to the desk as a whole: settings, classification rules, the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref


class Setting(Base):
    """One setting of the desk; `value` is {"value": ...}."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class Rule(Base):
    """An editable classification rule; the shapes of both columns are those of routing.rules."""

    __tablename__ = "rule"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    is_enabled: Mapped[bool] = mapped_column(default=True)
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    actions: Mapped[dict[str, Any]] = mapped_column(default=dict)

    # An id is never given twice: invitations, events and rules may still name a removed one.
    __table_args__ = ({"sqlite_autoincrement": True},)


class Audit(Base):
    """Who did what to what: append-only, each row hashed over the one before, no personal text."""

    __tablename__ = "audit"

    id: Mapped[Pk]
    at: Mapped[datetime]
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    verb: Mapped[str] = mapped_column(String(60))
    object: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (Index("ix_audit_at", "at"),)
