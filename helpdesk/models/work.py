"""What an agent keeps on a ticket: drafts and how far they have read."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, ref, text_enum


class DraftMode(StrEnum):
    """What a draft will become."""

    REPLY = "reply"
    NOTE = "note"


class Draft(Base):
    """An unsent text of one agent on one ticket; `revision` rises with each save."""

    __tablename__ = "draft"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"), primary_key=True)
    mode: Mapped[DraftMode] = mapped_column(text_enum(DraftMode), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    attachment_ids: Mapped[list[Any]] = mapped_column(default=list)  # public ids
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class ReadMark(Base):
    """The newest message of a ticket that an agent has seen.

    A negative `message_id` is a ticket they keep as unread themselves, from that message on, until they read it again.
    """

    __tablename__ = "read_mark"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId)
    read_at: Mapped[datetime]

    @staticmethod
    def read_up_to(message_id: int) -> int:
        """Return the newest message that a mark says was read."""
        return message_id if message_id >= 0 else -message_id - 1
