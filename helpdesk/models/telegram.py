"""Telegram: what a message was there, files still to be fetched, links that lead back to a ticket, photos of people."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref


class TelegramMessage(Base):
    """What a message was or is on Telegram, beside messages where that is more than their words.

    `parts` of an album that came: [{"key", "text", "html"}, ...]; of a reply in several messages the keys of those that
    have left so far. `reactions`: {address: [emoji, ...]}. deleted_at: since when the customer has taken it back.
    `content`: what it holds beyond words, such as a place: {"kind", ...}. `buttons` below a reply: [{"label", "value"}, ...];
    `pressed`: the value of the button this message came of, its own message is `answers_id`.
    """

    __tablename__ = "telegram_message"

    message_id: Mapped[int] = mapped_column(BigId, ref("message"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    parts: Mapped[list[Any]] = mapped_column(default=list)
    answers_id: Mapped[int | None] = mapped_column(BigId, ref("message"))
    quote: Mapped[str] = mapped_column(String(1000), default="")
    forwarded_from: Mapped[str] = mapped_column(String(200), default="")
    reactions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    deleted_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any] | None]
    buttons: Mapped[list[Any] | None]
    pressed: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (Index("ix_telegram_message_answers_id", "answers_id"),)


class TelegramFile(Base):
    """A file that is still on Telegram's server; the row goes when its bytes are ours or never will be."""

    __tablename__ = "telegram_file"

    attachment_id: Mapped[int] = mapped_column(BigId, ref("attachment"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    file_id: Mapped[str] = mapped_column(String(300))
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime]

    __table_args__ = (Index("ix_telegram_file_channel_id", "channel_id", "next_attempt_at"),)


class TelegramStart(Base):
    """A link to the bot that continues a ticket: works once; the database has only the hash of what it carries."""

    __tablename__ = "telegram_start"

    id: Mapped[Pk]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_telegram_start_ticket_id", "ticket_id"),)


class TelegramPhoto(Base):
    """The photo a person shows on Telegram; looked at again at `next_look_at`. Without a blob they show none."""

    __tablename__ = "telegram_photo"

    identity_id: Mapped[int] = mapped_column(BigId, ref("identity"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    unique_id: Mapped[str] = mapped_column(String(100), default="")
    blob: Mapped[str | None] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(127), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]
    next_look_at: Mapped[datetime]

    __table_args__ = (Index("ix_telegram_photo_channel_id", "channel_id", "next_look_at"),)
