"""Signing in: sessions, invitations, links for a new password."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.agents import Role
from helpdesk.models.base import Base, BigId, Pk, ref, text_enum


class AgentSession(Base):
    """A signed-in browser. Only the SHA-256 of its token is kept."""

    __tablename__ = "agent_session"

    id: Mapped[Pk]
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45), default="")
    browser: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index("ix_agent_session_agent_id", "agent_id"),)


class Invitation(Base):
    """A single-use link that makes an agent. Only the SHA-256 of its token is kept.

    `grants` is {"team_ids": [int], "skills": [[skill_id, level]], "languages": [str], "capacity_units": int}.
    """

    __tablename__ = "invitation"

    id: Mapped[Pk]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[Role] = mapped_column(text_enum(Role))
    grants: Mapped[dict[str, Any]] = mapped_column(default=dict)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A single-use link by which an agent chooses a new password. Only the SHA-256 of its token is kept."""

    __tablename__ = "password_reset"

    id: Mapped[Pk]
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_password_reset_agent_id", "agent_id"),)
