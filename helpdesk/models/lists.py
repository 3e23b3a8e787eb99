"""What agents keep of lists: tickets they follow, notes that name them, views they saved."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.reports import Audience


class Follower(Base):
    """An agent who follows a ticket, whoever has it."""

    __tablename__ = "follower"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_follower_ticket_id", "ticket_id"),)


class Mention(Base):
    """An agent whom a note names, by themselves or with a team of theirs."""

    __tablename__ = "mention"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId, ref("message", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[int | None] = mapped_column(BigId)  # the team that was named, None where the agent was
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_mention_message_id", "message_id"),)


class SavedView(Base):
    """A filter with a name and an order; the filter's shape is that of helpdesk.queries.filters."""

    __tablename__ = "saved_view"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    audience: Mapped[Audience] = mapped_column(text_enum(Audience), default=Audience.PRIVATE)
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team", ondelete="CASCADE"))
    filter: Mapped[dict[str, Any]]
    sort: Mapped[str] = mapped_column(String(80))  # see queries.inbox.view
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (Index("ix_saved_view_owner_id", "owner_id"), Index("ix_saved_view_team_id", "team_id"))
