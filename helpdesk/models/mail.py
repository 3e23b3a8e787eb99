"""Mail: what a message was as a mail, how far folders are read, what goes out by itself."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.deliveries import UNDELIVERED, DeliveryState


class FolderRole(StrEnum):
    """Why a folder of a mailbox is read."""

    INBOX = "inbox"
    SPAM = "spam"
    IMPORT = "import"


class MailFolder(Base):
    """How far one folder of a mailbox is read: everything of this UIDVALIDITY up to `last_uid` is stored.

    started_at: what the server had before then is not ours to take in. tidied_uid: up to there mails have been marked
    or moved on the server, as the mailbox's settings want it.
    """

    __tablename__ = "mail_folder"

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    name: Mapped[str] = mapped_column(String(300))
    role: Mapped[FolderRole] = mapped_column(text_enum(FolderRole))
    uidvalidity: Mapped[int | None] = mapped_column(BigId)
    last_uid: Mapped[int] = mapped_column(BigId, default=0)
    tidied_uid: Mapped[int | None] = mapped_column(BigId)
    started_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    reconciled_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (UniqueConstraint("channel_id", "name"),)


class SenderProof(StrEnum):
    """What is known of who a mail is from: proved by our own server, only claimed, or not even clear."""

    VERIFIED = "verified"
    CLAIMED = "claimed"
    UNCLEAR = "unclear"


class Mail(Base):
    """What a message was, or will be, as a mail; one row beside each message of a mail thread.

    `mail_id` is its Message-ID, made once and for ever. `to`, `cc`, `bcc` and `reply_to` are [[name, address] ...];
    `folds` [[start, end, "quote" | "signature" | "forward"] ...] in the message's text; `authentication` what our
    own receiving server said: {"dmarc": "pass" ...}; `forward` whose mail was forwarded, as its text says:
    {"address", "name", "subject"}. quoted_id: of the message that stands below an answer when it is sent.
    """

    __tablename__ = "mail"

    message_id: Mapped[int] = mapped_column(BigId, ref("message"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    mail_id: Mapped[str] = mapped_column(String(400))
    in_reply_to: Mapped[str] = mapped_column(String(400), default="")
    references: Mapped[list[Any]] = mapped_column(default=list)
    subject: Mapped[str] = mapped_column(String(1000), default="")
    from_address: Mapped[str] = mapped_column(String(320), default="")
    from_name: Mapped[str] = mapped_column(String(200), default="")
    reply_to: Mapped[list[Any]] = mapped_column(default=list)
    to: Mapped[list[Any]] = mapped_column(default=list)
    cc: Mapped[list[Any]] = mapped_column(default=list)
    bcc: Mapped[list[Any]] = mapped_column(default=list)
    sent_at: Mapped[datetime | None]
    sender: Mapped[SenderProof | None] = mapped_column(text_enum(SenderProof))
    authentication: Mapped[dict[str, Any]] = mapped_column(default=dict)
    auto_kind: Mapped[str] = mapped_column(String(20), default="")
    folds: Mapped[list[Any]] = mapped_column(default=list)
    has_remote_images: Mapped[bool] = mapped_column(default=False)
    content_key: Mapped[str | None] = mapped_column(String(64))
    inbound_id: Mapped[int | None] = mapped_column(BigId, ref("inbound"))
    forward: Mapped[dict[str, Any] | None]
    quoted_id: Mapped[int | None] = mapped_column(BigId)  # a key would copy the whole table on SQLite

    __table_args__ = (Index("ix_mail_channel_id_mail_id", "channel_id", "mail_id"),)


class SystemMail(Base):
    """A mail of the desk itself that belongs to no ticket: an invitation, a password link, a digest.

    `key` makes asking for it twice harmless. It goes out through the mailbox the settings name. `headers` are those of
    a mail that a person wrote: {"reply_to", "in_reply_to", "references"}.
    """

    __tablename__ = "system_mail"

    id: Mapped[Pk]
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    headers: Mapped[dict[str, Any] | None]
    mail_id: Mapped[str] = mapped_column(String(400))
    delivery_state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState), default=DeliveryState.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    delivery_error: Mapped[str | None] = mapped_column(String(500))
    expires_at: Mapped[datetime | None]  # not worth sending after that
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_system_mail_undelivered",
            "id",
            sqlite_where=UNDELIVERED,
            postgresql_where=UNDELIVERED,
        ),
    )


class AutomaticMail(Base):
    """One mail that nobody pressed send for, counted by the gate that keeps desks from answering each other."""

    __tablename__ = "automatic_mail"

    id: Mapped[Pk]
    channel_id: Mapped[int | None] = mapped_column(BigId, ref("channel"))
    ticket_id: Mapped[int | None] = mapped_column(BigId, ref("ticket"))
    address: Mapped[str] = mapped_column(String(320))
    kind: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_automatic_mail_address", "address", "created_at"),
        Index("ix_automatic_mail_ticket_id", "ticket_id", "created_at"),
        Index("ix_automatic_mail_created_at", "created_at"),
    )


class DeliveryAttempt(Base):
    """One try to send something, and the next hop's own words."""

    __tablename__ = "delivery_attempt"

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    message_id: Mapped[int | None] = mapped_column(BigId, ref("message"))
    system_mail_id: Mapped[int | None] = mapped_column(BigId, ref("system_mail"))
    attempt: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_delivery_attempt_message_id", "message_id"),
        Index("ix_delivery_attempt_system_mail_id", "system_mail_id"),
    )


class Direction(StrEnum):
    """Which way of a channel is meant."""

    IN = "in"
    OUT = "out"


class ChannelHealth(Base):
    """How one way of a channel is doing; `code` and `detail` say what is wrong, `since` since when it is so."""

    __tablename__ = "channel_health"

    channel_id: Mapped[int] = mapped_column(BigId, ref("channel", ondelete="CASCADE"), primary_key=True)
    direction: Mapped[Direction] = mapped_column(text_enum(Direction), primary_key=True)
    is_working: Mapped[bool]
    code: Mapped[str] = mapped_column(String(40), default="")
    detail: Mapped[str] = mapped_column(String(500), default="")
    since: Mapped[datetime]
    checked_at: Mapped[datetime]


class Rating(Base):
    """How a customer rated a ticket; made when they are asked, by a link of which only the SHA-256 is kept."""

    __tablename__ = "rating"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    message_id: Mapped[int | None] = mapped_column(BigId, ref("message"))  # the letter that asked
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))  # whom it is about
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    score: Mapped[int | None]  # 1 to 5
    comment: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    rated_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_rating_ticket_id", "ticket_id"),
        Index(
            "ix_rating_agent_id",
            "agent_id",
            "rated_at",
            sqlite_where=sql("rated_at IS NOT NULL"),
            postgresql_where=sql("rated_at IS NOT NULL"),
        ),
    )
