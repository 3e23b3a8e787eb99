"""Who is at the desk: one row per agent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, ref, text_enum


class PresenceStatus(StrEnum):
    """What an agent chose; whether they are online is told by last_seen_at."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"
    OFFLINE = "offline"


class Presence(Base):
    """The chosen status and the last sign of life of an agent."""

    __tablename__ = "presence"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    status: Mapped[PresenceStatus] = mapped_column(text_enum(PresenceStatus), default=PresenceStatus.AVAILABLE)
    reason: Mapped[str | None] = mapped_column(String(80))
    changed_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    is_online: Mapped[bool] = mapped_column(default=False)  # as last announced; presence.py keeps it true
    idle_since: Mapped[datetime | None]
    last_assigned_at: Mapped[datetime | None]
    online_since: Mapped[datetime | None]  # shorter absences than five minutes do not count
    active_at: Mapped[datetime | None]  # when they last touched their console
    leaves_at: Mapped[datetime | None]  # when they go home today, where they said so
    missed_offers: Mapped[int] = mapped_column(default=0, server_default="0")  # in a row
