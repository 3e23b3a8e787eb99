"""A process dies in the middle of a rule, or two work side by side: the occasion has one run all the same."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions.automations import drain, timed
from helpdesk.models import Event, Ticket
from tests.automating import LETTER, arranges, events_of, letters, numbered, runs
from tests.cast import Desk
from tests.stories import visitor_writes

WORK = (
    "import sys; from helpdesk import db, secrets; from helpdesk.actions.automations import {0}; "
    "db.connect(sys.argv[1]); {0}.{1}()"
)
HOUR = timedelta(hours=1)


def dies_in(desk: Desk, tmp_path: Path, *, point: str, module: str, work: str) -> None:
    """Do the work in a process of its own that kills itself at the point."""
    folder = tmp_path / "crash"
    folder.mkdir()
    (folder / point).touch()
    command = [sys.executable, "-c", WORK.format(module, work), desk.config.resolved_database_url]
    done = subprocess.run(command, env=os.environ | {"HELPDESK_CRASH_POINTS": str(folder)}, check=False, timeout=120)
    assert done.returncode == -9, "it did not come to the point"


def long_ago() -> None:
    """Make what happened an hour old, so that nothing is waited for."""
    then = clock.now() - HOUR
    with db.transaction() as session:
        session.execute(update(Event).values(created_at=then))
        session.execute(update(Ticket).values(created_at=then, waiting_since=then))


@pytest.mark.parametrize("point", ["automations.before_commit", "automations.after_commit"])
def test_killed_over_an_event_it_writes_one_letter(desk: Desk, tmp_path: Path, point: str) -> None:
    with clock.fixed(clock.now() - 2 * HOUR):
        arranges(desk, "ticket.created", LETTER)
    visitor_writes(desk)
    numbered()
    long_ago()

    dies_in(desk, tmp_path, point=point, module="drain", work="drain")
    drain.drain()

    assert (len(runs()), len(letters()), len(events_of("automation.ran"))) == (1, 1, 1)


@pytest.mark.parametrize("point", ["automations.before_commit", "automations.after_commit"])
def test_killed_over_a_wait_it_writes_one_letter(desk: Desk, tmp_path: Path, point: str) -> None:
    with clock.fixed(clock.now() - 2 * HOUR):
        arranges(desk, "waiting_agent", LETTER, minutes=30)
    visitor_writes(desk)
    long_ago()

    dies_in(desk, tmp_path, point=point, module="timed", work="run_due")
    timed.run_due()

    assert (len(runs()), len(letters())) == (1, 1)


def test_two_at_once_run_each_occasion_once(either_desk: Desk) -> None:
    desk = either_desk
    with clock.fixed(clock.now() - 2 * HOUR):
        arranges(desk, "ticket.created", {"do": "add_tags", "tags": ["seen"]})
        arranges(desk, "waiting_agent", LETTER, minutes=30)
    for browser in ("vera", "oleg", "ira"):
        visitor_writes(desk, browser=browser)
    numbered()
    long_ago()

    workers = [threading.Thread(target=work) for work in (drain.drain, timed.run_due) * 2]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert len(runs()) == 6
    assert len(letters()) == 3
