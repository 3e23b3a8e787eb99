"""The migrated schema is the one the models describe, on both databases."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from helpdesk import migrations, schema_version
from helpdesk.migrations.comparison import differences
from helpdesk.migrations.first import search


def test_the_migrated_schema_is_the_one_of_the_models(url: str) -> None:
    migrations.upgrade(url)

    with _connected(url) as connection:
        assert differences(connection) == []


def test_a_table_missing_from_the_schema_is_noticed(url: str) -> None:
    migrations.upgrade(url)

    with _connected(url) as connection:
        connection.execute(text("DROP TABLE read_mark"))
        assert [difference[0] for difference in differences(connection)] == ["add_table"]


def test_an_order_of_lists_missing_from_the_schema_is_noticed(url: str) -> None:
    migrations.upgrade(url)

    with _connected(url) as connection:
        connection.execute(text("DROP INDEX ix_ticket_ended_created"))
        assert differences(connection) == [("add_index", "ix_ticket_ended_created")]


def test_upgrading_twice_is_the_same_as_upgrading_once(url: str) -> None:
    migrations.upgrade(url)
    migrations.upgrade(url)

    assert migrations.current_revision(url) == migrations.head_revision()
    assert not migrations.is_newer_than_code(url)


def test_the_revision_is_read_beside_somebody_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite3"
    migrations.upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("BEGIN IMMEDIATE")

        assert migrations.current_revision(f"sqlite:///{path}?timeout=0.1") == migrations.head_revision()


def test_a_revision_this_code_never_heard_of_is_newer(url: str) -> None:
    migrations.upgrade(url)

    with _connected(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert migrations.is_newer_than_code(url)


def test_a_migration_that_fails_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SEARCHED", (search.Searched("nowhere", "text", ("text",)),))

    with pytest.raises(DatabaseError):
        migrations.upgrade(url)

    with _connected(url) as connection:
        assert inspect(connection).get_table_names() == []


def test_an_empty_database_has_no_revision(url: str) -> None:
    assert migrations.current_revision(url) is None


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        yield connection


def test_the_files_of_the_migrations_say_what_alembic_says() -> None:
    scripts = ScriptDirectory.from_config(migrations.settings())

    assert schema_version.head_revision() == scripts.get_current_head()
    assert set(schema_version.known_revisions()) == {script.revision for script in scripts.walk_revisions()}
