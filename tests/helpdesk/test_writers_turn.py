"""SQLite's one writer: others wait for their turn, and not for ever."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from helpdesk import db, sqlite_engine
from helpdesk.config import Config

pytestmark = pytest.mark.sqlite


@contextmanager
def somebody_writing(config: Config) -> Iterator[sqlite3.Connection]:
    other = sqlite3.connect(config.data_dir / "helpdesk.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


def test_a_writer_waits_until_the_other_is_done(config: Config) -> None:
    with somebody_writing(config) as other:
        began = time.monotonic()
        threading.Timer(3 * sqlite_engine.PATIENCE_MS / 1000, lambda: other.execute("COMMIT")).start()

        with db.transaction() as session:
            assert session.scalar(text("SELECT 1")) == 1

        assert time.monotonic() - began >= 2 * sqlite_engine.PATIENCE_MS / 1000


def test_a_writer_whose_turn_never_comes_says_so(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_engine, "BUSY_TIMEOUT_MS", 2 * sqlite_engine.PATIENCE_MS)

    with somebody_writing(config), pytest.raises(OperationalError, match="locked"), db.transaction():
        pass
    with db.transaction() as session:
        assert session.scalar(text("SELECT 1")) == 1
