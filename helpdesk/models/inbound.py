"""Raw things as they came, kept with the key that makes receiving one twice harmless."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum


class InboundState(StrEnum):
    """What became of a raw thing."""

    PENDING = "pending"
    DONE = "done"
    QUARANTINED = "quarantined"


class Inbound(Base):
    """One raw thing. Small ones lie in `payload` (JSON), large ones as a blob named by its SHA-256.

    Drained in order of id per (channel, peer).
    """

    __tablename__ = "inbound"

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    key: Mapped[str] = mapped_column(String(300))
    content_hash: Mapped[str | None] = mapped_column(String(64))
    peer: Mapped[str] = mapped_column(String(320), default="")
    payload: Mapped[dict[str, Any] | None]
    blob: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[InboundState] = mapped_column(text_enum(InboundState), default=InboundState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))
    message_id: Mapped[int | None] = mapped_column(BigId, ref("message"))
    received_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("channel_id", "key"),
        Index("ix_inbound_content_hash", "channel_id", "content_hash"),
        Index(
            "ix_inbound_pending",
            "channel_id",
            "peer",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )
