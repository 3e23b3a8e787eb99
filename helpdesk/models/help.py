"""Other people's help: requests for approval, and side threads that the customer never sees."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

# Written out, not bound: a partial index serves only queries that repeat its very condition.
IS_ASKED = text("answer = 'open'")
HOLDS = text("held_ticket_id IS NOT NULL")
OF_TEAM = text("team_id IS NOT NULL")
BY_MAIL = text("system_mail_id IS NOT NULL")


class Answer(StrEnum):
    """How a request for approval stands."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


class Approval(Base):
    """What a colleague is asked to approve, by when, and what they said.

    `held_ticket_id` names the ticket this request put on hold, `resume_status_id` the status it goes on with.
    """

    __tablename__ = "approval"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"))
    asked_by_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    asked_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    question: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    answer: Mapped[Answer] = mapped_column(text_enum(Answer), default=Answer.OPEN)
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    held_ticket_id: Mapped[int | None] = mapped_column(BigId)
    resume_status_id: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (
        Index("ix_approval_ticket_id", "ticket_id", "id"),
        Index("ix_approval_asked", "asked_id", "due_at", sqlite_where=IS_ASKED, postgresql_where=IS_ASKED),
        Index("ix_approval_held_ticket_id", "held_ticket_id", sqlite_where=HOLDS, postgresql_where=HOLDS),
    )


class SideThread(Base):
    """A talk beside a ticket: with colleagues, with a team, or by mail with an `address` outside."""

    __tablename__ = "side_thread"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(300))
    started_by_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    team_id: Mapped[int | None] = mapped_column(BigId)  # a key would keep a team from being removed
    address: Mapped[str] = mapped_column(String(320), default="")
    name: Mapped[str] = mapped_column(String(200), default="")
    last_id: Mapped[int] = mapped_column(BigId, default=0)  # of its newest message
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_side_thread_ticket_id", "ticket_id", "id"),
        Index(
            "ix_side_thread_team_id",
            "team_id",
            sqlite_where=OF_TEAM,
            postgresql_where=OF_TEAM,
        ),
    )


class SideMember(Base):
    """One agent who takes part in a side thread, and the newest message they have seen."""

    __tablename__ = "side_member"

    side_id: Mapped[int] = mapped_column(BigId, ref("side_thread", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent"), primary_key=True)
    seen_id: Mapped[int] = mapped_column(BigId, default=0)

    __table_args__ = (Index("ix_side_member_agent_id", "agent_id"),)


class SideMessage(Base):
    """What was said in a side thread; without an agent it came from outside.

    `folded` is its text in lower case, for searching. `external_id` makes taking the same mail in twice harmless;
    `system_mail_id` is the mail that carries it out.
    """

    __tablename__ = "side_message"

    id: Mapped[Pk]
    side_id: Mapped[int] = mapped_column(BigId, ref("side_thread", ondelete="CASCADE"))
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    from_address: Mapped[str] = mapped_column(String(320), default="")
    from_name: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text, default="")
    client_key: Mapped[str | None] = mapped_column(String(64))
    mail_id: Mapped[str] = mapped_column(String(400), default="")
    channel_id: Mapped[int | None] = mapped_column(BigId)
    external_id: Mapped[str | None] = mapped_column(String(400))
    inbound_id: Mapped[int | None] = mapped_column(BigId)
    system_mail_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("side_id", "client_key"),
        UniqueConstraint("channel_id", "external_id"),
        Index("ix_side_message_side_id", "side_id", "id"),
        Index(
            "ix_side_message_system_mail_id",
            "system_mail_id",
            sqlite_where=BY_MAIL,
            postgresql_where=BY_MAIL,
        ),
    )


class SideFile(Base):
    """A file that came from outside into a side thread; `public_id` and `blob` as helpdesk.models.Attachment has them."""

    __tablename__ = "side_file"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    side_message_id: Mapped[int] = mapped_column(BigId, ref("side_message", ondelete="CASCADE"))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(127))
    size: Mapped[int] = mapped_column(BigId)
    blob: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_side_file_side_message_id", "side_message_id"),
        Index("ix_side_file_blob", "blob"),
    )
