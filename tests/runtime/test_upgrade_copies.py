"""Before a desk is upgraded its SQLite database is copied: one whole copy, or nothing is touched."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, event

from helpdesk import migrations, schema_version
from helpdesk.errors import Misconfigured
from runtime import schema

FIRST = schema_version.known_revisions()[0]


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A database of the first version."""
    url = f"sqlite:///{tmp_path / 'desk.sqlite3'}"
    migrations.upgrade(url, FIRST)
    return url


def test_there_is_one_whole_copy_of_a_revision_however_often_an_upgrade_began(old: str, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    for left in ("20260101T000000Z.sqlite3", "20260102T000000Z.part"):
        (backups / f"before-upgrade-from-{FIRST}-{left}").touch()

    assert schema.upgrade(old, backups=backups)

    (copy,) = backups.iterdir()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (FIRST,)
    assert migrations.current_revision(old) == migrations.head_revision()


def test_without_room_nothing_is_touched(old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000))

    with pytest.raises(Misconfigured, match="Nothing has been changed"):
        schema.upgrade(old, backups=tmp_path / "backups")

    assert migrations.current_revision(old) == FIRST
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_newer_database_is_neither_copied_nor_touched(old: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(Misconfigured, match="newer version"):
        schema.upgrade(old, backups=tmp_path / "backups")

    assert not (tmp_path / "backups").exists()


def test_an_upgrade_that_cannot_be_made_says_so(old: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3", isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")

        with pytest.raises(Misconfigured, match="as it was: database is locked"):
            schema.upgrade(f"{old}?timeout=0.1", backups=tmp_path / "backups")

    assert migrations.current_revision(old) == FIRST


def test_a_disk_that_fills_amid_an_upgrade_leaves_the_database_as_it_was(old: str, tmp_path: Path) -> None:
    before = _everything(old)

    with _full_after_pages(20), pytest.raises(Misconfigured, match="as it was: database or disk is full"):
        schema.upgrade(old, backups=tmp_path / "backups")

    assert _everything(old) == before
    assert schema.upgrade(old, backups=tmp_path / "backups")


def _everything(url: str) -> list[str]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return list(connection.iterdump())


@contextmanager
def _full_after_pages(pages: int) -> Iterator[None]:
    def limit(connection: sqlite3.Connection, _: object) -> None:
        (there,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {there + pages}")

    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)
