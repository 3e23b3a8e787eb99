"""Visitors of a chat widget and the numbered facts each of their tickets has told them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum


class Visitor(Base):
    """One browser that wrote through a widget. Only the SHA-256 of its token is kept."""

    __tablename__ = "visitor"

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    identity_id: Mapped[int] = mapped_column(BigId, ref("identity"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    locale: Mapped[str] = mapped_column(String(10), default="")
    page: Mapped[dict[str, Any]] = mapped_column(default=dict)  # JSON: url, title, referrer of the latest visit
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]

    __table_args__ = (Index("ix_visitor_identity_id", "identity_id"),)

    @property
    def peer(self) -> str:
        """What a thread calls this visitor."""
        return str(self.identity_id)


class VisitorEventKind(StrEnum):
    """What a visitor can be told."""

    MESSAGE = "message"
    STATUS = "status"
    AGENT = "agent"


class VisitorEvent(Base):
    """A fact the visitor of a ticket sees; `seq` is 1, 2, 3 ... without gaps per ticket."""

    __tablename__ = "visitor_event"

    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[VisitorEventKind] = mapped_column(text_enum(VisitorEventKind))
    message_id: Mapped[int | None] = mapped_column(BigId, ref("message"))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)  # JSON: {"status": ...} or {"agent_id": ...}
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_visitor_event_message_id", "message_id"),)
