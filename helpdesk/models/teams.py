"""Teams and who belongs to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum


class OthersTickets(StrEnum):
    """What agents of a team see of a customer's tickets with other teams."""

    HIDDEN = "hidden"
    STUB = "stub"
    READABLE = "readable"


class Team(Base):
    """Agents who share tickets."""

    __tablename__ = "team"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    others_tickets: Mapped[OthersTickets] = mapped_column(text_enum(OthersTickets), default=OthersTickets.STUB)
    created_at: Mapped[datetime]

    # An id is never given twice: invitations, events and rules may still name a removed one.
    __table_args__ = ({"sqlite_autoincrement": True},)


class TeamMember(Base):
    """One agent in one team."""

    __tablename__ = "team_member"

    team_id: Mapped[int] = mapped_column(BigId, ref("team", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index("ix_team_member_agent_id", "agent_id"),)
