"""Replays and forecasts are worked out beside the desk: one process of its own, with the least priority."""

import os
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from helpdesk import clock, db, queue, settings
from helpdesk.actions import learning, planning
from helpdesk.actions.planning import PLAN
from helpdesk.models import Forecast, Ticket

NIGHT: Final = time(0, 20)  # of the desk: the day before is complete by then
MORNING: Final = time(6, 0)
_ROOT: Final = Path(__file__).resolve().parent.parent

_looked_on: date | None = None  # whether to learn anew is asked once a night
_child: subprocess.Popen[bytes] | None = None


def plan() -> None:
    """Start the process that works out what waits, unless one does; harmless to repeat."""
    global _child
    queue.begun(PLAN)
    if _child is not None and _child.poll() is None:
        return
    with db.reading() as session:
        if not planning.is_any_left(session):
            return
    url = db.current().writes.url.render_as_string(hide_password=False)
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    _child = subprocess.Popen(
        [sys.executable, "-m", "routing.planner", str(os.getpid())],
        stdin=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert _child.stdin is not None
    # Not as an argument: everybody on the machine may read those, and the address holds a password.
    with _child.stdin as pipe:
        pipe.write(url.encode())


def tick() -> bool:
    """Ask for tonight's forecasts when it is time, and wake whoever works them out; return whether there was work."""
    _ask_tonight()
    _learn_tonight()
    with db.reading() as session:
        if not planning.is_any_left(session):
            return False
    if not queue.wake(PLAN):
        plan()
    return True


def _learn_tonight() -> None:
    global _looked_on
    with db.reading() as session:
        local = clock.now().astimezone(ZoneInfo(settings.get(session, "time_zone")))
    if _looked_on == local.date() or not NIGHT <= local.time() < MORNING:
        return
    _looked_on = local.date()
    with db.transaction() as session:
        learning.ask_again(session)


def _ask_tonight() -> None:
    with db.reading() as session:
        local = clock.now().astimezone(ZoneInfo(settings.get(session, "time_zone")))
        today = local.date()
        is_asked = select(Forecast.id).where(Forecast.team_id.is_(None), Forecast.first_day == today.isoformat())
        if local.time() < NIGHT or session.scalar(is_asked.limit(1)) is not None:
            return
        first = session.scalar(select(Ticket.created_at).order_by(Ticket.id).limit(1))
        # A desk that begins today has nothing to foresee from, and its start is no time for a process more.
        if first is None or first.astimezone(local.tzinfo).date() >= today:
            return
    with db.transaction() as session:
        planning.ask_forecasts(session, today)
