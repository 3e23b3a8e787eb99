"""Writing with templates, macros, promises and moments, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect

from helpdesk import db
from helpdesk.actions.macros import MacroChanges, create_macro
from helpdesk.actions.templates import TemplateChanges, create_template
from helpdesk.models import Agent, Audience, Role
from helpdesk.permissions import Actor, ActorKind
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.people import Console
from tests.browser.staff import hire
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]
HELLO = {"": "Hello {{customer.name}}, order {{customer.fields.order}} left.", "uk": "Вітаємо, {{customer.name}}!"}


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser, on a desk with a template and a macro."""
    state = hire("Dora", role=Role.ADMIN)
    with db.transaction() as session:
        agent = session.query(Agent).filter_by(name="Dora").one()
        by = Actor(ActorKind.AGENT, agent.id, Role.ADMIN)
        create_template(session, TemplateChanges("Greeting", HELLO, shortcut="hi", audience=Audience.ALL), by=by)
        steps = [{"do": "priority", "priority": "urgent"}]
        create_macro(session, MacroChanges("Make it urgent", steps, Audience.ALL), by=by)
    return state


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora's console."""
    console = Console(contexts(storage_state=dora).new_page())
    console.opens(desk.running.base_url)
    return console


def test_an_agent_answers_by_keyboard_with_a_template_a_promise_and_a_macro(desk: BenchDesk, console: Console) -> None:
    Visitor(desk.running.base_url, name="Віра").writes("Where is my parcel?")
    console.opens_ticket("Where is my parcel?")
    page = console.page
    expect(page.get_by_role("button", name="Insert a template")).to_be_visible()

    console.box.press_sequentially("/hi", delay=20)
    expect(page.get_by_role("option", name="Greeting")).to_be_visible()
    assert faults_in(page, page.main_frame) == []
    console.box.press("Enter")
    expect(console.box).to_have_value("Hello Віра, order {{customer.fields.order}} left.")
    expect(page.get_by_text("Nothing fills: customer.fields.order")).to_be_visible()

    console.box.fill("We will call you tomorrow at 10:00.")
    page.get_by_role("button", name="Note it on this ticket").press("Enter")
    expect(page.get_by_role("list", name="Promises")).to_contain_text("We will call you tomorrow at 10:00.")

    console.box.fill("We will send the bill in a week.")
    page.get_by_role("button", name="Note it with the customer").press("Enter")
    expect(page.get_by_role("region", name="Promised to them")).to_contain_text("We will send the bill in a week.")
    console.box.fill("We will call you tomorrow at 10:00.")

    page.get_by_role("button", name="More ways to send").press("Enter")
    page.get_by_role("button", name="In an hour").press("Enter")
    expect(console.messages.get_by_role("button", name="Send now")).to_be_visible()
    console.messages.get_by_role("button", name="Send now").press("Enter")
    expect(console.messages.get_by_role("button", name="Send now")).to_have_count(0)

    console.box.press("Escape")
    page.keyboard.press("m")
    page.get_by_role("combobox", name="Run a macro").press_sequentially("urg", delay=20)
    expect(page.get_by_role("option", name="Make it urgent")).to_be_visible()
    page.keyboard.press("Enter")
    expect(console.messages).to_contain_text("Make it urgent")
    expect(page.get_by_role("combobox", name="Priority")).to_have_value("urgent")


def test_the_pages_of_writing_have_no_barriers(desk: BenchDesk, console: Console) -> None:
    page = console.page
    for section, shown in (("Templates", "Greeting"), ("Macros", "Make it urgent"), ("Promises", "Calendar")):
        if "page=settings" not in page.url:
            page.goto(f"{desk.running.base_url}/?page=settings&section=templates")
        page.get_by_role("navigation", name="Settings").get_by_role("button", name=section, exact=True).click()
        expect(page.get_by_role("main", name=section)).to_contain_text(shown)

        assert faults_in(page, page.main_frame) == []
