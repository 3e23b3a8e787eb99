"""A desk of any earlier version, with rows in every table, becomes one of this version whole or not at all."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
from sqlalchemy import create_engine, func, select, table, text
from sqlalchemy.pool import NullPool

from helpdesk import db, migrations, schema_version
from helpdesk.models import Base
from tests.helpdesk.migrations.filling import fill

# Expressions of indexes cannot be reflected, and nothing here needs them.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")

# Dies just before the so-manieth migration is noted as done.
KILLED: Final = """
import os, signal, sys
from sqlalchemy import Engine, event
from helpdesk import migrations
left = int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def look(connection, cursor, statement, *rest):
    global left
    left -= statement.startswith("UPDATE alembic_version")
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
migrations.upgrade(sys.argv[1])
"""


EVERY: Final = 8  # revisions; each in turn costs half a minute


def counts_in(url: str, names: list[str]) -> dict[str, int]:
    """Return how many rows tables have."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def filled(url: str) -> dict[str, int]:
    """Fill the tables that have no rows yet."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        return fill(connection)


def lost(before: dict[str, int], url: str) -> dict[str, int]:
    """Return how many rows the tables have that have fewer than before."""
    return {name: count for name, count in counts_in(url, list(before)).items() if count < before[name]}


def test_rows_of_earlier_revisions_reach_the_newest(url: str) -> None:
    before: dict[str, int] = {}
    for revision in (*schema_version.known_revisions()[::EVERY], "head"):
        migrations.upgrade(url, revision)
        before |= {name: count for name, count in filled(url).items() if name not in before}

    assert len(before) > 80
    assert lost(before, url) == {}
    db.connect(url)
    with db.reading() as session:
        for mapper in Base.registry.mappers:
            assert session.scalars(select(mapper.class_)).all(), mapper.class_.__name__
        if db.current().is_sqlite:
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    db.disconnect()


def test_an_upgrade_that_is_killed_changes_nothing_and_is_made_again(url: str) -> None:
    migrations.upgrade(url, schema_version.known_revisions()[0])
    before = filled(url)

    ended = subprocess.run([sys.executable, "-c", KILLED, url, "15"], check=False)

    assert ended.returncode == -signal.SIGKILL
    assert migrations.current_revision(url) == schema_version.known_revisions()[0]
    migrations.upgrade(url)
    assert lost(before, url) == {}


def test_two_who_upgrade_at_once_take_turns(postgresql_url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrations.upgrade, [postgresql_url] * 2))

    assert migrations.current_revision(postgresql_url) == migrations.head_revision()
