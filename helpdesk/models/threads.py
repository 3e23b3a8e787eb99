"""Threads: where a ticket talks with one peer on one channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref


class Thread(Base):
    """One line of talk with one peer.

    `peer` is the channel's own name for whom we talk to: the visitor's id, a mail address, "chat" or "chat/topic".
    `details` is JSON of the channel: To and Cc of a mail thread, the business connection of a Telegram one.
    """

    __tablename__ = "thread"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    identity_id: Mapped[int | None] = mapped_column(BigId, ref("identity"))
    peer: Mapped[str] = mapped_column(String(320))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    customer_seen_id: Mapped[int] = mapped_column(BigId, default=0)  # newest of our messages the customer has seen
    desk_seen_id: Mapped[int] = mapped_column(BigId, default=0)  # newest of their messages an agent has seen
    is_closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_thread_ticket_id", "ticket_id"),
        Index("ix_thread_channel_peer", "channel_id", "peer", "id"),
    )
