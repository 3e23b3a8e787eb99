"""Raw things as they came, kept with the key that makes receiving one twice harmless."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum


class InboundState(StrEnum):
    """What became of a raw thing."""

    PENDING = "pending"
    DONE = "done"
    QUARANTINED = "quarantined"


class Inbound(Base):
    """One raw thing: JSON in `payload`, the bytes of a small mail in `raw` (zlib), large ones a blob named by its SHA-256.

    Drained in order of id per (channel, peer). `summary` is what a person needs to find it: {"from", "subject",
    "message_id", "folder"}; `disposition` says what it became: "message", "duplicate", "bounce", "spam" ...
    """

    __tablename__ = "inbound"

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    key: Mapped[str] = mapped_column(String(300))
    content_hash: Mapped[str | None] = mapped_column(String(64))
    peer: Mapped[str] = mapped_column(String(320), default="")
    payload: Mapped[dict[str, Any] | None]
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    blob: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigId)
    summary: Mapped[dict[str, Any] | None]
    state: Mapped[InboundState] = mapped_column(text_enum(InboundState), default=InboundState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))
    disposition: Mapped[str | None] = mapped_column(String(20))
    message_id: Mapped[int | None] = mapped_column(BigId, ref("message"))
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

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
        Index(
            "ix_inbound_quarantined",
            "channel_id",
            "id",
            sqlite_where=text("state = 'quarantined'"),
            postgresql_where=text("state = 'quarantined'"),
        ),
    )
