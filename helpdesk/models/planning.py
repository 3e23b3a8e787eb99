"""What supervisors plan with: past weeks played again, and forecasts of those to come."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

# Written out, not bound: a partial index serves only queries that repeat its very condition.
UNFINISHED = text("state IN ('queued', 'running')")


class PlanningState(StrEnum):
    """How far a piece of planning is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Replay(Base):
    """Past weeks, played again. `plan` has the shape of routing.replay.Plan, `outcome` that of routing.replay.replay.

    `team_ids` are the teams whose tickets are counted, null for all. `progress` is from 0 to 100; a running one whose
    `alive_at` is old was left by a process that died. `error` is a word: "too_long", "nothing" or "failed".
    """

    __tablename__ = "replay"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(120))
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    team_ids: Mapped[list[Any] | None]
    since: Mapped[datetime]
    until: Mapped[datetime]
    plan: Mapped[dict[str, Any]]
    state: Mapped[PlanningState] = mapped_column(text_enum(PlanningState), default=PlanningState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    alive_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any] | None]
    error: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_replay_agent_id", "agent_id", "id"),
        Index("ix_replay_unfinished", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
    )


class Forecast(Base):
    """What is expected of the days from `first_day` ("2026-06-08") on, of one team or of the desk (`team_id` null).

    `outcome` has the shape of routing.forecast.make.forecast. The newest that is done counts.
    """

    __tablename__ = "forecast"

    id: Mapped[Pk]
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team", ondelete="CASCADE"))
    first_day: Mapped[str] = mapped_column(String(10))
    state: Mapped[PlanningState] = mapped_column(text_enum(PlanningState), default=PlanningState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    alive_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any] | None]
    error: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_forecast_team_id", "team_id", "id"),
        Index("ix_forecast_unfinished", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
    )
