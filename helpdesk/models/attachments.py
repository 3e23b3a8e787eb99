"""Files that came with messages or wait to be sent with one."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import BigInteger, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

KEPT: Final = sql("blob IS NOT NULL")


class AttachmentState(StrEnum):
    """Whether the bytes are in our storage yet."""

    STORED = "stored"
    RETRYING = "retrying"
    TOO_LARGE = "too_large"
    GONE = "gone"


class Attachment(Base):
    """One file. `public_id` is a 128-bit random name; `blob` the SHA-256 that names its bytes in storage.

    `kind`: what its sender made of it where the channel says so, such as voice or sticker; duration_s: how long it plays.
    place: among the files of its message, from 0, in the order they were chosen; None where nobody chose an order.
    channel_id: that of its message; None of what waits, and of what code before revision 0048 stored while it was upgraded.
    Without a message it waits, owned by the agent or visitor who uploaded it; unused ones are removed after a day.
    """

    __tablename__ = "attachment"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    message_id: Mapped[int | None] = mapped_column(BigId, ref("message"))
    channel_id: Mapped[int | None] = mapped_column(BigId)  # a key would copy the whole table on SQLite
    uploaded_by_agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    uploaded_by_visitor_hash: Mapped[str | None] = mapped_column(String(64))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(127))
    size: Mapped[int] = mapped_column(BigInteger)
    blob: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[int | None]
    content_id: Mapped[str | None] = mapped_column(String(300))
    is_inline: Mapped[bool] = mapped_column(default=False)
    width: Mapped[int | None]
    height: Mapped[int | None]
    kind: Mapped[str | None] = mapped_column(String(20))
    duration_s: Mapped[int | None]
    state: Mapped[AttachmentState] = mapped_column(text_enum(AttachmentState), default=AttachmentState.STORED)
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_attachment_message_id", "message_id"),
        Index("ix_attachment_blob", "blob"),
        Index("ix_attachment_channel_id", "channel_id", "created_at", sqlite_where=KEPT, postgresql_where=KEPT),
    )


# The databases disagree about where NULL stands.
FILE_ORDER: Final = (Attachment.place.is_(None), Attachment.place, Attachment.id)
