"""Other people's help on the screen: approvals asked and answered, side threads with their answers from outside."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect
from sqlalchemy import select

from helpdesk import db, secrets
from helpdesk.models import Role, SystemMail
from runtime.bench.desk import BenchDesk
from runtime.keys import keys_of
from tests.browser.axe import faults_in
from tests.browser.mails import open_mailbox
from tests.browser.people import Console
from tests.browser.staff import hire
from tests.mails import all_arrive, arrives, mail

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
    """The desk's mailbox; what is signed here, the desk knows."""
    secrets.configure(keys_of(desk.folder))
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


def test_a_side_thread_goes_out_and_its_answer_is_folded_beside_the_ticket(
    desk: BenchDesk, dora: StorageState, mailbox_id: int, contexts: Contexts
) -> None:
    ticket_id = arrives(mail(mailbox_id, "Where is parcel 4711?", subject="Parcel")).ticket_id
    page = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    console = Console(page)
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("parcel 4711", timeout=SOON_MS)

    console.ticket.get_by_role("button", name="More about this ticket").click()
    page.get_by_role("button", name="New side thread").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("With", exact=True).select_option("address")
    dialog.get_by_label("Address", exact=True).fill("oleh@carrier.example")
    dialog.get_by_label("Message", exact=True).fill("Do you know where it is?")
    dialog.get_by_text("Quote from the ticket").click()
    dialog.get_by_label("Where is parcel 4711?").check()
    assert faults_in(page, page.main_frame) == []
    look(page, "side-new")
    dialog.get_by_role("button", name="Begin").click()
    side = page.locator("details.side")
    expect(side).to_contain_text("oleh@carrier.example", timeout=SOON_MS)

    with db.reading() as session:
        sent = session.scalars(select(SystemMail).order_by(SystemMail.id.desc()).limit(1)).one()
    assert "> Where is parcel 4711?" in sent.text
    all_arrive(mail(mailbox_id, "It is in Lviv", sender="oleh@carrier.example", answers=sent.mail_id))
    expect(side).to_contain_text("1 unread", timeout=SOON_MS)
    expect(page.get_by_role("button", name="Side threads")).to_contain_text("1", timeout=SOON_MS)
    side.locator("summary").press("Enter")
    expect(side).to_contain_text("It is in Lviv", timeout=SOON_MS)
    assert faults_in(page, page.main_frame) == []
    look(page, "side")
    expect(side).not_to_contain_text("unread", timeout=SOON_MS)
    expect(console.messages).not_to_contain_text("Lviv")
