"""Two clocks keep the facts at once and are killed in the middle: in the end every fact is there, and once."""

import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

from sqlalchemy import delete, select

from helpdesk import db
from helpdesk.actions.report_facts import step
from helpdesk.models import ReportFact, Setting
from helpdesk.reporting.progress import PROGRESS, progress
from tests.cast import Desk
from tests.helpdesk.reports.histories import level, number_events
from tests.stories import answers, visitor_writes

TICKETS = 6
DEATHS = 2
WITHIN_S = 90.0
KEEPER = (
    "import sys, time; from helpdesk import db; from helpdesk.actions import report_facts; db.connect(sys.argv[1])\n"
    "while True: report_facts.step(); time.sleep(0.01)"
)


def test_facts_survive_whoever_keeps_them(desk: Desk, tmp_path: Path) -> None:
    points = tmp_path / "points"
    points.mkdir()
    environ = os.environ | {"HELPDESK_CRASH_POINTS": str(points)}
    command = [sys.executable, "-c", KEEPER, desk.config.resolved_database_url]
    for _ in range(DEATHS):
        for _ in range(TICKETS):
            answers(visitor_writes(desk, browser=str(uuid4())).ticket_id, by=desk.cast.anna)
        number_events()
        (points / "reports.before_commit").touch()
        keepers = [subprocess.Popen(command, env=environ) for _ in range(2)]
        try:
            _wait_until_one_died(keepers)
        finally:
            for keeper in keepers:
                keeper.kill()
                keeper.wait(10)

    level()
    kept = facts()
    with db.transaction() as session:
        session.execute(delete(ReportFact))
        session.execute(delete(Setting).where(Setting.key == PROGRESS))
    level()

    assert kept == facts()
    assert len({fact[0] for fact in kept}) == TICKETS * DEATHS


def test_a_step_that_somebody_else_took_writes_nothing(desk: Desk) -> None:
    answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    level()
    before = facts()

    assert step() is None
    assert facts() == before
    with db.reading() as session:
        reached = progress(session)
    assert reached is not None
    assert reached.rebuilt_to is None


def facts() -> list[tuple[object, ...]]:
    columns = [column for column in ReportFact.__table__.columns if column.key != "id"]
    with db.reading() as session:
        return sorted((tuple(row) for row in session.execute(select(*columns))), key=str)


def _wait_until_one_died(keepers: list["subprocess.Popen[bytes]"]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        if any(keeper.poll() is not None for keeper in keepers):
            return
        time.sleep(0.05)
    raise AssertionError("nobody reached the crash point")
