"""An admin takes a ready-made rule, tries it out, switches it on; the ticket says what it did."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from helpdesk.models import Message, Role
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in, misfits_in
from tests.browser.mails import open_parcel
from tests.browser.settings import Settings
from tests.browser.staff import hire

Contexts = Callable[..., BrowserContext]
PICTURES = os.environ.get("HELPDESK_TEST_PICTURES", "")  # a folder to look at the screens in


@pytest.fixture
def page(dora: StorageState, contexts: Contexts) -> Page:
    """What Dora looks at."""
    return contexts(storage_state=dora, reduced_motion="reduce", viewport={"width": 1280, "height": 900}).new_page()


def keeps(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"))


def test_a_ready_made_rule_is_tried_out_and_switched_on(desk: BenchDesk, page: Page) -> None:
    settings = Settings(page)
    page.goto(desk.running.base_url)
    settings.opens("Automations")
    page.get_by_role("button", name="Add: VIP is urgent").click()
    settings.dialog.get_by_label("Add a step").select_option("add_tags")
    settings.dialog.get_by_label("Add tags").fill("seen by a rule")
    settings.dialog.get_by_role("button", name="Remove VIP").click()
    settings.dialog.get_by_role("button", name="Try it on the last two weeks").click()
    expect(settings.dialog.get_by_text("It would have touched")).to_be_visible()
    keeps(page, "dialog-light")
    assert faults_in(page, page.main_frame) == []
    keeps(page, "dialog-dark")
    page.emulate_media(color_scheme="light")
    settings.saves()
    page.get_by_role("button", name="VIP is urgent: Off").click()
    expect(page.get_by_role("button", name="VIP is urgent: On")).to_be_visible()
    assert faults_in(page, page.main_frame) == []


def test_the_ticket_and_the_log_say_what_the_rule_did(
    desk: BenchDesk, page: Page, mailbox_id: int, contexts: Contexts
) -> None:
    letter: Message = open_parcel(mailbox_id, html="")
    page.goto(f"{desk.running.base_url}/?view=all&ticket={letter.ticket_id}")
    expect(
        page.get_by_text("Automation “VIP is urgent”: set the priority, add tags (a ticket is created)")
    ).to_be_visible(timeout=60_000)
    keeps(page, "ticket")
    Settings(page).opens("Automations")
    expect(page.get_by_text("Set the priority · Add tags").last).to_be_visible()
    keeps(page, "log-light")

    ivan = contexts(storage_state=hire("Ivan", role=Role.ADMIN, locale="ru"), reduced_motion="reduce").new_page()
    ivan.goto(f"{desk.running.base_url}/?page=settings&section=automations")
    expect(ivan.get_by_role("heading", name="Что они сделали")).to_be_visible()
    assert misfits_in(ivan.main_frame) == []
    ivan.emulate_media(color_scheme="dark")
    keeps(ivan, "log-russian-dark")
    ivan.get_by_role("button", name="Изменить").first.click()
    expect(ivan.get_by_role("dialog")).to_be_visible()
    keeps(ivan, "dialog-russian-dark")
    assert misfits_in(ivan.main_frame) == []
