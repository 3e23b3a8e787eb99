"""An admin puts the tags of the desk in order by keyboard alone, and every open list shows it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions.tags import change_tags
from helpdesk.models import Agent, Audience, Message, Role, SavedReport, SavedView, Tag
from helpdesk.permissions import SYSTEM
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


@pytest.fixture
def letter(mailbox_id: int) -> Message:
    """A letter whose ticket has two tags."""
    made: Message = open_parcel(mailbox_id, html="")
    with db.transaction() as session:
        change_tags(session, made.ticket_id, add=["carier", "carrier", "to forget"], by=SYSTEM)
    return made


def keeps(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"tags-{name}.png"))


def test_tags_are_renamed_merged_and_removed_by_keyboard(
    desk: BenchDesk, page: Page, letter: Message, dora: StorageState, contexts: Contexts
) -> None:
    other = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    other.goto(f"{desk.running.base_url}/?view=all&ticket={letter.ticket_id}")
    head = other.locator(".ticket-tags")
    expect(head).to_contain_text("carier")
    page.goto(desk.running.base_url)
    settings = Settings(page)
    settings.opens("Tags")

    page.get_by_label("Find a tag").fill("forget")
    expect(page.get_by_role("listitem").filter(has_text="carier")).to_have_count(0)
    page.get_by_role("button", name="Rename to forget").press("Enter")
    expect(page.get_by_label("Name of the tag")).to_be_focused()
    page.keyboard.type("forget me")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Rename forget me")).to_be_visible()
    expect(head).to_contain_text("forget me")

    page.get_by_label("Find a tag").fill("")
    page.get_by_role("button", name="Rename carier").press("Enter")
    page.get_by_label("Name of the tag").fill("Carrier")
    page.keyboard.press("Enter")
    keeps(page, "taken")
    assert faults_in(page, page.main_frame) == []
    page.get_by_role("button", name="Merge the two").press("Enter")
    expect(settings.dialog.get_by_text("“carier” becomes “carrier”")).to_be_visible()
    expect(settings.dialog.get_by_text("1 ticket · 0 customers")).to_be_visible()
    keeps(page, "merge")
    assert faults_in(page, page.main_frame) == []
    settings.dialog.get_by_role("button", name="Merge").press("Enter")
    expect(page.get_by_role("button", name="Rename carier")).to_have_count(0)
    expect(head).not_to_contain_text("carier")

    page.get_by_role("button", name="Delete forget me").press("Enter")
    settings.dialog.get_by_role("button", name="Delete").press("Enter")
    page.keyboard.press("Enter")
    expect(settings.dialog.get_by_text("These have forget me or name it:")).to_be_visible()
    keeps(page, "remove")
    assert faults_in(page, page.main_frame) == []
    settings.dialog.get_by_role("button", name="Take it from all of them and delete it").press("Enter")
    expect(page.get_by_role("button", name="Delete forget me")).to_have_count(0)
    expect(head).not_to_contain_text("forget me")
    assert faults_in(page, page.main_frame) == []


def test_what_still_names_a_tag_is_a_way_there(desk: BenchDesk, page: Page, letter: Message) -> None:
    with db.transaction() as session:
        tag_id = session.scalar(select(Tag.id).where(Tag.name == "to forget"))
        owner_id = session.scalar(select(Agent.id).where(Agent.role == Role.ADMIN))
        own = {"owner_id": owner_id, "audience": Audience.ALL, "created_at": clock.now(), "updated_at": clock.now()}
        view = {"match": "all", "conditions": [{"field": "tag", "op": "in", "values": [tag_id]}], "groups": []}
        report = {"measure": "created", "by": "day", "filters": {"tag": [tag_id]}}
        ours = SavedView(name="Ours", sort="due", filter=view, **own)
        session.add_all([ours, SavedReport(name="Week", arrangement=report, **own)])
        session.flush()
        view_id = ours.id
    page.goto(desk.running.base_url)
    settings = Settings(page)

    for name, leads in (("View: Ours", rf"view=view%3A{view_id}\b"), ("Report: Week", r"page=reports&q=.*tag")):
        settings.opens("Tags")
        page.get_by_role("button", name="Delete to forget").press("Enter")
        settings.dialog.get_by_role("button", name="Delete").press("Enter")
        page.keyboard.press("Enter")
        settings.dialog.get_by_role("button", name=name).press("Enter")
        expect(page).to_have_url(re.compile(leads))
        expect(settings.dialog).to_have_count(0)


@pytest.mark.parametrize("locale", ["ru", "uk"])
def test_the_page_of_tags_fits_a_phone(desk: BenchDesk, letter: Message, contexts: Contexts, locale: str) -> None:
    admin = hire({"ru": "Roman", "uk": "Ulyana"}[locale], role=Role.ADMIN, locale=locale)
    page = contexts(storage_state=admin, reduced_motion="reduce", viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{desk.running.base_url}/?page=settings&section=tags")
    expect(page.get_by_text("carrier", exact=True)).to_be_visible()

    assert misfits_in(page.main_frame) == []
    keeps(page, f"phone-{locale}")
    page.emulate_media(color_scheme="dark")
    keeps(page, f"phone-{locale}-dark")
