"""Fixtures of every test: a desk with its cast on a database file of its own."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from helpdesk import db, migrations, queue, ratelimit, secrets, storage
from helpdesk.config import Config
from runtime.child import GC_THRESHOLDS
from tests.asked import ON_POSTGRESQL
from tests.cast import Cast, Desk, first_webchat, hire
from tests.edge import Browser, running, signed_in_browser
from tests.lengths import refuse_what_is_too_long
from tests.memory import write_in_memory
from tests.once import made_once
from tests.rounds import try_a_little
from tests.signatures import share_signatures
from tests.statements import share_compiled_statements
from tests.templates import DATABASE, Hired, hire_into, hired_in, seed
from tests.warm import ADDRESS, Popen, tests_read_once, warm_starts
from tools.daily import ONLY, is_long, is_wholly_long

pytest_plugins = [
    "tests.peers.bot_api",
    "tests.peers.imap",
    "tests.peers.certificates",
    "tests.peers.chromium",
    "tests.peers.elsewhere",
    "tests.peers.oauth_provider",
    "tests.peers.postgresql",
    "tests.peers.push_service",
    "tests.peers.redis",
    "tests.peers.smtp_sink",
]


gc.disable()  # until all tests are read: what that makes stays
refuse_what_is_too_long()
share_compiled_statements()
share_signatures()
try_a_little()
write_in_memory()

# Folders whose files take long.
SLOW = {"browser", "faults", "journeys", "routing", "runtime", "security", "tools"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let all tests that are not about one database run on the other."""
    parser.addoption(ON_POSTGRESQL, action="store_true", help="desks of tests on PostgreSQL instead of SQLite")
    parser.addoption(ONLY, action="store_true", help="leave out the files of which every test is long")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what is left to `make trials`, where that is asked for; pytest's own --ignore would ask of each file about each."""
    is_test = collection_path.name.startswith("test_")
    is_left = is_test and config.getoption(ONLY) and is_wholly_long(str(collection_path.relative_to(config.rootpath)))
    return True if is_left else None


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the slow folders; mark what is long; on PostgreSQL leave out what is about SQLite itself."""
    begin_with_the_slow(items)
    for item in items:
        if is_long(item.nodeid):
            item.add_marker("long")
    if config.getoption(ON_POSTGRESQL):
        about_sqlite = pytest.mark.skip(reason="is about SQLite")
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(about_sqlite)


def pytest_configure(config: pytest.Config) -> None:
    """Have `helpdesk` commands started warm, by one process for all that test side by side."""
    if sys.platform == "linux":
        subprocess.Popen = Popen  # type: ignore[misc]
        if ADDRESS not in os.environ:
            are_beside = bool(config.getoption("numprocesses", 0))
            starts = ExitStack()
            starts.enter_context(warm_starts(at_once=are_beside))
            if are_beside:
                starts.enter_context(tests_read_once(config.invocation_params.args))
            config.add_cleanup(starts.close)


def pytest_collection_finish() -> None:
    """Keep what was read by now from being looked through at each collection of garbage, and have fewer of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()


def begin_with_the_slow(items: list[pytest.Item]) -> None:
    """Put slow files first, so that no worker is left with one in the end; by turns, as browsers work where faults wait."""
    turns: dict[str, dict[str, int]] = {}

    def turn(item: pytest.Item) -> float:
        file = item.nodeid.partition("::")[0]
        folder = next(iter(file.split("/")[1:]), "")
        files = turns.setdefault(folder, {})
        return files.setdefault(file, len(files)) if folder in SLOW else float("inf")

    items.sort(key=turn)


@pytest.fixture(scope="module")
def cold_starts() -> Iterator[None]:
    """Commands start as a person starts them, for files about that."""
    Popen.is_cold = True
    yield
    Popen.is_cold = False


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that is migrated and empty, made once per run."""

    def make(folder: Path) -> None:
        migrations.upgrade(f"sqlite:///{folder / DATABASE}")

    return made_once(tmp_path_factory, "migrated", make) / DATABASE


@pytest.fixture(scope="session")
def template(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same seeded, made once per run and copied for each test."""

    def make(folder: Path) -> None:
        seed(f"sqlite:///{shutil.copy(migrated, folder)}")

    return made_once(tmp_path_factory, "template", make) / DATABASE


@pytest.fixture(scope="session")
def hired(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Hired:
    """The same with the cast hired, made once per run."""

    def make(folder: Path) -> None:
        hire_into(Path(shutil.copy(template, folder)))

    return hired_in(made_once(tmp_path_factory, "hired", make) / DATABASE)


@pytest.fixture
def config(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Iterator[Config]:
    """A new desk without anybody: migrated, seeded, connected to; storage in tmp_path, no Redis."""
    url = request.getfixturevalue("postgresql_desk_url") if request.config.getoption(ON_POSTGRESQL) else ""
    config = Config(data_dir=tmp_path, database_url=url)
    shutil.copy(template, tmp_path / template.name)
    db.connect(config.resolved_database_url)
    storage.connect(tmp_path / "files")
    secrets.configure(secrets.new_key())
    queue.disconnect()
    ratelimit.forget_all()
    yield config
    db.disconnect()


@pytest.fixture
def desk(request: pytest.FixtureRequest, config: Config) -> Desk:
    """A desk at work: the cast is hired and the first web-chat channel is open."""
    if not db.current().is_sqlite:
        with db.transaction() as session:
            cast, channel = hire(session), first_webchat(session)
            return Desk(config, cast, channel.id, channel.public_key)
    hired: Hired = request.getfixturevalue("hired")
    db.disconnect()
    shutil.copy(hired.path, config.data_dir / hired.path.name)
    db.connect(config.resolved_database_url)
    hired.begins_now()
    return Desk(config, hired.cast, hired.channel_id, hired.channel_key)


@pytest.fixture
def cast(desk: Desk) -> Cast:
    """The people of `desk`."""
    return desk.cast


@pytest.fixture
def server(desk: Desk) -> Iterator[Config]:
    """The desk served on a free port; its settings say which."""
    with running(desk.config) as config:
        yield config


@pytest.fixture
def browser(server: Config) -> Iterator[Callable[..., Browser]]:
    """`browser("anna")` is her browser, signed in; `browser()` is a stranger's."""
    opened: list[Browser] = []

    def open_browser(name: str | None = None) -> Browser:
        opened.append(signed_in_browser(server, name) if name else Browser(server))
        return opened[-1]

    yield open_browser
    for found in opened:
        found.client.close()
