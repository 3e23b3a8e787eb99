"""The System page's numbers, and the troubles read from them."""

import socket
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis

from helpdesk import backups, clock, db, leases, queue
from helpdesk.backups import BackupState
from helpdesk.models import ChannelHealth, Direction
from helpdesk.queries import system
from tests.cast import Desk
from tests.edge import Browser

Open = Callable[..., Browser]
WELL: dict[str, Any] = {  # as the route answers
    "schema": "0021",
    "database": {"revision": "0021", "skew_ms": 0.0},
    "redis": {"state": "ok", "workers": 1, "skew_ms": 2.0, "jobs": 0, "jobs_oldest_s": 0.0},
    "parts": [{"name": "relay", "is_alive": True}],
    "queues": [{"name": "events", "count": 3, "oldest_s": 0.4, "limit_s": 5.0}],
    "counts": {"quarantined": 0, "unsettled_replies": 0},
    "channels": [],
    "disk": {"total": 10**12, "free": 10**11},
    "backup": {"last_at": "2026-01-01T00:00:00Z", "is_overdue": False},
}


def test_a_desk_that_is_well_has_no_troubles() -> None:
    assert system.troubles(WELL) == []


def test_each_trouble_is_named_with_what_its_words_need() -> None:
    ill = {
        **WELL,
        "database": {"revision": "0020", "skew_ms": -4_200.0},
        "redis": {"state": "down", "workers": 0, "skew_ms": None, "jobs": 0, "jobs_oldest_s": 0.0},
        "parts": [{"name": "relay", "is_alive": False}],
        "queues": [{"name": "events", "count": 9, "oldest_s": 40.0, "limit_s": 5.0}],
        "counts": {"quarantined": 2, "unsettled_replies": 1},
        "channels": [{"name": "Mail", "kind": "email", "is_paused": False, "ways": [{"is_working": False}]}],
        "disk": {"total": 10**12, "free": 10**8},
        "backup": {"last_at": "2026-01-01T00:00:00Z", "is_overdue": True},
    }

    assert [one["code"] for one in system.troubles(ill)] == [
        "redis_down",
        "needs_migration",
        "part_gone",
        "events_late",
        "channel_down",
        "disk_full",
        "backup_overdue",
        "clock_skew",
        "quarantined",
        "unsettled_replies",
    ]


def test_a_worker_that_stands_still_is_known_by_the_jobs_it_does_not_take() -> None:
    late = {**WELL, "redis": {**WELL["redis"], "jobs": 3, "jobs_oldest_s": 61.0}}

    assert system.troubles(late) == [{"code": "jobs_late", "seconds": 61.0, "count": 3}]


def test_jobs_nobody_takes_grow_old(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    queue.connect(redis_url)
    queue.rq_queue(Redis.from_url(redis_url)).enqueue("routing.jobs.route_waiting")
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(seconds=90))

    state = queue.redis_state()

    assert state.jobs == 1
    assert 89 < state.jobs_oldest_s < 100


def test_an_administrator_sees_who_runs_what_and_nobody_else_does(desk: Desk, browser: Open, redis_url: str) -> None:
    queue.connect(redis_url)
    leases.acquire("relay", "one-machine")
    with db.transaction() as session:
        now = clock.now()
        session.add(
            ChannelHealth(
                channel_id=desk.channel_id,
                direction=Direction.OUT,
                is_working=False,
                code="refused",
                since=now,
                checked_at=now,
            )
        )

    found = browser("dora").get("/api/system").json()

    assert {"name": "relay", "owner": "one-machine", "is_alive": True}.items() <= found["parts"][0].items()
    assert found["redis"]["state"] == "ok"
    assert found["database"]["revision"] == found["schema"]
    assert found["database"]["size"] > 100_000
    assert {"part_gone", "channel_down", "no_worker", "no_backup"} <= {one["code"] for one in found["troubles"]}
    assert browser("anna").get("/api/system").status_code == 403


def test_a_queue_that_stands_still_is_said_within_about_a_second(browser: Open) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        queue.connect(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()

        found = browser("dora").get("/api/system").json()

    assert found["redis"]["state"] == "down"
    assert found["troubles"][0] == {"code": "redis_down"}
    assert time.monotonic() - began < queue.SOCKET_TIMEOUT_S / 2


def test_an_administrator_asks_for_a_backup_and_the_page_says_how_it_goes(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    with db.transaction() as session:
        backups.note_state(session, BackupState.WAITING)

    assert [dora.post("/api/backups").status_code for _ in range(2)] == [204, 204]

    assert dora.get("/api/system").json()["backup"]["is_asked"]
    assert [one["verb"] for one in dora.get("/api/audit?kind=settings").json()["entries"]] == ["backup.asked"]
    with db.transaction() as session:
        backups.note_state(session, BackupState.RUNNING)
    shown = dora.get("/api/system").json()["backup"]
    assert (shown["is_asked"], shown["state"]) == (False, "running")


def test_without_a_recovery_key_nobody_asks_in_vain(desk: Desk, browser: Open) -> None:
    with db.transaction() as session:
        backups.note_state(session, BackupState.NO_KEY)

    refused = browser("dora").post("/api/backups")

    assert (refused.status_code, refused.json()["code"]) == (409, "no_recovery_key")
    assert browser("boris").post("/api/backups").status_code == 403
