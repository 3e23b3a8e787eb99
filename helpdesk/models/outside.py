"""Other systems: the keys they call the API with, and what they tell of customers."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref


class ApiKey(Base):
    """A key of another system. It acts with the rights its agent has at that moment, within `scopes`.

    Only its hash is kept; `hint` is its last characters, to tell keys apart.
    """

    __tablename__ = "api_key"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    per_minute: Mapped[int] = mapped_column(default=300)
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class OutsideEvent(Base):
    """A purchase, a payment, a call: something that happened elsewhere. Known once by (source, key).

    amount_minor: integer in the currency's smallest unit, negative for money that went back.
    """

    __tablename__ = "outside_event"

    id: Mapped[Pk]
    customer_id: Mapped[int] = mapped_column(BigId, ref("customer"))
    ticket_id: Mapped[int | None] = mapped_column(BigId, ref("ticket"))
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    api_key_id: Mapped[int | None] = mapped_column(BigId, ref("api_key"))
    source: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300), default="")
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    outcome: Mapped[str] = mapped_column(String(40), default="")
    duration_s: Mapped[int | None]
    happened_at: Mapped[datetime]
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("source", "key"),
        Index("ix_outside_event_customer_id", "customer_id", "happened_at"),
        Index("ix_outside_event_kind", "kind", "customer_id", "currency", "happened_at", "amount_minor"),
    )
