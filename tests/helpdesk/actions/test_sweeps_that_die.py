"""The clock dies in the middle of passing on an offer or returning a ticket: it happens once all the same."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from helpdesk import clock, db, presence
from helpdesk.actions import assign, leaving, offers
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.models import Assignment, ChannelKind, Event, Presence
from helpdesk.team_routing import TeamRouting
from tests.cast import Desk
from tests.stories import takes, ticket_of, visitor_writes

SWEEP = "import sys; from helpdesk import db; from helpdesk.actions import {0}; db.connect(sys.argv[1]); {0}.{1}()"


def dies_in(desk: Desk, tmp_path: Path, *, point: str, sweep: tuple[str, str]) -> None:
    """Run a sweep in a process of its own that kills itself at the point."""
    folder = tmp_path / "crash"
    folder.mkdir()
    (folder / point).touch()
    command = [sys.executable, "-c", SWEEP.format(*sweep), desk.config.resolved_database_url]
    done = subprocess.run(command, env=os.environ | {"HELPDESK_CRASH_POINTS": str(folder)}, check=False, timeout=120)
    assert done.returncode == -9, "it did not come to the point"


def times_unassigned(ticket_id: int) -> int:
    wanted = select(func.count()).where(Event.ticket_id == ticket_id, Event.kind == "ticket.unassigned")
    with db.reading() as session:
        return session.scalar(wanted) or 0


@pytest.mark.parametrize("point", ["offers.before_commit", "offers.after_commit"])
def test_an_offer_is_passed_on_once(desk: Desk, tmp_path: Path, point: str) -> None:
    anna_id = desk.cast.anna.agent_id or 0
    with db.transaction() as session:
        presence.mark_seen(session, [anna_id])
        change_routing(session, None, TeamRouting(offer_s={ChannelKind.WEBCHAT: 20}), by=desk.cast.dora)
    asked = visitor_writes(desk)
    with db.transaction() as session:
        assert assign.claim(session, asked.ticket_id, agent_id=anna_id, choice=assign.Choice())
        session.execute(update(Assignment).values(offer_expires_at=clock.now() - timedelta(seconds=1)))

    dies_in(desk, tmp_path, point=point, sweep=("offers", "expire_due"))
    offers.expire_due()

    with db.reading() as session:
        assert session.get_one(Presence, anna_id).missed_offers == 1
    assert ticket_of(asked).assignee_id is None
    assert times_unassigned(asked.ticket_id) == 1


@pytest.mark.parametrize("point", ["leaving.before_commit", "leaving.after_commit"])
def test_a_ticket_goes_back_once(desk: Desk, tmp_path: Path, point: str) -> None:
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        long_ago = clock.now() - timedelta(hours=1)
        session.execute(update(Presence).values(last_seen_at=long_ago))
        session.execute(update(Assignment).values(assigned_at=long_ago))

    dies_in(desk, tmp_path, point=point, sweep=("leaving", "return_due"))
    leaving.return_due()

    assert ticket_of(asked).assignee_id is None
    assert times_unassigned(asked.ticket_id) == 1
