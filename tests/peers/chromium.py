"""A real browser: headless Chromium where there is one.

Its headless shell comes first: the same engine without windows, tabs and notifications around the pages, for a third
of the processor.
"""

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

FLAGS: Final = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
WHOLE: Final = ("chromium", "chromium-browser", "google-chrome")
LIGHT: Final = ("chromium-headless-shell", *WHOLE)
BUNDLE: Final = Path(__file__).parents[2] / "web" / "static" / "manifest.json"


class Browsers:
    """What Playwright has started, kept until the run ends: a start costs more than many a test."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._loop = asyncio.get_running_loop()
        self._running: dict[str, Browser] = {}

    def running(self, program: str) -> Browser:
        """Return the browser of this program; another one where it has died."""
        known = self._running.get(program)
        if known is None or not known.is_connected():
            known = self._running[program] = self._playwright.chromium.launch(executable_path=program, args=FLAGS)
        return known

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let Playwright's event loop be the one that runs, in this block alone: other tests must not meet it."""
        asyncio._set_running_loop(self._loop)
        try:
            yield
        finally:
            asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def _browsers() -> Iterator[Browsers]:
    playwright = sync_playwright().start()
    browsers = Browsers(playwright)
    with browsers.awake():
        pass
    yield browsers
    with browsers.awake():
        playwright.stop()


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Chromium, with nothing open in it. Without one the tests are skipped, or fail where every peer is required."""
    with _lent(request, LIGHT) as browser:
        yield browser


@pytest.fixture(scope="module")
def whole_chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The same with what surrounds pages, for files about notifications."""
    with _lent(request, WHOLE) as browser:
        yield browser


@contextmanager
def _lent(request: pytest.FixtureRequest, names: tuple[str, ...]) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None or not BUNDLE.exists():
        lacking = "Chromium is not installed" if program is None else "the front end is not built"
        if os.environ.get("HELPDESK_TEST_REQUIRE_PEERS"):
            pytest.fail(f"{lacking}, and every peer is required here")
        pytest.skip(f"{lacking}: the browser tests prove nothing here")
    browsers: Browsers = request.getfixturevalue("_browsers")
    with browsers.awake():
        browser = browsers.running(program)
        yield browser
        for context in browser.contexts:
            context.close()
