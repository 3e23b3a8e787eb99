"""A second factor from the profile to the next sign-in, by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from helpdesk import clock, db
from helpdesk.actions.accounts import agents, totp
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.models import Role
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.cast import PASSWORD

Contexts = Callable[..., BrowserContext]
EMAIL = "olena@desk.example"


@pytest.fixture
def olena(desk: BenchDesk, contexts: Contexts) -> Page:
    """Olena's laptop at the sign-in page."""
    with db.transaction() as session:
        agents.make_agent(session, email=EMAIL, name="Olena", role=Role.ADMIN, password=PASSWORD)
    page = contexts(reduced_motion="reduce").new_page()
    page.goto(f"{desk.running.base_url}/sign-in?next=/?page=settings%26section=second_factor")
    return page


def types(page: Page, *texts: str) -> None:
    """Type into one field after another, from the one that has the focus at first, and send the form."""
    expect(page.locator("input:focus")).to_be_visible()
    for number, text in enumerate(texts):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def tabs_to(page: Page, name: str) -> None:
    """Press Tab until a button or link of this name has the focus, then press it."""
    for _ in range(80):
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} by Tab")


def is_fine(page: Page) -> bool:
    found = faults_in(page, page.main_frame)
    assert found == []
    return True


def test_set_up_in_the_profile_and_asked_at_the_next_sign_in(olena: Page) -> None:
    page = olena
    types(page, EMAIL, PASSWORD)
    expect(page.get_by_role("main", name="Second factor")).to_be_visible()
    tabs_to(page, "Set up an authenticator app")
    expect(page.get_by_label("Current password")).to_be_focused()
    types(page, PASSWORD)
    expect(page.get_by_label("Code that the app shows")).to_be_focused()
    assert is_fine(page)
    seed = page.get_by_label("Key for the app").input_value().replace(" ", "")
    types(page, totp.code_at(seed, totp.step_of(clock.now())))
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_focused()
    assert is_fine(page)
    codes = page.locator(".codes li").all_text_contents()
    with page.expect_download() as kept:
        tabs_to(page, "Save as a file")
    assert codes[9] in kept.value.path().read_text()
    tabs_to(page, "I have kept them")
    expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()
    assert is_fine(page)

    page.context.clear_cookies()
    page.goto(page.url)
    types(page, EMAIL, PASSWORD)
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    assert is_fine(page)
    types(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    tabs_to(page, "I do not have my phone")
    expect(page.get_by_label("Recovery code")).to_be_focused()
    types(page, codes[0])

    expect(page.get_by_text("9 recovery codes are left.")).to_be_visible()


def test_who_must_set_one_up_saves_and_copies_the_codes(desk: BenchDesk, contexts: Contexts) -> None:
    with db.transaction() as session:
        agents.make_agent(session, email="petro@desk.example", name="Petro", role=Role.AGENT, password=PASSWORD)
        change_settings(session, {"second_factor": "everybody"}, by=SYSTEM)
    page = contexts(reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"{desk.running.base_url}/sign-in")
    types(page, "petro@desk.example", PASSWORD)
    seed = page.locator(".secret").inner_text().replace(" ", "")
    types(page, totp.code_at(seed, totp.step_of(clock.now())))
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    codes = page.locator(".codes li").all_inner_texts()
    assert is_fine(page)

    with page.expect_download() as kept:
        page.get_by_role("link", name="Save as a file").click()
    assert kept.value.path().read_text().split() == codes
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").split() == codes
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("navigation").first).to_be_visible()
