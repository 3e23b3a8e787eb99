"""What is broken is found, and told with what to do."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from helpdesk import clock, db, queue, storage
from helpdesk.actions.audit import append, last_of
from helpdesk.models import Attachment
from helpdesk.permissions import SYSTEM
from runtime.backup.ends import End, note_end
from runtime.checks.ends import ends
from runtime.checks.run import CHECKS, run_all
from runtime.seeding.making import seed
from runtime.seeding.shapes import Order
from tests.runtime import command

BROKEN = {
    "events": (
        "DELETE FROM event WHERE id = (SELECT max(id) - 5 FROM event)",
        "UPDATE event SET position = NULL, created_at = '2026-01-01 00:00:00.000000' WHERE id = (SELECT max(id) FROM event)",
        "UPDATE visitor_event SET seq = seq + 1 WHERE seq = (SELECT max(seq) FROM visitor_event)",
        "DELETE FROM visitor_event WHERE ticket_id = (SELECT max(ticket_id) FROM visitor_event)",
        "DELETE FROM report_fact WHERE ticket_id = (SELECT max(id) FROM ticket)",
    ),
    "taken in": (
        "UPDATE inbound SET state = 'pending', channel_id = 1 WHERE id = (SELECT min(id) FROM inbound)",
        "UPDATE inbound SET message_id = NULL WHERE id = (SELECT min(id) FROM inbound)",
        "UPDATE inbound SET state = 'quarantined' WHERE id = (SELECT min(id) FROM inbound)",
        "DELETE FROM message_external_id WHERE external_id LIKE '5%/%'",
    ),
    "replies": (
        "UPDATE message SET delivery_state = 'sent' WHERE id = (SELECT min(id) FROM message WHERE kind = 'in')",
        "UPDATE message SET attempt = 0 WHERE id = (SELECT max(id) FROM message WHERE kind = 'out')",
        "UPDATE message SET delivery_state = 'failed' WHERE id = (SELECT max(id) FROM message WHERE kind = 'out')",
        "UPDATE message SET delivery_state = 'sending' WHERE id = (SELECT min(id) FROM message WHERE kind = 'out')",
        "UPDATE message SET delivery_state = 'queued', created_at = '2026-01-01 00:00:00.000000' WHERE id ="
        " (SELECT max(m.id) FROM message m JOIN thread t ON t.id = m.thread_id JOIN channel c ON c.id = t.channel_id"
        " WHERE m.kind = 'out' AND c.kind = 'webchat')",
        "DELETE FROM visitor_event",
    ),
    "tickets": (
        "UPDATE ticket SET assignee_id = NULL WHERE id = (SELECT max(ticket_id) FROM assignment WHERE ended_at IS NULL)",
        "UPDATE ticket SET category = 'new' WHERE id = (SELECT min(id) FROM ticket WHERE category = 'open')",
        "UPDATE ticket SET message_count = message_count + 1 WHERE id = 1",
        "UPDATE ticket SET resolved_at = NULL WHERE category = 'resolved'",
        "UPDATE ticket SET waiting_since = resolved_at WHERE id = (SELECT max(id) FROM ticket WHERE category = 'resolved')",
        "UPDATE message SET customer_id = customer_id + 1 WHERE id = 1",
        "UPDATE message SET thread_id = thread_id + 1 WHERE id = 1",
        "UPDATE customer SET merged_into_id = (SELECT max(id) FROM customer) WHERE id = (SELECT min(customer_id) FROM identity)",
        "UPDATE ticket SET merged_into_id = CASE id WHEN 1 THEN 2 ELSE 1 END WHERE id IN (1, 2)",
    ),
    "service levels": (
        "UPDATE ticket SET next_due_at = '2026-01-01 00:00:00.000000' WHERE id = (SELECT max(id) FROM ticket)",
        "UPDATE sla_clock SET due_at = '2026-01-01 00:00:00.000000', met_at = NULL, breached_at = NULL"
        " WHERE id = (SELECT max(id) FROM sla_clock)",
    ),
    "files": (
        "UPDATE attachment SET blob = NULL WHERE id = 1",
        "INSERT INTO template_file (template_id, filename, media_type, size, blob) VALUES (1, 'x', 'x', 1, hex(zeroblob(32)))",
    ),
    "search": (
        "DELETE FROM message_search_docsize WHERE id = (SELECT max(id) FROM message)",
        "INSERT INTO ticket_search (ticket_search) VALUES ('delete-all')",
    ),
    "database": ("DROP INDEX uq_assignment_open", "UPDATE message SET thread_id = 999999 WHERE id = 1"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:
    """A data folder with a small invented desk, made once for this file."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copy(template, folder / "helpdesk.sqlite3")
    db.connect(f"sqlite:///{folder / 'helpdesk.sqlite3'}")
    storage.connect(folder / "files")
    queue.disconnect()
    # Some days ahead: no clock runs out while a slow machine runs these tests.
    until = clock.now() + timedelta(days=2)
    seed(Order(tickets=60, messages=500, until_ms=int(until.timestamp() * 1000), days=20, agents=5))
    with db.transaction() as session:
        for verb in ("agent.invited", "agent.changed", "agent.removed"):
            append(session, verb, by=SYSTEM)
    db.disconnect()
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it that a test may break."""
    shutil.copytree(whole, tmp_path / "desk")
    db.connect(f"sqlite:///{tmp_path / 'desk' / 'helpdesk.sqlite3'}")
    storage.connect(tmp_path / "desk" / "files")
    yield tmp_path / "desk"
    db.disconnect()


def _found(name: str) -> list[str]:
    with db.reading() as session:
        return [str(one) for one in CHECKS[name](session)]


def _break(*statements: str) -> None:
    with db.current().writes.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            for statement in statements:
                connection.exec_driver_sql(statement)
        connection.invalidate()


def test_a_desk_in_order_has_no_findings(folder: Path) -> None:
    assert {name: found for name, findings in run_all() if (found := list(map(str, findings)))} == {}


@pytest.mark.parametrize(("name", "statement"), [(name, one) for name, some in BROKEN.items() for one in some])
def test_what_is_broken_is_found_where_it_belongs(folder: Path, name: str, statement: str) -> None:
    _break(statement)

    assert _found(name)


def test_a_file_that_is_gone_or_changed_is_found(folder: Path) -> None:
    with db.reading() as session:
        one, other = session.scalars(select(Attachment.blob).distinct().limit(2)).all()
    storage.path(str(one)).unlink()
    storage.path(str(other)).write_bytes(b"something else")

    assert [line.split(" (")[0] for line in _found("files")] == [
        "1 files that rows name are not there",
        "1 files have changed on the disk",
    ]


def test_a_changed_row_of_the_audit_log_is_found(folder: Path) -> None:
    with db.transaction() as session:
        session.execute(text("UPDATE audit SET verb = 'agent.praised' WHERE id = 2"))

    assert _found("audit log")[0].startswith("row 2 does not follow the one before.")


def test_rows_cut_off_the_end_of_the_audit_log_are_found(folder: Path) -> None:
    _break("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)")

    assert "was the last" in _found("audit log")[0]


def test_an_audit_log_whose_end_is_no_longer_noted_is_found(folder: Path) -> None:
    _break("DELETE FROM setting WHERE key = 'audit.end'")

    assert "None was the last" in _found("audit log")[0]


def test_rows_that_a_backup_holds_are_missed_even_when_their_note_was_changed_too(folder: Path) -> None:
    with db.reading() as session:
        last = End(*(last_of(session) or (0, "")))
    note_end(folder, last)
    with db.reading() as session:
        assert not list(ends(session, folder))
    _break("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)", "DELETE FROM setting WHERE key = 'audit.end'")

    with db.reading() as session:
        assert [found.ids for found in ends(session, folder)] == [[last.id]]


def test_the_command_tells_findings_as_json_and_fails(folder: Path) -> None:
    _break(BROKEN["tickets"][2])
    db.disconnect()

    done = command.run("check", "--json", env=command.environment(folder))

    told = json.loads(done.stdout)
    (tickets,) = [one for one in told["checks"] if one["name"] == "tickets"]
    assert (done.returncode, told["is_well"], tickets["findings"][0]["ids"]) == (1, False, [1])
    assert {one["name"] for one in told["checks"]} >= set(CHECKS)
