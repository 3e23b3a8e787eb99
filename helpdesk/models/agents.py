"""Those who sign in: agents, their skills and languages."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.teams import TeamMember

DEFAULT_CAPACITY_UNITS = 12


class Role(StrEnum):
    """The three roles of those who sign in."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Agent(Base):
    """A person of the desk. `email` is kept casefolded; an agent is deactivated, never deleted."""

    __tablename__ = "agent"

    id: Mapped[Pk]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(10), default="en")
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    capacity_units: Mapped[int] = mapped_column(default=DEFAULT_CAPACITY_UNITS)
    calendar_id: Mapped[int | None] = mapped_column(BigId)  # their working hours
    is_active: Mapped[bool] = mapped_column(default=True)
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)  # JSON: the console's own settings
    created_at: Mapped[datetime]

    skills: Mapped[list["AgentSkill"]] = relationship(cascade="all, delete-orphan", lazy="raise")
    languages: Mapped[list["AgentLanguage"]] = relationship(cascade="all, delete-orphan", lazy="raise")
    memberships: Mapped[list[TeamMember]] = relationship(cascade="all, delete-orphan", lazy="raise")


class AgentPicture(Base):
    """How an agent looks to colleagues and visitors; `public_id` is in its address, another one for each picture.

    `png`: a few kilobytes, here and not among the files, where everything that deletes would have to know of it.
    """

    __tablename__ = "agent_picture"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent"), primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]


class Skill(Base):
    """Something a ticket may ask for and an agent may be good at."""

    __tablename__ = "skill"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(60), unique=True)

    # An id is never given twice: invitations, events and rules may still name a removed one.
    __table_args__ = ({"sqlite_autoincrement": True},)


class AgentSkill(Base):
    """How good an agent is at a skill: level 1 to 5."""

    __tablename__ = "agent_skill"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(BigId, ref("skill", ondelete="CASCADE"), primary_key=True)
    level: Mapped[int]

    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        Index("ix_agent_skill_skill_id", "skill_id"),
    )


class AgentLanguage(Base):
    """A language an agent writes: "en", "ru", "uk" ..."""

    __tablename__ = "agent_language"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
