"""Health, readiness, metrics, the API's description, reports of browsers."""

import gc
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from helpdesk import clock, db, queue
from helpdesk.models import Event
from tests.cast import Desk
from tests.edge import Browser, running

Open = Callable[..., Browser]


def test_a_desk_without_redis_is_ready_and_says_that_it_is_slower(browser: Open) -> None:
    answer = browser().get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "database": "ok", "redis": "down"}


def test_a_desk_with_everything_is_ready(browser: Open, redis_url: str) -> None:
    queue.connect(redis_url)

    assert browser().get("/readyz").json()["status"] == "ready"


def test_a_redis_that_stands_still_keeps_nobody_waiting_who_asks(browser: Open) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        queue.connect(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()

        answer = browser().get("/readyz").json()

    assert (answer["status"], answer["redis"]) == ("degraded", "down")
    assert time.monotonic() - began < queue.SOCKET_TIMEOUT_S / 2


def test_an_older_schema_is_not_ready(browser: Open) -> None:
    with db.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    answer = browser().get("/readyz")

    assert (answer.status_code, answer.json()["database"]) == (503, "needs_migration")
    assert browser().get("/healthz").json() == {"status": "ok"}


@pytest.fixture
def left_behind() -> Iterator[None]:
    """Collect what a test leaves behind while that is still its own: asked for first, this ends last."""
    yield
    gc.collect()


# The server's threads still hold connections of the database that is taken away under them.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_database_that_is_away_is_not_ready_but_the_process_lives(left_behind: None, browser: Open) -> None:
    stranger = browser()
    db.connect("postgresql://nobody@127.0.0.1:1/none")

    assert stranger.get("/readyz").json() == {"status": "not_ready", "database": "down", "redis": "down"}
    assert stranger.get("/healthz").status_code == 200
    answer = stranger.page("/sign-in")
    assert (answer.status_code, "does not answer" in answer.text) == (503, True)


def test_metrics_count_by_route_and_never_name_an_address(browser: Open) -> None:
    stranger = browser()
    stranger.page("/invitations/canary-token")

    metrics = stranger.get("/metrics").text

    assert 'helpdesk_http_answers_total{method="GET",route="/invitations/{token}",status="410"}' in metrics
    assert "canary-token" not in metrics


def test_metrics_tell_how_the_desk_is_doing(browser: Open) -> None:
    with db.transaction() as session:
        session.add(Event(kind="ticket.created", created_at=clock.now() - timedelta(seconds=90)))

    told = dict(line.rsplit(" ", 1) for line in browser().get("/metrics").text.splitlines() if line[0] != "#")

    assert told["helpdesk_database_up"] == "1.0"
    assert float(told["helpdesk_events_waiting"]) >= 1
    assert 90 <= float(told["helpdesk_events_oldest_seconds"]) < 150
    assert told["helpdesk_agents_online"] == "0.0"
    assert "helpdesk_backup_age_seconds" not in told, "none was made yet"


@pytest.mark.parametrize("header", [{"host": "desk.example.org"}, {"x-forwarded-for": "192.0.2.7"}, {"host": "[half"}])
def test_what_a_proxy_on_this_machine_passes_on_gets_no_metrics(browser: Open, header: dict[str, str]) -> None:
    assert browser().get("/metrics", headers=header).status_code == 404


def test_metrics_with_a_token_are_for_those_who_have_it(desk: Desk) -> None:
    with running(replace(desk.config, metrics_token="let me count")) as config, Browser(config) as stranger:
        assert stranger.get("/metrics").status_code == 404
        assert stranger.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
        assert stranger.get("/metrics", headers={"authorization": "Bearer let me count"}).status_code == 200


def test_the_api_describes_itself(browser: Open) -> None:
    description = browser().get("/schema/openapi.json").json()

    assert description["openapi"].startswith("3.")
    assert "/api/me" in description["paths"]
    assert "/sign-in" not in description["paths"]


def test_a_report_of_blocked_content_is_counted_without_whose_page_it_was(
    browser: Open, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = browser()
    report = {
        "csp-report": {
            "document-uri": "http://desk/invitations/canary",
            "effective-directive": "script-src-elem",
            "blocked-uri": "https://evil.example/canary?canary",
        }
    }

    answer = stranger.client.post(
        "/csp-reports", json=report, headers={"origin": "null", "content-type": "application/csp-report"}
    )

    assert answer.status_code == 204
    assert 'helpdesk_csp_reports_total{directive="script-src-elem"}' in stranger.get("/metrics").text
    logged = [record.getMessage() for record in caplog.records if record.name == "web.reports"]
    assert logged == ["content blocked by script-src-elem: https://evil.example"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"5", b'{"csp-report": []}', b'{"csp-report": {"effective-directive": "x\\ny"}}', b"[" * 9_000],
)
def test_a_broken_report_is_counted_and_harms_nobody(browser: Open, body: bytes) -> None:
    assert browser().client.post("/csp-reports", content=body).status_code == 204


def test_reports_are_bounded_in_size_and_number(browser: Open) -> None:
    stranger = browser()

    assert stranger.client.post("/csp-reports", content=b"x" * 20_000).status_code == 413
    assert [stranger.client.post("/csp-reports", content=b"{}").status_code for _ in range(70)].count(429) >= 10
