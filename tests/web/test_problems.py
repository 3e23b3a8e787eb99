"""Errors: a problem for programs, a page for people, a traceback for nobody."""

import logging
import socket
import sqlite3
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from litestar import Request, get, post
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from helpdesk import db
from helpdesk.errors import Conflict
from runtime.faults.waiting import now_or_later
from tests.cast import Desk
from tests.edge import Browser, running
from web import api

Open = Callable[..., Browser]
Ask = Callable[[str, str], httpx.Response]


@get("/api/broken", opt={"access": "public"}, sync_to_thread=False)
def break_down() -> None:
    """Fail as code with a bug does."""
    raise RuntimeError("canary in the message")


@get("/api/database-gone", opt={"access": "public"}, sync_to_thread=False)
def lose_database() -> None:
    """Fail as a database that is away does."""
    raise OperationalError("SELECT canary", {}, sqlite3.OperationalError("unable to open database file"))


@get("/api/full", opt={"access": "public"}, sync_to_thread=True)
def write_to_a_full_disk() -> None:
    """Fail as a write does that has no room."""
    with db.transaction() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
        session.execute(text("CREATE TABLE more AS SELECT randomblob(10000000) AS room"))


@get("/api/crossed", opt={"access": "public"}, sync_to_thread=False)
def cross() -> None:
    """Fail as an action does that somebody else was faster at."""
    raise Conflict("The customer wrote again.", code="newer_message", message_id=7)


@post("/api/listening", opt={"access": "public"})
async def listen(request: Request[Any, Any, Any]) -> None:
    """Read all that is sent."""
    await request.body()


@pytest.fixture
def broken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setattr(api, "controllers", [*api.controllers, break_down, lose_database, write_to_a_full_disk, cross])

    def ask(path: str, accept: str) -> httpx.Response:
        with running(desk.config) as config, Browser(config) as browser:
            return browser.get(path, headers={"accept": accept})

    return ask


def test_a_bug_is_told_to_the_log_and_to_nobody_else(broken: Ask, caplog: pytest.LogCaptureFixture) -> None:
    answer = broken("/api/broken", "application/json")

    assert answer.status_code == 500
    assert answer.json()["code"] == "error"
    assert "canary" not in answer.text
    assert "Traceback" not in answer.text
    logged = [record for record in caplog.records if record.name == "web.problems"]
    assert [(record.levelno, record.exc_info is not None) for record in logged] == [(logging.ERROR, True)]


def test_who_hangs_up_in_the_middle_of_a_request_is_no_error_of_the_desk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(api, "controllers", [*api.controllers, listen])
    caplog.set_level(logging.INFO, "web.problems")

    with running(desk.config) as config:
        lines = ("POST /api/listening HTTP/1.1", f"Host: 127.0.0.1:{config.port}", f"Origin: {config.origin}")
        with socket.create_connection(("127.0.0.1", config.port)) as caller:
            caller.sendall("\r\n".join([*lines, "Content-Length: 100", "", "only this"]).encode())
            caller.shutdown(socket.SHUT_WR)
            caller.recv(1)
        assert now_or_later(lambda: any(one.name == "web.problems" for one in caplog.records), 60.0)

    logged = [record for record in caplog.records if record.name == "web.problems"]
    assert [(record.levelno, record.exc_info) for record in logged] == [(logging.INFO, None)]


@pytest.mark.sqlite
def test_a_desk_that_can_only_be_read_says_so(broken: Ask) -> None:
    answer = broken("/api/full", "application/json")

    assert answer.status_code == 503
    assert answer.json()["code"] == "read_only"


def test_people_get_a_page_with_the_number_of_their_request(broken: Ask) -> None:
    answer = broken("/api/broken", "text/html")

    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["x-request-id"] in answer.text
    assert "canary" not in answer.text


def test_a_database_that_is_away_is_503_and_says_when_to_come_back(broken: Ask) -> None:
    answer = broken("/api/database-gone", "application/json")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert "canary" not in answer.text


def test_a_special_conflict_keeps_its_code_and_fields(broken: Ask) -> None:
    answer = broken("/api/crossed", "*/*")

    assert answer.status_code == 409
    assert answer.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "The customer wrote again.",
        "code": "newer_message",
        "fields": {"message_id": 7},
        "request_id": answer.headers["x-request-id"],
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{not json", None),
        (b"", None),
        (b"[]", None),
        (b'{"name": 5}', "name"),
        (b'{"name": "' + b"x" * 400 + b'"}', "name"),
        (b'{"nmae": "x"}', None),
        (b'{"name": "\\ud800"}', None),
        (b"\xff\xfe", None),
        (b"[" * 100_000, None),
    ],
)
def test_a_body_of_the_wrong_shape_is_a_problem_that_names_the_field(
    browser: Open, body: bytes, field: str | None
) -> None:
    answer = browser("anna").send("PATCH", "/api/me", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    if field:
        assert field in answer.json()["fields"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(browser: Open) -> None:
    answer = browser("anna").send("PATCH", "/api/me", content=b"x" * 1_200_000)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_verb_that_an_address_does_not_take_is_named(browser: Open) -> None:
    answer = browser("anna").send("PUT", "/api/me", json={})

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "PATCH" in answer.headers["allow"]


@pytest.mark.parametrize(
    "path", ["/nothing", "/api/nothing", "/static/manifest.json", "/static/%2e%2e/app.py", "/static/"]
)
def test_what_is_not_there_is_a_problem_or_a_page(browser: Open, path: str) -> None:
    stranger = browser()

    assert stranger.get(path).json()["code"] == "not_found"
    assert "<h1>There is nothing here</h1>" in stranger.page(path, headers={"accept-language": "en"}).text


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Здесь ничего нет"), ("uk", "Тут нічого немає"), ("xx", "There is nothing")]
)
def test_error_pages_speak_the_readers_language(browser: Open, language: str, words: str) -> None:
    answer = browser().page("/nothing", headers={"accept-language": language})

    assert answer.status_code == 404
    assert words in answer.text


def test_every_answer_has_a_number_of_its_own(browser: Open) -> None:
    stranger = browser()

    numbers = {stranger.get(path).headers["x-request-id"] for path in ("/healthz", "/healthz", "/nothing", "/api/me")}

    assert len(numbers) == 4
