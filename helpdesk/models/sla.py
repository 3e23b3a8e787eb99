"""Service levels: policies, calendars, and a clock per ticket and target."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

# Written out, not bound: a partial index serves only queries that repeat its very condition.
RUNS = text("met_at IS NULL AND breached_at IS NULL")
OWED = text("owes IS NOT NULL")
UNWARNED = text("met_at IS NULL AND breached_at IS NULL AND warned_at IS NULL")


class SlaTarget(StrEnum):
    """What a clock waits for."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class Calendar(Base):
    """Business hours. `hours` is JSON: weekday "0".."6" -> [["09:00", "18:00"] ...]; `holidays` a list of dates.

    `holidays` is what counts. `days` says where each comes from: [date, name, "country" | "hand" | "ical"].
    `holiday_source` is {"country", "subdivision", "years"}; years null: from last year to three years ahead.
    """

    __tablename__ = "calendar"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    time_zone: Mapped[str] = mapped_column(String(60))
    hours: Mapped[dict[str, Any]]
    holidays: Mapped[list[Any]] = mapped_column(default=list)
    holiday_source: Mapped[dict[str, Any] | None]
    days: Mapped[list[Any] | None]


class SlaPolicy(Base):
    """Targets in minutes by priority for the tickets its conditions match; the first match by position wins.

    The shapes of the JSON columns are those of helpdesk.sla_policies. A removed one stays for its clocks' sake.
    """

    __tablename__ = "sla_policy"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    is_enabled: Mapped[bool] = mapped_column(default=True)
    calendar_id: Mapped[int | None] = mapped_column(BigId, ref("calendar"))
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    targets: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pauses: Mapped[list[Any] | None]
    warn_percent: Mapped[int | None]
    escalations: Mapped[list[Any] | None]
    removed_at: Mapped[datetime | None]


class SlaClock(Base):
    """One target of one ticket: when it is due, whether it stands still, how it ended.

    A clock that was breached keeps that due time, and gets a `met_at` when the answer comes late. `agent_id` and
    `team_id` are those who had the ticket when it was met or, before that, breached. `owes` is the moment, "warning" or
    "breach", whose escalation is still to be done.
    """

    __tablename__ = "sla_clock"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    target: Mapped[SlaTarget] = mapped_column(text_enum(SlaTarget))
    run: Mapped[int] = mapped_column(default=1)
    policy_id: Mapped[int] = mapped_column(BigId, ref("sla_policy"))
    policy_version: Mapped[int]
    calendar_version: Mapped[int | None]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    consumed_s: Mapped[int] = mapped_column(default=0)
    target_minutes: Mapped[int | None]
    warn_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]
    agent_id: Mapped[int | None] = mapped_column(BigId)
    team_id: Mapped[int | None] = mapped_column(BigId)
    owes: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        UniqueConstraint("ticket_id", "target", "run"),
        Index(
            "ix_sla_clock_due_at",
            "due_at",
            sqlite_where=RUNS,
            postgresql_where=RUNS,
        ),
        Index("ix_sla_clock_owes", "id", sqlite_where=OWED, postgresql_where=OWED),
        Index("ix_sla_clock_warn_at", "warn_at", sqlite_where=UNWARNED, postgresql_where=UNWARNED),
    )
