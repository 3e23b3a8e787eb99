"""A desk that can only be read: every console is told when it begins and when it is over, and loses nothing else."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from helpdesk import clock, db
from helpdesk.config import Config
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import running, signed_in_browser


class Disk:
    """Refuses every write as SQLite does on a full disk, while it is full."""

    is_full = False

    def begin(self, *_: object) -> None:
        if self.is_full:
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise OperationalError("INSERT", {}, full)


@pytest.fixture
def server(desk: Desk) -> Iterator[Config]:
    """The desk served alone: a relay would end on the full disk."""
    with running(desk.config) as config:
        yield config


@pytest.fixture
def disk(desk: Desk) -> Iterator[Disk]:
    disk, writes = Disk(), db.current().writes
    event.listen(writes, "begin", disk.begin)
    yield disk
    event.remove(writes, "begin", disk.begin)


def test_consoles_hear_that_the_disk_is_full_and_that_it_has_room_again(
    server: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full, open_console(signed_in_browser(server, "anna")) as anna:
        full.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1_000))

        assert anna.next("read_only")["on"] is True
        with open_console(signed_in_browser(server, "boris")) as boris:
            assert boris.next("read_only")["on"] is True
            full.undo()
            assert [one.next("read_only")["on"] for one in (anna, boris)] == [False, False]


@pytest.mark.sqlite
def test_a_refused_write_is_told_to_everybody_and_ends_no_socket(disk: Disk, server: Config) -> None:
    late = signed_in_browser(server, "boris")
    with open_console(signed_in_browser(server, "anna")) as anna:
        disk.is_full = True
        anna.say({"t": "active"})

        assert anna.next("read_only")["on"] is True
        with open_console(late) as boris:
            assert boris.next("read_only")["on"] is True
        disk.is_full = False
        assert anna.next("read_only")["on"] is False


@pytest.mark.sqlite
def test_all_can_be_read_however_long_the_disk_is_full(
    disk: Disk, server: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(minutes=5)
    with signed_in_browser(server, "anna") as browser:
        monkeypatch.setattr(clock, "now", lambda: later)
        disk.is_full = True

        answer = browser.get("/api/workspace")

    disk.is_full = False
    assert answer.status_code == 200
