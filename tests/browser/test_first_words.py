"""A ticket that begins with the desk: in the chat its customer has used before, by keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect

from helpdesk import db
from helpdesk.actions.templates import TemplateChanges, create_template
from helpdesk.models import Agent, Audience, Role
from helpdesk.permissions import Actor, ActorKind
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.mails import open_mailbox
from tests.browser.people import Console, Shop
from tests.browser.staff import hire

Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser, on a desk with a mailbox and an answer that is kept."""
    state = hire("Dora", role=Role.ADMIN)
    open_mailbox()
    with db.transaction() as session:
        agent = session.query(Agent).filter_by(name="Dora").one()
        by = Actor(ActorKind.AGENT, agent.id, Role.ADMIN)
        texts = {"": "Your tea is here again, {{customer.first_name}}."}
        create_template(session, TemplateChanges("Again", texts, audience=Audience.ALL), by=by)
    return state


def test_a_ticket_begins_in_the_chat_of_a_customer_and_they_find_it_there(
    desk: BenchDesk, dora: StorageState, contexts: Contexts, shop: Shop
) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Tell me when the green tea is back")
    console = Console(contexts(storage_state=dora, reduced_motion="reduce").new_page())
    page = console.page
    console.opens(desk.running.base_url)
    console.opens_ticket("green tea is back")
    before = page.url

    page.keyboard.press("Shift+C")
    dialog = page.get_by_role("dialog", name="New ticket for")
    chat = dialog.get_by_role("radio", name="Chat")
    expect(chat).to_be_focused()
    expect(chat).to_be_checked()
    expect(dialog.get_by_role("radio", name="E-mail")).to_be_disabled()
    expect(dialog).to_contain_text("No e-mail address is known.")
    assert faults_in(page, page.main_frame) == []
    page.keyboard.press("Tab")
    page.keyboard.type("Green tea")
    page.keyboard.press("Tab")
    page.keyboard.type("/again")
    expect(dialog.get_by_role("listbox", name="Templates")).to_be_visible()
    page.keyboard.press("Enter")
    box = dialog.get_by_role("textbox", name="First message")
    expect(box).to_have_value("Your tea is here again, {{customer.first_name}}.")
    expect(dialog).to_contain_text("Nothing fills: customer’s first name")
    page.keyboard.type("Vera")
    expect(box).to_have_value("Your tea is here again, Vera.")
    dialog.locator("input[type=file]").set_input_files({"name": "tea.txt", "mimeType": "text/plain", "buffer": b"10"})
    expect(dialog.get_by_role("button", name="Remove tea.txt")).to_be_visible()
    page.keyboard.press("Control+Enter")

    expect(page).not_to_have_url(before)
    expect(page).to_have_url(re.compile(r"ticket=\d+"))
    expect(console.ticket).to_contain_text("Green tea")
    expect(console.messages).to_contain_text("Your tea is here again, Vera.")
    expect(console.messages.get_by_role("link", name="tea.txt")).to_be_visible()
    shop.opens()
    shop.sees("Your tea is here again, Vera.")
    shop.writes("Wonderful")
    expect(console.messages).to_contain_text("Wonderful")
