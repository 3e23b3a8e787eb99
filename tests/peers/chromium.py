"""A real browser: headless Chromium where there is one.

Its headless shell comes first: the same engine without windows, tabs and notifications around the pages, for a third
of the processor.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS: Final = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
WHOLE: Final = ("chromium", "chromium-browser", "google-chrome")
LIGHT: Final = ("chromium-headless-shell", *WHOLE)
BUNDLE: Final = Path(__file__).parents[2] / "web" / "static" / "manifest.json"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, ended with each file, since it keeps an event loop that later tests must not meet. Without one the tests are skipped, or fail where every peer is required."""
    with _running(LIGHT) as browser:
        yield browser


@pytest.fixture(scope="module")
def whole_chromium() -> Iterator[Browser]:
    """The same with what surrounds pages, for files about notifications."""
    with _running(WHOLE) as browser:
        yield browser


@contextmanager
def _running(names: tuple[str, ...]) -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None or not BUNDLE.exists():
        lacking = "Chromium is not installed" if found is None else "the front end is not built"
        if os.environ.get("HELPDESK_TEST_REQUIRE_PEERS"):
            pytest.fail(f"{lacking}, and every peer is required here")
        pytest.skip(f"{lacking}: the browser tests prove nothing here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
