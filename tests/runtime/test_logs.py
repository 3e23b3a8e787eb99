"""The log: whole lines, marked with their part, that no text from outside can forge."""

import json
import subprocess
import sys
import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from helpdesk import db
from tests.cast import Desk

CODE = """
import logging, structlog
from runtime.logs import LogFormat, configure_logs
configure_logs("web", LogFormat.of({format!r}, "info"))
structlog.get_logger().info("message received", text="first\\nsecond \\x1b[31mred", ticket=7)
logging.getLogger("anything").warning("plain %s", "old style")
logging.getLogger("anything").warning("several\\n12:00:00 forged\\rlines")
logging.getLogger("rq.worker").info("chatter")

def raise_and_log(error):
    try:
        raise error
    except Exception as caught:
        structlog.get_logger().error("survived", exc_info=caught)

{then}
"""


def test_text_with_line_breaks_and_terminal_codes_stays_one_line() -> None:
    lines = _log_of("text")

    assert r"first\nsecond \x1b[31mred" in lines[0]
    assert "web" in lines[0].split()
    assert "plain old style" in lines[1]


def test_a_message_of_several_lines_is_indented() -> None:
    lines = _log_of("text")

    assert len(lines) == 5
    assert lines[2].endswith("several")
    assert lines[3:] == ["    12:00:00 forged", "    lines"]


@pytest.mark.parametrize("module", ["redis.exceptions", "psycopg"])
def test_a_peer_that_is_away_is_one_line_without_a_trace(module: str) -> None:
    name = "ConnectionError" if module == "redis.exceptions" else "OperationalError"

    lines = _log_of("text", then=f"import {module}; raise_and_log({module}.{name}('nobody answers'))")

    assert lines[-1].endswith("survived error=nobody answers")


def test_a_failure_of_our_own_keeps_its_trace() -> None:
    lines = _log_of("text", then="raise_and_log(ValueError('a bug'))")

    assert lines[-1] == "ValueError: a bug"
    assert any(line.startswith("Traceback") for line in lines)


def test_json_lines_hold_the_fields_as_they_are() -> None:
    first, second, _ = map(json.loads, _log_of("json"))

    assert first["part"] == "web"
    assert first["text"] == "first\nsecond \x1b[31mred"
    assert second["event"] == "plain old style"


def _log_of(log_format: str, *, then: str = "") -> list[str]:
    code = CODE.format(format=log_format, then=then)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()


def test_a_statement_that_fails_does_not_tell_what_somebody_wrote(either_desk: Desk) -> None:
    with db.transaction() as session, pytest.raises(DBAPIError) as failed:
        session.execute(text("SELECT * FROM nowhere WHERE words = :words"), {"words": "my card is lost"})

    assert "nowhere" in str(failed.value)
    assert "my card" not in str(failed.value)


ADDRESS = "vera@mail.example"
REFUSED = [
    "INSERT INTO organisation (name) VALUES (:vera)",  # what is missing; DETAIL has the whole row
    "INSERT INTO setting (key, value, updated_at) VALUES (:vera, '{}', now()), (:vera, '{}', now())",
    "SELECT CAST(:vera AS integer)",  # in the message itself
    "SELECT CAST('{\"' || :vera AS json)",  # in CONTEXT
    "SELECT CAST(:vera AS timestamptz)",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_what_postgresql_refuses_is_told_without_whose_it_was(postgresql_desk_url: str, statement: str) -> None:
    db.connect(postgresql_desk_url)

    with db.transaction() as session, pytest.raises(DBAPIError) as failed:
        session.execute(text(statement), {"vera": ADDRESS})
    db.disconnect()

    told = "".join(traceback.format_exception(failed.value))
    assert "psycopg.errors." in told
    assert ADDRESS not in told
