"""Takes the README's pictures of a demo: `python -m tests.browser.demo_pictures` writes them to docs/images."""

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from runtime.demo.place import Place
from tests.browser.pictures import FOLDER, MAX_BYTES
from tests.peers.chromium import FLAGS
from tests.runtime.desk_up import DeskUp
from tests.runtime.processes import wait_for

WIDE: Final = {"width": 1280, "height": 820}
LONG_MS: Final = 120_000


def main() -> None:
    """Start a demo, look at it, keep what is seen."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert chromium is not None, "Chromium is not installed"
    with tempfile.TemporaryDirectory() as name, DeskUp(Path(name) / "data", verb="demo") as desk:
        desk.start(within_s=600.0)
        desk.data_dir = Path(name) / "data" / "demo"
        found = wait_for(lambda: re.search(r"agent olena@demo\.example; password (\S+)", desk.log), timeout_s=60.0)
        assert found is not None
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            _take_world(browser, Place.saved(desk.data_dir).page_url)
            _take_desk(browser, desk.url, found[1])
            browser.close()


def _take_world(browser: Browser, url: str) -> None:
    page = _page(browser)
    page.goto(url)
    page.get_by_role("button", name="Maya Lopez").click()
    page.get_by_role("button", name="Telegram", exact=True).click()
    page.get_by_label("Message").fill("Is there any news about my order?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#said")).to_contain_text("any news about my order")
    _keep(page, "demo")


def _take_desk(browser: Browser, url: str, password: str) -> None:
    page = _page(browser)
    page.goto(f"{url}/sign-in")
    page.locator("input[name=email]").fill("dora@demo.example")
    page.locator("input[name=password]").fill(password)
    page.locator("button[type=submit]").click()
    page.locator("#app .pane").first.wait_for()
    page.goto(f"{url}/?page=settings&section=system")
    page.locator(".system").wait_for()
    _keep(page, "system")


def _page(browser: Browser) -> Page:
    context = browser.new_context(viewport=WIDE, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(LONG_MS)
    return context.new_page()


def _keep(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    assert path.stat().st_size < MAX_BYTES, f"{path.name} is too large"
    print(f"{path.name}: {path.stat().st_size // 1_000} KB")


if __name__ == "__main__":
    main()
