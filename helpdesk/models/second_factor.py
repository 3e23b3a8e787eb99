"""The second proof at sign-in: a phone's codes, codes for the day it is lost, and who is between two steps."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum


class StepKind(StrEnum):
    """What is still asked of somebody whose password was right."""

    CODE = "code"
    ENROL = "enrol"


class SecondFactor(Base):
    """An agent's authenticator. It counts since `since`; `pending_secret_id` is one whose first code has not come yet.

    last_step: the 30 seconds (counted from 1970) of the last code that was accepted.
    told_steps: those of codes that were refused for a clock that is ahead; they never count.
    """

    __tablename__ = "second_factor"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    secret_id: Mapped[str | None] = mapped_column(String(32))
    pending_secret_id: Mapped[str | None] = mapped_column(String(32))
    since: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    told_steps: Mapped[list[Any]] = mapped_column(default=list)  # JSON: numbers


class RecoveryCode(Base):
    """A code that stands in for the authenticator once. Only its SHA-256 is kept: it has 120 random bits."""

    __tablename__ = "recovery_code"

    id: Mapped[Pk]
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_recovery_code_agent_id", "agent_id"),)


class SignInStep(Base):
    """A browser that has shown the password and may now do one thing: enter a code, or set its second factor up."""

    __tablename__ = "sign_in_step"

    id: Mapped[Pk]
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_sign_in_step_agent_id", "agent_id"),)
