"""An agent's day by keyboard alone: what one does to tickets beside answering them, and takes back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from helpdesk import db, secrets
from helpdesk.actions import label
from helpdesk.actions.templates import TemplateChanges, create_template
from helpdesk.actions.workspace.teams import create_team
from helpdesk.models import Agent, Audience, Role
from helpdesk.permissions import SYSTEM, Actor, ActorKind
from runtime.bench.desk import BenchDesk
from runtime.keys import keys_of
from tests.browser.axe import faults_in
from tests.browser.keys import CONTROL, CYRILLIC, Keyboard
from tests.browser.mails import open_mailbox
from tests.browser.palette import does
from tests.browser.people import Console
from tests.browser.staff import hire
from tests.mails import arrives, mail

Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser, on a desk with an answer that is kept and two colleagues."""
    state = hire("Dora", role=Role.ADMIN)
    hire("Anton")
    hire("Olena", role=Role.ADMIN)
    with db.transaction() as session:
        agent = session.query(Agent).filter_by(name="Dora").one()
        by = Actor(ActorKind.AGENT, agent.id, Role.ADMIN)
        create_template(session, TemplateChanges("Refund", {"": "It left us today."}, audience=Audience.ALL), by=by)
    return state


@pytest.fixture(scope="module")
def mailbox_id(desk: BenchDesk, dora: StorageState) -> int:
    """The desk's mailbox; what is signed here, the desk knows."""
    secrets.configure(keys_of(desk.folder))
    return open_mailbox()


def test_tickets_are_joined_thrown_away_and_brought_back_without_a_mouse(
    desk: BenchDesk, console: Console, mailbox_id: int
) -> None:
    first = arrives(mail(mailbox_id, "Where is my parcel?", subject="Parcel", sender="eva@shop.example"))
    second = arrives(mail(mailbox_id, "Hello? Nobody answers!", subject="Parcel again", sender="eva@shop.example"))
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={second.ticket_id}")
    expect(console.messages).to_contain_text("Nobody answers")

    page.keyboard.press("Shift+M")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name=re.compile("Parcel"))).to_be_checked()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"ticket={first.ticket_id}"))
    _takes_back(page, of=second.ticket_id)

    does(page, "Delete")
    expect(page.get_by_text("is in the trash")).to_be_visible()
    _takes_back(page, of=second.ticket_id)

    does(page, "Mark as spam")
    _takes_back(page, of=second.ticket_id)
    expect(console.messages).to_contain_text("Nobody answers")
    expect(page.get_by_role("button", name="Resolve", exact=True)).to_be_visible()


def test_others_are_asked_for_help_and_nobody_by_accident(desk: BenchDesk, console: Console, mailbox_id: int) -> None:
    ticket_id = arrives(mail(mailbox_id, "May I have my money back?", subject="Refund")).ticket_id
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("my money back")
    console.messages.focus()

    does(page, "Ask for approval")
    expect(page.get_by_role("combobox", name="Whom")).to_be_focused()
    expect(page.get_by_role("combobox", name="Whom")).to_have_value("0")
    page.keyboard.type("Olena")
    page.keyboard.press("Tab")
    page.keyboard.type("120 euros without the parcel?")
    _presses(page, "Ask")
    strip = page.get_by_role("region", name="Other people's help")
    expect(strip).to_contain_text("120 euros")
    expect(console.messages).to_be_focused()

    does(page, "New side thread")
    expect(page.get_by_role("combobox", name="With")).to_be_focused()
    page.keyboard.type("An address")
    page.keyboard.press("Tab")
    page.keyboard.type("store@carrier.example")
    page.get_by_label("Message", exact=True).focus()
    page.keyboard.type("Has it come back?")
    _presses(page, "Begin")
    expect(strip).to_contain_text("store@carrier.example")


def test_what_is_typed_with_the_key_that_opens_the_palette_belongs_to_it(desk: BenchDesk, console: Console) -> None:
    page = console.page
    console.opens(desk.running.base_url)
    page.evaluate(
        """() => new MutationObserver(() => {
          const there = document.querySelector("dialog.palette");
          if (there) window.wasOpenAtOnce ??= there.open;
        }).observe(document.body, { childList: true, subtree: true })"""
    )
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Find or do")).to_be_focused()
    assert page.evaluate("window.wasOpenAtOnce") is True


def test_the_palette_finds_people_tickets_and_answers_in_the_wrong_layout_too(
    desk: BenchDesk, console: Console, mailbox_id: int
) -> None:
    came = arrives(
        mail(mailbox_id, "The lamp is broken", subject="Broken lamp", sender="ines@glass.example", name="Ines Brandt")
    )
    page = console.page
    console.opens(desk.running.base_url)
    page.keyboard.press("Control+k")
    page.keyboard.type("Brandt")
    expect(page.get_by_role("combobox", name="Find or do")).to_have_value("Brandt")
    expect(page.get_by_role("listbox", name="Find or do")).to_contain_text("Broken lamp")
    assert faults_in(page, page.main_frame) == []
    page.keyboard.press("Escape")

    does(page, "Brandt", "Broken lamp")
    expect(page).to_have_url(re.compile(f"ticket={came.ticket_id}"))
    expect(console.messages).to_contain_text("The lamp is broken")
    Keyboard(page, CYRILLIC).press("KeyK", CONTROL)
    does(page, "куагтв", "Refund")
    expect(console.box).to_have_value("It left us today.")
    expect(console.box).to_be_focused()
    does(page, "Brandt", "Ines Brandt")
    expect(page.get_by_role("heading", name="Ines Brandt")).to_be_visible()


def test_a_note_says_before_and_after_who_cannot_be_told(desk: BenchDesk, console: Console, mailbox_id: int) -> None:
    ticket_id = arrives(mail(mailbox_id, "Not for everybody", subject="Private")).ticket_id
    with db.transaction() as session:
        team = create_team(session, name="Legal", member_ids=(), by=SYSTEM)
        label.set_team(session, ticket_id, team_id=team.id, by=SYSTEM)
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("Not for everybody")

    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Note for the team")).to_be_focused()
    page.keyboard.type("@Фтещ")
    expect(page.locator("#completion").get_by_role("option")).to_contain_text("Anton cannot see this ticket")
    page.keyboard.press("Enter")
    page.keyboard.type("please look")
    page.keyboard.press("Control+Enter")

    expect(console.messages).to_contain_text("Somebody you named cannot see this ticket")


def _presses(page: Page, button: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=button, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def _takes_back(page: Page, *, of: int) -> None:
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile(f"ticket={of}(&|$)"))
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
