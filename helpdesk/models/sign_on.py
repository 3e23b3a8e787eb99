"""Signing in at somebody else's: who an identity there belongs to, and sign-ins under way."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref


class AgentIdentity(Base):
    """Somebody at a provider who is one of our agents. The pair of issuer and subject says who; `email` is only shown."""

    __tablename__ = "agent_identity"

    id: Mapped[Pk]
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("issuer", "subject"), Index("ix_agent_identity_agent_id", "agent_id"))


class SignOnAttempt(Base):
    """A browser that was sent to the provider: good once, for ten minutes, in that browser alone.

    Nonce and PKCE's verifier are made from the browser's token, of which only the SHA-256 is here.
    agent_id: who links an identity to themselves; null for signing in.
    """

    __tablename__ = "sign_on_attempt"

    id: Mapped[Pk]
    state_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    issuer: Mapped[str] = mapped_column(String(500))
    next_path: Mapped[str] = mapped_column(String(1000), default="")
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_sign_on_attempt_expires_at", "expires_at"),)
