"""Other people's help on the screen: an approval is asked by the menu, answered by the asked person, and told in the timeline."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from helpdesk.models import Role
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.mails import open_mailbox
from tests.browser.people import Console
from tests.browser.staff import hire
from tests.mails import arrives, mail

Contexts = Callable[..., BrowserContext]
SOON_MS = 60_000

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser."""
    return hire("Dora", role=Role.ADMIN)


@pytest.fixture(scope="module")
def olena(desk: BenchDesk, dora: StorageState) -> StorageState:
    """A supervisor who reads Ukrainian."""
    return hire("Olena", role=Role.SUPERVISOR, locale="uk")


@pytest.fixture(scope="module")
def mailbox_id(desk: BenchDesk, dora: StorageState) -> int:
    """The desk's mailbox."""
    return open_mailbox()


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("S_PICTURES"):
        page.wait_for_timeout(400)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=f"{folder}/{name}-{scheme}.png")
        page.emulate_media(color_scheme="light")


def test_an_approval_is_asked_answered_and_told(
    desk: BenchDesk, dora: StorageState, olena: StorageState, mailbox_id: int, contexts: Contexts
) -> None:
    ticket_id = arrives(mail(mailbox_id, "May I have my money back?", subject="Refund")).ticket_id
    page = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    console = Console(page)
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("my money back", timeout=SOON_MS)

    console.ticket.get_by_role("button", name="More about this ticket").click()
    page.get_by_role("button", name="Ask for approval").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What exactly is to be approved").fill("Refund 120 € without the parcel?")
    assert faults_in(page, page.main_frame) == []
    look(page, "ask")
    dialog.get_by_role("button", name="Ask", exact=True).click()
    strip = page.get_by_role("region", name="Other people's help")
    expect(strip).to_contain_text("Refund 120 €", timeout=SOON_MS)
    look(page, "asked")

    other = contexts(storage_state=olena, reduced_motion="reduce").new_page()
    other.goto(desk.running.base_url)
    expect(other.get_by_role("button", name="Погодження")).to_contain_text("1", timeout=SOON_MS)
    other.get_by_role("button", name="Погодження").click()
    card = other.get_by_role("article", name="Погодження")
    expect(card).to_contain_text("Refund 120 €", timeout=SOON_MS)
    assert faults_in(other, other.main_frame) == []
    look(other, "page-uk")
    card.get_by_label("Причина").fill("Посилка ще не повернулася")
    card.get_by_role("button", name="Відмовити").press("Enter")
    expect(card).to_have_count(0, timeout=SOON_MS)

    expect(console.messages).to_contain_text("Olena refused: Refund 120 €", timeout=SOON_MS)
    expect(console.messages).to_contain_text("ще не повернулася")
    expect(strip).to_have_count(0)
    look(page, "answered")
