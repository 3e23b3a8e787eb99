"""Replays and forecasts, for the supervisors who plan with them."""

from math import ceil
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Forecast, PlanningState, Replay, Role
from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json, iso

LISTED: Final = 100


def replays(session: Session, actor: Actor) -> list[Json]:
    """Return the newest replays this supervisor may see, without their outcomes."""
    found = session.scalars(select(Replay).order_by(Replay.id.desc()).limit(LISTED))
    return [_replay(row) for row in found if _may_see(actor, row)]


def replay(session: Session, actor: Actor, replay_id: int) -> Json:
    """Return one replay with its outcome."""
    row = session.get(Replay, replay_id)
    if row is None or not _may_see(actor, row):
        raise NotFound
    return _replay(row) | {"plan": row.plan, "outcome": row.outcome}


def forecast(session: Session, actor: Actor, team_id: int | None) -> Json:
    """Return the newest forecast of a team; of none named, of the whole desk to those who see all of it.

    Else it is of their first team. `outcome` null: none yet. NotFound for a team that is not theirs.
    """
    if team_id is None and not actor.sees_everything:
        team_id = min(actor.team_ids, default=None)
    if not actor.sees_everything and (team_id is None or team_id not in actor.team_ids):
        raise NotFound
    theirs = Forecast.team_id.is_(None) if team_id is None else Forecast.team_id == team_id
    wanted = select(Forecast).where(theirs).order_by(Forecast.id.desc()).limit(1)
    done = session.scalar(wanted.where(Forecast.state == PlanningState.DONE))
    newest = session.scalar(wanted)
    return {
        "team_id": team_id,
        "first_day": None if done is None else done.first_day,
        "made_at": None if done is None else iso(done.finished_at),
        "outcome": None if done is None else done.outcome,
        "newest": None if newest is None else {"state": newest.state.value, "progress": newest.progress},
    }


def _may_see(actor: Actor, row: Replay) -> bool:
    if row.agent_id == actor.agent_id or actor.role is Role.ADMIN:
        return True
    return row.team_ids is not None and set(row.team_ids) <= actor.team_ids


def _replay(row: Replay) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "agent_id": row.agent_id,
        "team_ids": row.team_ids,
        "since": iso(row.since),
        "until": iso(row.until),
        "status": row.state.value,
        "progress": row.progress,
        "created_at": iso(row.created_at),
        "finished_at": iso(row.finished_at),
        "error": row.error,
        "changed": _changed(row.outcome),
    }


def _changed(outcome: Json | None) -> Json | None:
    """Return what one replay is compared with another by."""
    if outcome is None:
        return None
    run = outcome["changed"]
    return {
        "kept": run["all"]["kept"],
        "wait_p50_s": run["all"]["wait_p50_s"],
        "agent_hours": run["agent_hours"],
    }


def forecast_table(shown: Json, *, shrinkage: float) -> tuple[list[str], list[list[str | int | float | None]]]:
    """Return head and rows of a forecast's half-hours. shrinkage: share of the paid time people are not at the desk."""
    outcome = shown["outcome"] or {}
    channels = outcome.get("channels", [])
    head = ["begins_at", "day", "holiday", "tickets", "low", "high", *channels, "agents", "agents_planned"]
    rows: list[list[str | int | float | None]] = [
        [
            slot["begins_at"],
            slot["day"],
            int(slot["is_holiday"]),
            slot["mean"],
            slot["low"],
            slot["high"],
            *(slot["by_channel"].get(channel, 0) for channel in channels),
            slot["agents"],
            ceil(slot["agents"] / (1 - shrinkage) - 1e-9),
        ]
        for slot in outcome.get("slots", [])
    ]
    return head, rows
