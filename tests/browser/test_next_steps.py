"""An admin is told what comes next: on a new desk, on a ticket that needs a skill, before something in use is deleted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect

from helpdesk import db
from helpdesk.actions.workspace import skills, teams
from helpdesk.models import Ticket
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.people import Console
from tests.browser.settings import Settings
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]
# The page names its build before its script runs.
AS_BEFORE_AN_UPDATE = """
document.addEventListener("readystatechange", () => {
  if (!sessionStorage.updated) document.querySelector('meta[name="build"]')?.setAttribute("content", "older");
}, { once: true });
"""


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora's console."""
    console = Console(contexts(storage_state=dora).new_page())
    console.opens(desk.running.base_url)
    return console


def test_an_empty_desk_offers_its_first_steps(console: Console) -> None:
    pane = console.page.get_by_role("region", name="Tickets")
    expect(pane.get_by_text("No tickets yet")).to_be_visible()

    with console.page.expect_popup() as shop:
        pane.get_by_role("link", name="Try the chat").click()
    pane.get_by_role("button", name="Invite an agent").click()
    expect(console.page.get_by_role("main", name="Agents")).to_be_visible()
    console.page.go_back()
    pane.get_by_role("button", name="Put the chat on your site").click()
    expect(console.page.get_by_role("main", name="Channels")).to_be_visible()

    expect(shop.value.get_by_role("button", name=re.compile("chat", re.IGNORECASE)).last).to_be_visible()


def test_the_skills_a_ticket_needs_are_shown_and_changed_beside_the_reason_why_it_waits(
    desk: BenchDesk, console: Console
) -> None:
    with db.transaction() as session:
        skills.create_skill(session, name="Printers", by=SYSTEM)
    Visitor(desk.running.base_url, name="Tom").writes("The paper jams again")
    console.opens_ticket("The paper jams again")

    console.ticket.get_by_role("button", name="Skills it needs").click()
    console.ticket.get_by_label("Level of Printers").select_option("3")
    console.ticket.get_by_role("button", name="Save").click()

    needs = console.ticket.get_by_role("button", name="Skills it needs: Printers 3")
    expect(needs).to_be_focused()
    expect(console.messages).to_contain_text("changed the skills asked for")
    needs.click()
    expect(console.ticket.get_by_text("Dora does not have Printers 3")).to_be_visible()
    console.page.keyboard.press("Escape")
    console.ticket.get_by_label("Assignee").select_option("")
    why = console.ticket.get_by_role("button", name=re.compile("Why it is waiting"))
    expect(why).to_contain_text("lacks the skill Printers")


def test_a_skill_in_use_is_deleted_only_after_its_users_were_shown(console: Console) -> None:
    settings = Settings(console.page)
    settings.opens("Skills")
    settings.edits("Printers")

    settings.dialog.get_by_role("button", name="Delete").click()
    settings.dialog.get_by_role("button", name="Press once more").click()

    told = settings.dialog.get_by_role("alert")
    expect(told).to_contain_text("1 open ticket")
    told.get_by_role("button", name="Take it from all of them and delete it").click()
    expect(settings.dialog).to_have_count(0)
    expect(console.page.get_by_text("No skills yet")).to_be_visible()


def test_a_team_in_use_is_deleted_once_another_has_its_tickets(desk: BenchDesk, console: Console) -> None:
    with db.transaction() as session:
        support = teams.create_team(session, name="Support", member_ids=(), by=SYSTEM)
        sales = teams.create_team(session, name="Sales", member_ids=(), by=SYSTEM)
        session.query(Ticket).update({"team_id": support.id})
        sales_id = sales.id
    settings = Settings(console.page)
    settings.opens("Teams")
    settings.edits("Support")

    settings.dialog.get_by_role("button", name="Delete").click()
    settings.dialog.get_by_role("button", name="Press once more").click()

    told = settings.dialog.get_by_role("alert")
    expect(told).to_contain_text("1 open ticket")
    told.get_by_label("Give all of that to").last.select_option("Sales")
    told.get_by_role("button", name="Move it and delete the team").click()
    expect(settings.dialog).to_have_count(0)
    expect(console.page.get_by_role("button", name="Edit Support")).to_have_count(0)
    with db.reading() as session:
        assert {ticket.team_id for ticket in session.query(Ticket)} == {sales_id}


def test_what_was_entered_is_given_up_only_when_that_is_meant(console: Console) -> None:
    settings, page = Settings(console.page), console.page
    settings.opens("Teams")
    page.get_by_role("button", name="Add a team").click()
    page.keyboard.press("Escape")
    expect(settings.dialog).to_have_count(0)

    page.get_by_role("button", name="Add a team").click()
    settings.dialog.get_by_label("Name").fill("Begun")
    for _ in range(2):
        page.keyboard.press("Escape")
    page.mouse.click(2, 2)
    expect(settings.dialog.get_by_label("Name")).to_have_value("Begun")
    settings.dialog.get_by_role("button", name="Leave without saving").click()
    expect(settings.dialog).to_have_count(0)

    settings.opens("General")
    page.get_by_label("Name of the desk").fill("Begun")
    page.go_back()
    expect(page.get_by_label("Name of the desk")).to_have_value("Begun")
    page.get_by_role("button", name="Leave without saving").click()
    expect(page.get_by_role("main", name="Teams")).to_be_visible()


def test_a_console_older_than_the_desk_says_so_and_keeps_what_is_begun(
    desk: BenchDesk, dora: StorageState, contexts: Contexts
) -> None:
    Visitor(desk.running.base_url, name="Uma").writes("Is the kettle safe?")
    console = Console(contexts(storage_state=dora).new_page())
    console.page.add_init_script(AS_BEFORE_AN_UPDATE)
    console.opens(desk.running.base_url)
    console.opens_ticket("Is the kettle safe?")
    console.box.fill("It switches off by itself")

    news = console.page.get_by_role("status").filter(has_text="A new version is ready")
    expect(news).to_be_visible()
    console.page.evaluate("sessionStorage.updated = true")
    news.get_by_role("button", name="Reload").click()

    expect(console.box).to_have_value("It switches off by itself")
    expect(news).to_have_count(0)
