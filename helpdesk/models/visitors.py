"""Visitors of a chat widget and the numbered facts each of their tickets has told them."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

WAS_UNNAMED: Final = text("earlier_identity_id IS NOT NULL")


class Visitor(Base):
    """One browser that wrote through a widget. Only the SHA-256 of its token is kept.

    earlier_identity_id: of a browser whose person was proved later, who it was when it wrote unnamed.
    """

    __tablename__ = "visitor"

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    identity_id: Mapped[int] = mapped_column(BigId, ref("identity"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    locale: Mapped[str] = mapped_column(String(10), default="")
    page: Mapped[dict[str, Any]] = mapped_column(default=dict)  # JSON: url, title, referrer of the latest visit
    device: Mapped[dict[str, Any] | None]  # JSON: browser, system, kind
    visits: Mapped[list[Any] | None]  # JSON: [{url, title, at}], the newest last, kept for a day
    said: Mapped[dict[str, Any] | None]  # JSON: what they filled in before they wrote; nobody has proved it
    consented_at: Mapped[datetime | None]
    proved_until: Mapped[datetime | None]  # of who was identified by their site: until then the token alone will do
    earlier_identity_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_visitor_identity_id", "identity_id"),
        Index(
            "ix_visitor_earlier_identity_id",
            "earlier_identity_id",
            sqlite_where=WAS_UNNAMED,
            postgresql_where=WAS_UNNAMED,
        ),
    )

    @property
    def peers(self) -> tuple[str, ...]:
        """What threads call this visitor: as who they are, and as who they were before that was proved."""
        earlier = () if self.earlier_identity_id is None else (str(self.earlier_identity_id),)
        return (str(self.identity_id), *earlier)


class IdentityUse(Base):
    """A signed identity that was shown: its id, and the one browser it may be shown by until it runs out."""

    __tablename__ = "identity_use"

    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"), primary_key=True)
    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_identity_use_expires_at", "expires_at"),)


class WidgetLinkPurpose(StrEnum):
    """What a link from a mail of a widget does, once."""

    CONTINUE = "continue"
    TRANSCRIPT = "transcript"


class WidgetLink(Base):
    """A link that proves who reads an address, sent there because a visitor named it. Only its SHA-256 is kept."""

    __tablename__ = "widget_link"

    id: Mapped[Pk]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[WidgetLinkPurpose] = mapped_column(text_enum(WidgetLinkPurpose))
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    identity_id: Mapped[int] = mapped_column(BigId, ref("identity"))
    address: Mapped[str] = mapped_column(String(320))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_widget_link_ticket_id", "ticket_id"),)


class FollowUp(Base):
    """A reply that went to a visitor and is to reach them otherwise unless they see it by `due_at`."""

    __tablename__ = "follow_up"

    thread_id: Mapped[int] = mapped_column(BigId, ref("thread"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId, ref("message"))  # the first one they have not seen
    due_at: Mapped[datetime]

    __table_args__ = (Index("ix_follow_up_due_at", "due_at"),)


class Erasure(Base):
    """A visitor's wish that what the desk has of them be deleted; open until it is done or taken back."""

    __tablename__ = "erasure"

    id: Mapped[Pk]
    customer_id: Mapped[int] = mapped_column(BigId, ref("customer"))
    identity_id: Mapped[int] = mapped_column(BigId, ref("identity"))
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_erasure_customer_id", "customer_id"),
        Index(
            "ix_erasure_due_at",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )


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
