"""Replays of past weeks, and forecasts."""

from typing import Any, Literal

from web.api.schemas.shown import Shown

State = Literal["queued", "running", "done", "failed"]


class Compared(Shown):
    """What one replay is compared with another by: the figures of its changed run."""

    kept: float | None
    wait_p50_s: float | None
    agent_hours: float


class ReplayView(Shown):
    """Past weeks played again. progress: percent. error: "too_long" or "failed". team_ids: whose tickets count."""

    id: int
    name: str
    agent_id: int
    team_ids: list[int] | None
    since: str
    until: str
    status: State
    progress: int
    created_at: str
    finished_at: str | None
    error: str | None
    changed: Compared | None


class ReplayDetail(ReplayView):
    """The same with its plan and, once it is done, its outcome.

    outcome: real, unchanged and changed figures (all, by_channel, by_day, by_hour), calibration, head counts.
    """

    plan: dict[str, Any]
    outcome: dict[str, Any] | None


class Newest(Shown):
    """How far the newest forecast is."""

    state: State
    progress: int


class ForecastView(Shown):
    """The newest forecast that is done. outcome: half-hours with mean, interval and agents, the error, the simulation."""

    team_id: int | None
    first_day: str | None
    made_at: str | None
    outcome: dict[str, Any] | None
    newest: Newest | None
