"""A database whose writer keeps others out is told from one that is broken."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from helpdesk import db, sqlite_engine
from helpdesk.config import Config

pytestmark = pytest.mark.sqlite


def test_a_writer_kept_out_for_too_long_finds_it_busy(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_engine, "BUSY_TIMEOUT_MS", 50)
    db.connect(config.resolved_database_url)
    with closing(sqlite3.connect(config.data_dir / "helpdesk.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(OperationalError) as caught, db.transaction():
            pass

    assert db.is_busy(caught.value)


def test_a_statement_that_cannot_be_run_is_no_sign_of_that(config: Config) -> None:
    with pytest.raises(OperationalError) as caught, db.transaction() as session:
        session.execute(text("SELECT 1 FROM nowhere"))

    assert not db.is_busy(caught.value)
