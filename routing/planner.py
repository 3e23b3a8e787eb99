"""The process that works out replays and forecasts, and learns: `python -m routing.planner PARENT`, the database on its input."""

import ctypes
import logging
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db, settings
from helpdesk.actions import learning as learnt
from helpdesk.actions import planning
from helpdesk.actions.planning import Planned
from helpdesk.models import Calendar, Forecast, Learning, Replay, SlaPolicy
from routing.desk_rules import load_desk
from routing.forecast import arrivals
from routing.forecast.make import Effort, forecast
from routing.learning import examples
from routing.learning.examples import TooFew
from routing.replay import history
from routing.replay.desk import TooLong
from routing.replay.plan import read_plan
from routing.replay.run import Limits, replay

log = logging.getLogger(__name__)

MAX_S: Final = 300.0
LONGEST_S: Final = 900  # of one piece of work, whatever it hangs in
SAY_EVERY_S: Final = 1.0
BEAT_EVERY_S: Final = 10.0
LEARNING_BYTES: Final = 2_000_000_000
NICE: Final = 10
LEARNT_WEEKS: Final = 12
WORKED_WEEKS: Final = 4
WORKED_TICKETS: Final = 8_000
PR_SET_PDEATHSIG: Final = 1

Watch = Callable[[float], None]


class Unwanted(Exception):
    """Somebody removed what is worked on, or the desk has stopped."""


def main() -> None:
    """Work out what waits, one after the other, until nothing does."""
    parent = int(sys.argv[1])
    url = sys.stdin.buffer.read().decode()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.nice(NICE)
    db.connect(url)
    signal.alarm(LONGEST_S)
    while os.getppid() == parent and _work_one(parent):
        signal.alarm(LONGEST_S)


def work_all() -> int:
    """Work out everything that waits in this very process; return how many pieces that were."""
    done = 0
    while _work_one(os.getppid()):
        done += 1
    return done


def _work_one(parent: int) -> bool:
    with db.transaction() as session:
        row = planning.claim(session)
    if row is None:
        return False
    kind: Planned = type(row)
    try:
        if isinstance(row, Learning):
            _learn(row, parent)
            return True
        outcome = _replayed(row, parent) if isinstance(row, Replay) else _foreseen(row, parent)
    except Unwanted:
        return True
    except TooFew:
        _fail(kind, row.id, "too_few")
    except TooLong:
        _fail(kind, row.id, "too_long")
    except Exception:
        log.exception("%s %s failed", kind.__tablename__, row.id)
        _fail(kind, row.id, "failed")
    else:
        with db.transaction() as session:
            planning.finish(session, kind, row.id, outcome)
    return True


def _replayed(row: Replay, parent: int) -> dict[str, object]:
    with db.reading() as session:
        past = history.load(session, row.since, row.until)
    teams = None if row.team_ids is None else frozenset(row.team_ids)
    return replay(past, read_plan(row.plan), watch=_watch(row, parent), limits=Limits(MAX_S, teams))


def _foreseen(row: Forecast, parent: int) -> dict[str, object]:
    first = date.fromisoformat(row.first_day)
    with db.reading() as session:
        zone = settings.get(session, "time_zone")
        came = arrivals.load(
            session,
            first_day=max(first - timedelta(weeks=LEARNT_WEEKS), _began(session, zone) or first),
            last_day=first - timedelta(days=1),
            time_zone=zone,
            team_id=row.team_id,
            closed=_holidays(session),
        )
        until = arrivals.begin_of((first, 0), ZoneInfo(zone))
        past = history.load(session, until - timedelta(weeks=WORKED_WEEKS), until, max_tickets=WORKED_TICKETS)
    return forecast(came, past, effort=Effort(MAX_S, _watch(row, parent)))


def _learn(row: Learning, parent: int) -> None:
    # scikit-learn takes a second and 130 MB: nothing else that is worked out here wants it.
    learn = import_module("routing.learning.learn").learn
    with db.reading() as session:
        found, desk = examples.load(session), load_desk(session)
        corrected = examples.corrected(session, found)
    with _within(LEARNING_BYTES), _beating(row.id):
        models, outcome = learn(found, desk, watch=_watch(row, parent))
    with db.transaction() as session:
        learnt.keep(session, row.id, models, outcome | {"corrected": corrected})


@contextmanager
def _within(most: int) -> Iterator[None]:
    """Let this process have so much memory and no more, or as much as it may have anyway."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = [limit for limit in before if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([most, *allowed]), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


@contextmanager
def _beating(learning_id: int) -> Iterator[None]:
    """Say that somebody is at it, though a single step of learning may take longer than anybody waits for a word."""
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(learning_id, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(BEAT_EVERY_S)


def _beat(learning_id: int, done: threading.Event) -> None:
    while not done.wait(BEAT_EVERY_S):
        with db.transaction() as session:
            planning.alive(session, Learning, learning_id)


def _began(session: Session, zone: str) -> date | None:
    """Return the first whole day of the desk: the one after its first ticket."""
    first = arrivals.first_at(session)
    return None if first is None else first.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)


def _holidays(session: Session) -> frozenset[date]:
    """Return the holidays of the calendar that counts first: that of the first policy, else the first there is."""
    promised = select(Calendar).join(SlaPolicy, SlaPolicy.calendar_id == Calendar.id)
    wanted = promised.where(SlaPolicy.is_enabled, SlaPolicy.removed_at.is_(None)).order_by(SlaPolicy.position)
    calendar = session.scalar(wanted.limit(1)) or session.scalar(select(Calendar).order_by(Calendar.id).limit(1))
    return frozenset() if calendar is None else frozenset(date.fromisoformat(str(day)) for day in calendar.holidays)


def _watch(row: Replay | Forecast | Learning, parent: int) -> Watch:
    """Return what notes how far a piece of work is, at most once a second; it raises Unwanted to end the work."""
    kind, id, said_at = type(row), row.id, [time.monotonic()]

    def watch(share: float) -> None:
        if time.monotonic() - said_at[0] < SAY_EVERY_S:
            return
        said_at[0] = time.monotonic()
        with db.transaction() as session:
            is_wanted = planning.progress(session, kind, id, min(99, int(share * 100)))
        if not is_wanted or os.getppid() != parent:
            raise Unwanted

    return watch


def _fail(kind: Planned, id: int, error: str) -> None:
    with db.transaction() as session:
        planning.fail(session, kind, id, error)


if __name__ == "__main__":
    main()
