"""A real desk and a real browser: headless Chromium where there is one."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from runtime.bench.desk import LOG, BenchDesk, throwaway_desk
from tests.browser.people import Admin, Shop

FLAGS = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
BUNDLE = Path(__file__).parents[2] / "web" / "static" / "manifest.json"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, ended with each file, since it keeps an event loop that later tests must not meet. Without one the tests are skipped, or fail where every peer is required."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None or not BUNDLE.exists():
        lacking = "Chromium is not installed" if found is None else "the front end is not built"
        if os.environ.get("HELPDESK_TEST_REQUIRE_PEERS"):
            pytest.fail(f"{lacking}, and every peer is required here")
        pytest.skip(f"{lacking}: the browser tests prove nothing here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk() -> Iterator[BenchDesk]:
    """A desk as a newcomer starts it: `helpdesk up` in an empty folder."""
    with throwaway_desk({"HELPDESK_LOG_LEVEL": "info"}) as running:
        yield running


@pytest.fixture(scope="module")
def setup_url(desk: BenchDesk) -> str:
    """The one-time address that the log shows."""
    found = re.search(r"http://\S+/setup/\S+", (desk.folder / LOG).read_text())
    assert found is not None
    return found.group()


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make people: each context is a browser of its own, with its language and colours; faults of pages are collected."""
    made: list[BrowserContext] = []
    faults: list[str] = []

    def make(**options: object) -> BrowserContext:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-US", **options})  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
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
    context = chromium.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
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


@pytest.fixture
def shop(contexts: Callable[..., BrowserContext], desk: BenchDesk) -> Shop:
    """A visitor in the pretend shop."""
    return Shop(contexts(viewport={"width": 1100, "height": 800}).new_page(), desk.running.base_url)
