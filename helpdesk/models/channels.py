"""Channels, leases on running parts, and encrypted secrets."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.tickets import Priority, PriorityColumn


class ChannelKind(StrEnum):
    """The ways in and out."""

    WEBCHAT = "webchat"
    EMAIL = "email"
    TELEGRAM = "telegram"


UNITS: dict[ChannelKind, int] = {ChannelKind.WEBCHAT: 4, ChannelKind.TELEGRAM: 3, ChannelKind.EMAIL: 2}


class Channel(Base):
    """One configured way in and out. `public_key` names it on web sites; `config` holds nothing secret."""

    __tablename__ = "channel"

    id: Mapped[Pk]
    kind: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind))
    name: Mapped[str] = mapped_column(String(80))
    public_key: Mapped[str] = mapped_column(String(40), unique=True)
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team"))
    default_type_id: Mapped[int | None] = mapped_column(BigId, ref("ticket_type"))
    default_priority: Mapped[Priority] = mapped_column(PriorityColumn, default=Priority.NORMAL)
    config: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret_id: Mapped[str | None] = mapped_column(String(32))
    is_paused: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Lease(Base):
    """Who runs a part that must run once; `epoch` rises with each new owner and fences old ones."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    epoch: Mapped[int]
    expires_at: Mapped[datetime]


class Secret(Base):
    """A secret encrypted with AES-GCM; its random id is the associated data."""

    __tablename__ = "secret"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_secret_key_id", "key_id"),)
