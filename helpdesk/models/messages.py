"""Messages: what customers wrote, what agents answered, internal notes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.deliveries import UNDELIVERED, DeliveryState


class MessageKind(StrEnum):
    """Which way a message goes; a note goes nowhere."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


class AuthorKind(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SYSTEM = "system"


class Message(Base):
    """One message of one thread of one ticket.

    `text` is the source (plain, or Markdown from the composer), `html` the sanitised view, empty when text is enough.
    `customer_id` repeats the ticket's so that one history needs one index. The delivery columns are for kind "out";
    their moves are in helpdesk.models.deliveries.
    """

    __tablename__ = "message"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    thread_id: Mapped[int] = mapped_column(BigId, ref("thread"))
    customer_id: Mapped[int] = mapped_column(BigId, ref("customer"))
    kind: Mapped[MessageKind] = mapped_column(text_enum(MessageKind))
    author_kind: Mapped[AuthorKind] = mapped_column(text_enum(AuthorKind))
    author_agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    author_identity_id: Mapped[int | None] = mapped_column(BigId, ref("identity"))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    client_key: Mapped[str | None] = mapped_column(String(60))
    is_auto: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]

    delivery_state: Mapped[DeliveryState | None] = mapped_column(text_enum(DeliveryState))
    release_at: Mapped[datetime | None]
    scheduled_for: Mapped[datetime | None]  # chosen by its writer; then release_at is the same until it goes
    attempt: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    delivery_error: Mapped[str | None] = mapped_column(String(500))
    delivery_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_message_ticket_id", "ticket_id", "id"),
        Index("ix_message_customer_id", "customer_id", "id"),
        Index(
            "uq_message_agent_client_key",
            "author_agent_id",
            "client_key",
            unique=True,
            sqlite_where=sql("client_key IS NOT NULL"),
            postgresql_where=sql("client_key IS NOT NULL"),
        ),
        Index(
            "ix_message_undelivered",
            "thread_id",
            "id",
            sqlite_where=UNDELIVERED,
            postgresql_where=UNDELIVERED,
        ),
    )


class MessageExternalId(Base):
    """What a provider calls a message; several for one split reply, never the same twice on a channel."""

    __tablename__ = "message_external_id"

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    external_id: Mapped[str] = mapped_column(String(400))
    message_id: Mapped[int] = mapped_column(BigId, ref("message"))

    __table_args__ = (
        UniqueConstraint("channel_id", "external_id"),
        Index("ix_message_external_id_message_id", "message_id"),
    )


class MessageRevision(Base):
    """An earlier text of a message that was edited."""

    __tablename__ = "message_revision"

    id: Mapped[Pk]
    message_id: Mapped[int] = mapped_column(BigId, ref("message"))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    replaced_at: Mapped[datetime]

    __table_args__ = (Index("ix_message_revision_message_id", "message_id"),)
