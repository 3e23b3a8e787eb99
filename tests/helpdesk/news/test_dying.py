"""A process dies in the middle of telling, or of pushing: each hears of it once all the same, or at most once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpdesk import db, secrets
from helpdesk.actions import assign
from helpdesk.actions.news import sending
from helpdesk.models import Push, PushState
from tests.cast import Desk
from tests.news import later, news_of, numbered, phone_of, told, wants
from tests.peers.push_service import PushService
from tests.stories import visitor_writes

BEGINS = "import sys; from helpdesk import db, secrets; db.connect(sys.argv[1]); secrets.configure(sys.argv[2]); "
TELLS = BEGINS + "from helpdesk.actions.news import telling; telling.tell()"
SENDS = BEGINS + "from helpdesk.actions.news import sending; sending.drain()"


def dies(desk: Desk, folder: Path, script: str, *, key: str, point: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / point).touch()
    command = [sys.executable, "-c", script, desk.config.resolved_database_url, key]
    done = subprocess.run(command, env=os.environ | {"HELPDESK_CRASH_POINTS": str(folder)}, check=False, timeout=120)
    assert done.returncode == -9, "it did not come to the point"


def test_news_is_told_once_though_the_clock_dies_telling(desk: Desk, tmp_path: Path) -> None:
    told()
    wants(desk.cast.anna, ticket_assigned=["page"])
    key = secrets.new_key()
    for point in ("news.before_commit", "news.after_commit"):
        ticket_id = visitor_writes(desk, browser=point).ticket_id
        with db.transaction() as session:
            assign.assign(session, ticket_id, agent_id=desk.cast.anna.agent_id or 0, by=desk.cast.boris)
        numbered()
        dies(desk, tmp_path / "crash", TELLS, key=key, point=point)
        told()

    assert news_of(desk.cast.anna) == ["ticket.assigned"] * 2


def test_a_push_goes_out_at_most_once_though_the_worker_dies_sending(
    desk: Desk, tmp_path: Path, push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = secrets.new_key()
    secrets.configure(key)
    told()
    phone = phone_of(desk.cast.anna, push_service, "phone")
    for point in ("push.claimed", "push.sent"):
        ticket_id = visitor_writes(desk, browser=point).ticket_id
        with db.transaction() as session:
            assign.assign(session, ticket_id, agent_id=desk.cast.anna.agent_id or 0, by=desk.cast.boris)
        told()
        dies(desk, tmp_path / "crash", SENDS, key=key, point=point)

    sending.drain()
    later(monkeypatch, sending.LEFT_AFTER)
    sending.drain()

    assert len(phone.shown) == 1  # the second: it had gone out when the worker died
    with db.reading() as session:
        assert [one.state for one in session.query(Push)] == [PushState.UNKNOWN] * 2
