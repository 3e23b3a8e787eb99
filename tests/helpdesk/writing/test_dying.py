"""A process dies in the middle of telling of a promise, or of a macro: it happens once all the same."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions import promises
from helpdesk.actions.macros import MacroChanges, create_macro, run_macro
from helpdesk.actions.promises import Due
from helpdesk.models import Event, MacroRun, Notification, Priority, Promise, PromiseKind
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

TELLS = "import sys; from helpdesk import db; from helpdesk.actions import promises; db.connect(sys.argv[1]); promises.tell_due()"
RUNS = """
import sys
from helpdesk import db
from helpdesk.actions.macros import run_macro
from helpdesk.models import Agent
from helpdesk.queries.rights import actor_of
db.connect(sys.argv[1])
with db.transaction() as session:
    by = actor_of(session, session.get_one(Agent, int(sys.argv[4])))
    run_macro(session, int(sys.argv[2]), int(sys.argv[3]), key="once", by=by)
"""


def dies(desk: Desk, tmp_path: Path, script: str, *arguments: object, point: str) -> None:
    folder = tmp_path / "crash"
    folder.mkdir()
    (folder / point).touch()
    command = [sys.executable, "-c", script, desk.config.resolved_database_url, *map(str, arguments)]
    done = subprocess.run(command, env=os.environ | {"HELPDESK_CRASH_POINTS": str(folder)}, check=False, timeout=120)
    assert done.returncode == -9, "it did not come to the point"


def test_a_promise_is_told_once_though_the_clock_dies_telling(desk: Desk, tmp_path: Path) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        due = Due(clock.now() + timedelta(hours=1))
        promises.make(session, asked.ticket_id, PromiseKind.PROMISE, text="Call", due=due, by=desk.cast.anna)
        session.execute(update(Promise).values(due_at=clock.now() - timedelta(seconds=1)))

    dies(desk, tmp_path, TELLS, point="promise.before_commit")
    for _ in range(2):
        promises.tell_due()

    with db.reading() as session:
        assert session.query(Notification).count() == 1


def test_a_macro_happens_once_though_the_edge_dies_running_it(desk: Desk, tmp_path: Path) -> None:
    anna, asked = desk.cast.anna, visitor_writes(desk)
    with db.transaction() as session:
        steps = [{"do": "priority", "priority": "urgent"}]
        macro_id = create_macro(session, MacroChanges("Urgent", steps), by=anna).id

    dies(desk, tmp_path, RUNS, macro_id, asked.ticket_id, anna.agent_id, point="macro.before_commit")
    assert ticket_of(asked).priority is Priority.NORMAL
    for _ in range(2):
        with db.transaction() as session:
            run_macro(session, macro_id, asked.ticket_id, key="once", by=anna)

    assert ticket_of(asked).priority is Priority.URGENT
    with db.reading() as session:
        assert session.query(MacroRun).count() == 1
        assert session.query(Event).filter_by(kind="ticket.macro_run").count() == 1
