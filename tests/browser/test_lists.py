"""Lists by keyboard: a ticket put aside, many changed and taken back, a view saved that follows what happens."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import BrowserContext, Page, Route, StorageState, expect

from helpdesk import db
from helpdesk.actions import label
from helpdesk.models import Priority
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.mails import all_arrive, arrives, mail

Contexts = Callable[..., BrowserContext]


@pytest.fixture
def page(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Page:
    """Dora's console."""
    return contexts(storage_state=dora, reduced_motion="reduce").new_page()


def writes(mailbox_id: int, name: str, *, text: str = "", mail_id: str | None = None) -> int:
    return arrives(
        mail(mailbox_id, text or f"{name} asks", subject=f"From {name}", sender=f"{name}@shop.example", mail_id=mail_id)
    ).ticket_id


def opens(page: Page, desk: BenchDesk, address: str) -> None:
    page.goto(desk.running.base_url + address)
    expect(page.get_by_role("heading", name="Saved views")).to_be_visible()


def test_a_ticket_is_put_aside_by_key_in_words(desk: BenchDesk, page: Page, mailbox_id: int) -> None:
    ticket_id = writes(mailbox_id, "vera")
    opens(page, desk, f"/?view=all&ticket={ticket_id}")
    expect(page.locator(".ticket-tags")).to_be_visible()

    page.keyboard.press("z")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("послезавтра в 10")
    expect(dialog.locator("form").get_by_role("status")).to_contain_text("10:00")
    assert faults_in(page, page.main_frame) == []
    page.keyboard.press("Enter")

    expect(page.locator(".is-snoozed")).to_be_visible()
    page.goto(f"{desk.running.base_url}/?view=snoozed")
    expect(page.locator(f"#row-{ticket_id}")).to_be_visible()


def test_many_are_changed_by_key_and_taken_back(desk: BenchDesk, page: Page, mailbox_id: int) -> None:
    ids = [writes(mailbox_id, name) for name in ("oleh", "ira")]
    opens(page, desk, "/?view=all&sort=created")
    expect(page.locator(f"#row-{ids[0]}")).to_be_visible()
    page.locator(".list").focus()
    for key in ("Home", "x", "Shift+J"):
        page.keyboard.press(key)

    expect(page.locator(".row.is-picked")).to_have_count(2)
    page.get_by_role("toolbar").get_by_label("Priority").select_option("urgent")
    expect(page.locator(".mark.priority-urgent")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".mark.priority-urgent")).to_have_count(0)

    page.locator(".list").press("Control+a")

    expect(page.locator(".row.is-picked")).to_have_count(page.locator(".row").count())


def test_what_is_changed_at_length_chooses_nothing_in_the_list_one_has_gone_to(
    desk: BenchDesk, page: Page, mailbox_id: int
) -> None:
    waiting: list[Route] = []
    ticket_id = writes(mailbox_id, "petro")
    opens(page, desk, "/?view=all&sort=created")
    expect(page.locator(f"#row-{ticket_id}")).to_be_visible()
    page.route("**/api/ticket-changes", lambda route: waiting.append(route))
    page.locator(".list").focus()
    for key in ("Home", "x"):
        page.keyboard.press(key)
    with page.expect_request("**/api/ticket-changes"):
        page.get_by_role("toolbar").get_by_label("Priority").select_option("high")

    page.get_by_role("navigation", name="Views").get_by_role("button", name=re.compile("^Unassigned")).click()
    expect(page.get_by_role("toolbar")).to_have_count(0)
    waiting[0].abort()

    expect(page.get_by_text("cannot be reached").first).to_contain_text("trying again does nothing twice")
    expect(page.get_by_role("toolbar")).to_have_count(0)


def test_what_comes_while_one_reads_above_is_counted_by_message(desk: BenchDesk, page: Page, mailbox_id: int) -> None:
    first = writes(mailbox_id, "long", mail_id="<long@shop.example>", text="a line\n" * 20)
    answers_it = partial(mail, mailbox_id, sender="long@shop.example", answers="<long@shop.example>")
    all_arrive(*(answers_it(f"answer {number}\n" * 20) for number in range(9)))
    opens(page, desk, f"/?view=all&ticket={first}")
    said = page.get_by_role("log", name="Messages")
    expect(said).to_contain_text("answer 8")
    said.evaluate("log => { log.scrollTop = log.scrollHeight / 3; }")
    expect(page.get_by_role("button", name="Jump to the newest", exact=True)).to_be_visible()

    all_arrive(*(answers_it(f"more {number}") for number in range(3)))

    expect(page.get_by_role("button", name="3 new: Jump to the newest")).to_be_visible()


def test_a_saved_view_follows_what_happens(desk: BenchDesk, page: Page, mailbox_id: int) -> None:
    opens(page, desk, "/?view=mine")
    page.get_by_role("button", name="New view").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Pressing")
    dialog.get_by_label("Field").select_option("priority")
    dialog.get_by_label("Values").select_option(label="Urgent")
    assert faults_in(page, page.main_frame) == []
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator(".pane-title")).to_have_text("Pressing")

    ticket_id = writes(mailbox_id, "olena")
    with db.transaction() as session:
        label.set_priority(session, ticket_id, priority=Priority.URGENT, by=SYSTEM)

    expect(page.locator(f"#row-{ticket_id}")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Pressing")).locator(".count")).to_have_text("1")
    with db.transaction() as session:
        label.set_priority(session, ticket_id, priority=Priority.LOW, by=SYSTEM)
    expect(page.locator(f"#row-{ticket_id}")).to_have_count(0)
    page.get_by_role("button", name="Change the filter").click()
    expect(dialog.get_by_label("Name")).to_have_value("Pressing")
