"""Replays, forecasts, learning: asked for, worked on by one process at a time, finished, removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, queue
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import Forecast, Learning, PlanningState, Replay, Role, Team
from helpdesk.models.planning import UNFINISHED
from helpdesk.permissions import Actor

PLAN: Final = "routing.planning.plan"
LONGEST: Final = timedelta(days=8 * 7)
SHORTEST: Final = timedelta(hours=1)
MAX_UNFINISHED: Final = 3
KEPT_REPLAYS: Final = 50
KEPT_FORECASTS: Final = 30
LOST_AFTER: Final = timedelta(seconds=60)  # nothing heard of for so long: the process that did it is gone
MAX_ATTEMPTS: Final = 2

Planned: TypeAlias = type[Replay] | type[Forecast] | type[Learning]
KINDS: Final[tuple[Planned, ...]] = (Replay, Forecast, Learning)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be played again, and changed how: the shape of routing.replay.plan.Plan."""

    name: str
    since: datetime
    until: datetime
    plan: Mapping[str, Any]


def ask_replay(session: Session, asked: Asked, *, by: Actor) -> Replay:
    """Have past weeks played again; of a supervisor's those of their teams are counted. The oldest make room."""
    agent_id = _planner(by)
    _require_span(asked)
    if not asked.name.strip():
        raise Invalid("Give it a name.", name="empty")
    db.lock(session, f"replays of {agent_id}")
    unfinished = select(func.count()).select_from(Replay).where(Replay.agent_id == agent_id, UNFINISHED)
    if (session.scalar(unfinished) or 0) >= MAX_UNFINISHED:
        raise Conflict("Wait until one of your replays is done.", code="too_many_replays")
    row = Replay(
        name=asked.name.strip(),
        agent_id=agent_id,
        team_ids=None if by.sees_everything else sorted(by.team_ids),
        since=asked.since,
        until=asked.until,
        plan=dict(asked.plan),
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _make_room(session, agent_id)
    wake_later(session)
    return row


def remove_replay(session: Session, replay_id: int, *, by: Actor) -> None:
    """Remove a replay of one's own; an admin removes anybody's. What works on it finds out and stops."""
    row = session.get(Replay, replay_id, with_for_update=True)
    if row is None or (row.agent_id != by.agent_id and by.role is not Role.ADMIN):
        raise NotFound
    session.delete(row)
    session.flush()


def ask_forecasts(session: Session, first_day: date) -> int:
    """Have forecasts made for the days from one on, of the desk and each team, unless there are; return how many."""
    made = set(session.scalars(select(Forecast.team_id).where(Forecast.first_day == first_day.isoformat())))
    teams: list[int | None] = [None, *session.scalars(select(Team.id).order_by(Team.id))]
    missing = [team_id for team_id in teams if team_id not in made]
    for team_id in missing:
        session.add(Forecast(team_id=team_id, first_day=first_day.isoformat(), created_at=clock.now()))
    old = (first_day - timedelta(days=KEPT_FORECASTS)).isoformat()
    session.execute(delete(Forecast).where(Forecast.first_day < old))
    session.flush()
    return len(missing)


def is_any_left(session: Session) -> bool:
    """Say whether something waits to be worked on that nobody works on."""
    if _is_somebody_at_it(session):
        return False
    return any(session.scalar(select(kind.id).where(UNFINISHED).limit(1)) is not None for kind in KINDS)


def claim(session: Session) -> Replay | Forecast | Learning | None:
    """Take the next piece of work, a replay first; None when there is none or another process is at one.

    What was begun and left twice failed.
    """
    db.lock(session, "planning")
    if _is_somebody_at_it(session):
        return None
    now = clock.now()
    for kind in KINDS:
        session.execute(
            update(kind)
            .where(UNFINISHED, kind.attempts >= MAX_ATTEMPTS)
            .values(state=PlanningState.FAILED, error="failed", finished_at=now)
        )
        row = session.scalar(select(kind).where(UNFINISHED).order_by(kind.id).limit(1))
        if isinstance(row, Replay | Forecast | Learning):
            row.state, row.alive_at, row.progress = PlanningState.RUNNING, now, 0
            row.attempts += 1
            session.flush()
            return row
    return None


def progress(session: Session, kind: Planned, id: int, percent: int) -> bool:
    """Note how far a piece of work is; False when it is not wanted any more."""
    running = update(kind).where(kind.id == id, kind.state == PlanningState.RUNNING)
    return db.changed(session, running.values(progress=percent, alive_at=clock.now())) == 1


def alive(session: Session, kind: Planned, id: int) -> None:
    """Note that somebody is still at a piece of work."""
    session.execute(update(kind).where(kind.id == id, kind.state == PlanningState.RUNNING).values(alive_at=clock.now()))


def finish(session: Session, kind: Planned, id: int, outcome: Mapping[str, Any]) -> None:
    """Keep what came out, if it is still wanted."""
    values = {"state": PlanningState.DONE, "progress": 100, "outcome": dict(outcome), "error": None}
    session.execute(update(kind).where(kind.id == id).values(**values, finished_at=clock.now()))


def fail(session: Session, kind: Planned, id: int, error: str) -> None:
    """Note that nothing came out, and the word why."""
    values = {"state": PlanningState.FAILED, "error": error}
    session.execute(update(kind).where(kind.id == id).values(**values, finished_at=clock.now()))


def wake_later(session: Session) -> None:
    """Have what was asked for worked on as soon as this transaction has committed."""
    db.after_commit(session, "planning", _wake)


def _wake() -> None:
    queue.wake(PLAN)


def _is_somebody_at_it(session: Session) -> bool:
    since = clock.now() - LOST_AFTER
    alive = (select(exists().where(kind.state == PlanningState.RUNNING, kind.alive_at > since)) for kind in KINDS)
    return any(session.scalar(one) for one in alive)


def _make_room(session: Session, agent_id: int) -> None:
    newest = select(Replay.id).where(Replay.agent_id == agent_id).order_by(Replay.id.desc()).limit(KEPT_REPLAYS)
    too_old = Replay.id.not_in(newest.scalar_subquery())
    finished = or_(Replay.state == PlanningState.DONE, Replay.state == PlanningState.FAILED)
    session.execute(delete(Replay).where(Replay.agent_id == agent_id, too_old, finished))


def _require_span(asked: Asked) -> None:
    if asked.until > clock.now():
        raise Invalid("Only what has been can be played again.", until="future")
    if asked.until - asked.since < SHORTEST:
        raise Invalid("Choose at least an hour.", until="too_short")
    if asked.until - asked.since > LONGEST:
        raise Invalid("Choose at most eight weeks.", since="too_long")


def _planner(by: Actor) -> int:
    if by.agent_id is None or by.role not in (Role.SUPERVISOR, Role.ADMIN):
        raise Forbidden
    return by.agent_id
