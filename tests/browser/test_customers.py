"""The client base on the screen: found, looked at, written about, merged and taken back; nothing wrong with any page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, StorageState, expect
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.keys import tick
from helpdesk.actions.client_base.profile import ProfileChanges, create_customer
from helpdesk.models import FieldEntity, FieldKind, IdentityKind, OutsideEvent, Role
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in, misfits_in
from tests.browser.staff import hire

Contexts = Callable[..., BrowserContext]
SOON_MS = 60_000
PLACES = ("", "&q=organisations", "&q=duplicates", "&q=import")

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def olena_id(desk: BenchDesk) -> int:
    """Olena Kovalenko, whom the desk knows twice."""
    numbers = {"Олена Коваленко": "+380441112233", "Elena Kovalenko": "+70441112233"}
    ids = []
    with db.transaction() as session:
        draft = FieldDraft(FieldEntity.CUSTOMER, "plan", FieldKind.TEXT, {"en": "Plan", "uk": "Тариф"})
        create_field(session, draft, by=SYSTEM)
        for name, number in numbers.items():
            customer = create_customer(session, ProfileChanges(name=name), by=SYSTEM)
            add_identity(session, customer.id, kind=IdentityKind.PHONE, address=number, by=SYSTEM)
            ids.append(customer.id)
    tick()
    return ids[0]


def opened(contexts: Contexts, state: StorageState, desk: BenchDesk, query: str) -> Page:
    page = contexts(storage_state=state, reduced_motion="reduce").new_page()
    page.set_default_timeout(SOON_MS)
    page.goto(f"{desk.running.base_url}/?page=customers{query}")
    return page


def test_a_customer_is_found_by_phone_written_about_and_merged(
    desk: BenchDesk, dora: StorageState, contexts: Contexts, olena_id: int
) -> None:
    page = opened(contexts, dora, desk, "")
    page.get_by_label("Name, address, phone, organisation").fill("044 111-22-33")
    page.get_by_role("button", name=re.compile("Олена Коваленко")).click()
    page.get_by_label("Plan").fill("gold")
    page.get_by_label("Plan").press("Enter")
    page.get_by_label("Add a note; only agents see it").fill("Calls at noon")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".profile-note")).to_contain_text("Calls at noon")

    page.locator(".profile-note").get_by_role("button", name="Remove the note").click()
    page.get_by_label("Plan").click()
    page.locator(".profile-note").get_by_role("button", name="Remove the note").click()
    expect(page.locator(".profile-note")).to_contain_text("Calls at noon")
    page.get_by_role("button", name="Press once more").click()
    expect(page.locator(".profile-note")).to_have_count(0)

    page.get_by_role("button", name="Merge into this one").click()
    expect(page.get_by_role("heading", name="Merged into this customer")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("heading", name="Merged into this customer")).to_have_count(0)

    page.reload()
    expect(page.get_by_label("Plan")).to_have_value("gold")


def test_a_call_is_written_down_by_keyboard_alone(
    desk: BenchDesk, dora: StorageState, contexts: Contexts, olena_id: int
) -> None:
    page = opened(contexts, dora, desk, f"&q=customers:{olena_id}")
    page.get_by_role("button", name="Log a call or visit").press("Enter")
    page.get_by_label("Minutes").fill("4")
    page.get_by_label("What it was about").fill("Asked for the invoice")
    page.get_by_label("What it was about").press("Enter")

    expect(page.locator(".whole-timeline")).to_contain_text("Asked for the invoice")
    with db.reading() as session:
        assert session.scalars(select(OutsideEvent.duration_s)).all() == [240]


def test_nothing_is_wrong_with_its_pages(
    desk: BenchDesk, dora: StorageState, contexts: Contexts, olena_id: int
) -> None:
    page = opened(contexts, dora, desk, "")

    for place in (*PLACES, f"&q=customers:{olena_id}"):
        page.goto(f"{desk.running.base_url}/?page=customers{place}")
        page.locator(".customers-column h2, .customers-head, .customer-columns").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert faults_in(page, page.main_frame) == [], place


def test_its_pages_fit_in_ukrainian(desk: BenchDesk, contexts: Contexts, olena_id: int) -> None:
    page = opened(contexts, hire("Olena", role=Role.ADMIN, locale="uk"), desk, "")

    for place in (*PLACES, f"&q=customers:{olena_id}"):
        page.goto(f"{desk.running.base_url}/?page=customers{place}")
        page.locator(".customers-column h2, .customers-head, .customer-columns").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert misfits_in(page.main_frame) == [], place


def test_what_is_changed_at_length_chooses_nobody_in_the_list_one_has_gone_to(
    desk: BenchDesk, dora: StorageState, contexts: Contexts, olena_id: int
) -> None:
    waiting: list[Route] = []
    page = opened(contexts, dora, desk, "")
    page.route("**/api/customer-changes", lambda route: waiting.append(route))
    page.get_by_role("checkbox", name=re.compile("Олена Коваленко")).check()
    with page.expect_request("**/api/customer-changes"):
        page.get_by_role("button", name="No organisation").click()

    page.get_by_label("Segment", exact=True).select_option(label="At risk")
    expect(page.locator(".bulk")).to_have_count(0)
    waiting[0].abort()

    expect(page.get_by_text("cannot be reached").first).to_be_visible()
    expect(page.locator(".bulk")).to_have_count(0)


def test_the_import_names_its_columns_and_gives_a_sample_that_it_takes(
    desk: BenchDesk, dora: StorageState, contexts: Contexts, olena_id: int, tmp_path: Path
) -> None:
    page = opened(contexts, dora, desk, "&q=import")
    expect(page.get_by_role("row", name=re.compile("^Tags"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^plan"))).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Save a sample file").click()
    download.value.save_as(tmp_path / "customers.csv")
    page.get_by_label("CSV file").set_input_files(tmp_path / "customers.csv")
    page.get_by_role("button", name="Look what would happen").click()

    expect(page.get_by_role("status").filter(has_text="new: 1")).to_be_visible()
