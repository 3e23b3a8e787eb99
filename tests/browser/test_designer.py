"""The chat's designer on the screen: the panel beside it follows every stroke, and what is kept reaches visitors."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.settings import Settings

Contexts = Callable[..., BrowserContext]
PARTS = ("Put it on a site", "Look", "Texts", "Before the chat", "Behaviour", "By itself", "Identity")


@pytest.fixture
def page(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Page:
    """The designer of the desk's chat, open."""
    page = contexts(storage_state=dora, reduced_motion="reduce", viewport={"width": 1280, "height": 820}).new_page()
    page.goto(desk.running.base_url)
    Settings(page).opens("Channels")
    page.get_by_role("button", name="Design of").first.click()
    expect(page.get_by_role("navigation", name="Parts of the design")).to_be_visible()
    return page


def test_the_panel_follows_and_what_is_kept_reaches_visitors(desk: BenchDesk, page: Page) -> None:
    parts = page.get_by_role("navigation", name="Parts of the design")
    panel = page.frame_locator("iframe[title='Preview of the chat panel']")

    parts.get_by_role("button", name="Texts").click()
    page.get_by_label("Greeting (English)").fill("Tea or coffee?")
    expect(panel.get_by_text("Tea or coffee?")).to_be_visible()
    parts.get_by_role("button", name="Before the chat").click()
    page.get_by_role("button", name="Add a question").click()
    page.get_by_label("Question (English)").fill("How may we call you?")
    expect(panel.get_by_text("How may we call you?")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Not saved yet")).to_have_count(0)

    key = page.evaluate("fetch('/api/channels').then(a => a.json()).then(all => all[0].public_key)")
    told = httpx.get(f"{desk.running.base_url}/chat/{key}/config", trust_env=False).json()
    assert told["greeting"] == {"en": "Tea or coffee?"}
    assert [field["label"] for field in told["form"]] == [{"en": "How may we call you?"}]


def test_the_picture_of_the_panel_has_no_origin_and_reaches_nothing(page: Page) -> None:
    expect(page.frame_locator("iframe[title='Preview of the chat panel']").locator(".panel")).to_be_visible()
    frame = page.frame(url=lambda url: url.endswith("/widget-preview"))
    assert frame is not None

    said = frame.evaluate(
        """async () => {
          const reached = await fetch("/api/me").then(() => "reached", () => "refused");
          let stored = "stored";
          try { localStorage.setItem("a", "b"); } catch { stored = "refused"; }
          return [self.origin, reached, stored];
        }"""
    )

    assert said == ["null", "refused", "refused"]


def test_every_part_can_be_used_by_everybody(page: Page) -> None:
    for part in PARTS:
        page.get_by_role("navigation", name="Parts of the design").get_by_role("button", name=part).click()
        expect(page.get_by_role("region", name=part, exact=True)).to_be_visible()
        if part in ("Before the chat", "By itself"):
            page.get_by_role("button", name="Add a").first.click()

        assert faults_in(page, page.main_frame) == [], part
