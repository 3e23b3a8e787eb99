"""Two clock parts at once, killed in the middle again and again: every breach is told and acted on exactly once."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.models import Event, Notification, Priority, SlaClock, Ticket
from tests.cast import Desk
from tests.helpdesk.sla.promised import promise
from tests.stories import takes, visitor_writes

TICKETS = 8
DEATHS = 3
WITHIN_S = 90.0
SWEEPER = (
    "import sys, time; from helpdesk import db; from helpdesk.actions import sla_sweep; db.connect(sys.argv[1])\n"
    "while True: sla_sweep.sweep(); time.sleep(0.01)"
)
POINTS = ("sla.before_commit", "sla.after_commit")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_desk(request: pytest.FixtureRequest) -> Desk:
    """A desk at work on either database."""
    found: Desk = request.getfixturevalue("desk" if request.param == "sqlite" else "postgresql_desk")
    return found


@pytest.fixture
def sweeper(any_desk: Desk, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start a process that sweeps until it dies."""
    started: list[subprocess.Popen[bytes]] = []
    environ = os.environ | {"HELPDESK_CRASH_POINTS": str(points(tmp_path))}

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", SWEEPER, any_desk.config.resolved_database_url]
        started.append(subprocess.Popen(command, env=environ))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def points(tmp_path: Path) -> Path:
    folder = tmp_path / "crash"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.timeout(240)
def test_a_breach_is_told_and_acted_on_exactly_once(
    any_desk: Desk, sweeper: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    ids = due_one_after_the_other(any_desk)
    folder = points(tmp_path)
    for point in POINTS:
        (folder / point).touch()

    running = [sweeper(), sweeper()]
    deaths = 0
    until = time.monotonic() + WITHIN_S
    while not is_all_done(ids) and time.monotonic() < until:
        for n, process in enumerate(running):
            if process.poll() is not None:
                assert process.returncode == -9
                deaths += 1
                if deaths < DEATHS:
                    (folder / POINTS[deaths % 2]).touch()
                running[n] = sweeper()
        time.sleep(0.02)

    assert deaths >= 2, "nobody died, so nothing was proved"
    assert is_all_done(ids)
    with db.reading() as session:
        told = Counter(session.scalars(select(Event.ticket_id).where(Event.kind == "sla.breached")))
        notified = Counter(session.scalars(select(Notification.ticket_id)))
        raised = Counter(session.scalars(select(Event.ticket_id).where(Event.kind == "ticket.priority_changed")))
        assert told == notified == raised == Counter(ids)
        assert set(session.scalars(select(Ticket.priority))) == {Priority.URGENT}


def due_one_after_the_other(desk: Desk) -> list[int]:
    """Return tickets that anna has and that are due from now on, a quarter of a second apart."""
    escalation = {"at": "breach", "priority": "urgent", "notify": {"assignee": True}}
    promise(desk, {"normal": {"first_response": 60}, "urgent": {"first_response": 60}}, escalations=[escalation])
    now, ids = clock.now(), []
    for n in range(TICKETS):
        with clock.fixed(now - timedelta(minutes=60) + timedelta(seconds=2 + n / 4)):
            ids.append(visitor_writes(desk, browser=f"v{n}").ticket_id)
            takes(ids[-1], by=desk.cast.anna)
    return ids


def is_all_done(ids: list[int]) -> bool:
    with db.reading() as session:
        rows = session.scalars(select(SlaClock)).all()
        return len(rows) == len(ids) and all(row.breached_at and not row.owes for row in rows)
