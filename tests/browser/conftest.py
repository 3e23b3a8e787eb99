"""A real desk and people at their browsers."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from helpdesk.models import Role
from runtime.bench.desk import LOG, BenchDesk, running_desk, throwaway_folder
from tests.browser.laptops import SHOWN_WITHIN_MS, laptop
from tests.browser.people import Admin, Console, Shop
from tests.browser.staff import hire
from tests.mails import open_mailbox
from tests.peers.postgresql import database_asked_for

OpenPage = Callable[..., Page]

HERE = Path(__file__).parent
LONGEST_TEST_S = 400

expect.set_options(timeout=SHOWN_WITHIN_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test of a browser more time than others have, unless it says its own."""
    for item in items:
        if item.path.parent == HERE and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONGEST_TEST_S))


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest) -> Iterator[BenchDesk]:
    """A desk as a newcomer starts it, `helpdesk up`, but for the tables, which are there already."""
    with database_asked_for(request) as url, throwaway_folder() as folder:
        if not url:
            shutil.copy(request.getfixturevalue("migrated"), folder)
        with running_desk(folder, {"HELPDESK_LOG_LEVEL": "info"}, url) as running:
            yield running


@pytest.fixture(scope="module")
def setup_url(desk: BenchDesk) -> str:
    """The one-time address that the log shows."""
    found = re.search(r"http://\S+/setup/\S+", (desk.folder / LOG).read_text())
    assert found is not None
    return found.group()


@pytest.fixture(scope="module")
def options() -> Mapping[str, Any]:
    """What the browsers of a file have besides the usual."""
    return {}


@pytest.fixture
def contexts(chromium: Browser, options: Mapping[str, Any]) -> Iterator[Callable[..., BrowserContext]]:
    """Make people: each context is a browser of its own, with its language and colours; faults of pages are collected."""
    made: list[BrowserContext] = []
    faults: list[str] = []

    def make(**its_own: object) -> BrowserContext:
        context = laptop(chromium, **{**options, **its_own})
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert faults == [], "scripts failed in a page"


@pytest.fixture(scope="module")
def admin_state(chromium: Browser, desk: BenchDesk, setup_url: str) -> object:
    """What the first administrator's browser keeps after the set-up."""
    context = laptop(chromium)
    Admin(context.new_page()).sets_up(setup_url)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def admin(contexts: Callable[..., BrowserContext], desk: BenchDesk, admin_state: object) -> Admin:
    """The first administrator at the open console."""
    console = Admin(contexts(storage_state=admin_state).new_page())
    console.opens(desk.running.base_url)
    return console


@pytest.fixture(scope="module")
def mailbox_id(desk: BenchDesk) -> int:
    """The desk's mailbox, in files that ask for it."""
    return open_mailbox()


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """The browser of an admin who came without the set-up page."""
    return hire("Dora", role=Role.ADMIN)


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Callable[..., BrowserContext]) -> Console:
    """Dora's console."""
    return Console(contexts(storage_state=dora, reduced_motion="reduce").new_page())


@pytest.fixture
def shop(contexts: Callable[..., BrowserContext], desk: BenchDesk) -> Shop:
    """A visitor in the pretend shop."""
    return Shop(contexts(viewport={"width": 1100, "height": 800}).new_page(), desk.running.base_url)
