"""What agents rarely do, done by keyboard alone: unread again, block, print, link, split, approve, merge people, read the log."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, StorageState, expect

from helpdesk import clock, db
from helpdesk.actions import approvals
from helpdesk.actions.client_base import keys
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.profile import ProfileChanges, create_customer
from helpdesk.actions.promises import Due
from helpdesk.actions.workspace.teams import create_team
from helpdesk.models import Agent, IdentityKind, Mail, Role
from helpdesk.permissions import SYSTEM, Actor, ActorKind
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.palette import does
from tests.browser.people import Console
from tests.browser.staff import hire
from tests.browser.visitors import Visitor
from tests.mails import arrives, mail

Contexts = Callable[..., BrowserContext]
MOST_TABS = 90


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser."""
    hire("Olena", role=Role.ADMIN)
    return hire("Dora", role=Role.ADMIN)


def test_a_ticket_is_kept_unread_and_the_other_tab_shows_it(desk: BenchDesk, console: Console, mailbox_id: int) -> None:
    ticket_id = arrives(mail(mailbox_id, "Think about it", subject="Not now", sender="ira@shop.example")).ticket_id
    page, other = console.page, Console(console.page.context.new_page())
    other.page.goto(f"{desk.running.base_url}/?view=all")
    dot = other.row("Not now").get_by_role("img", name="Unread")
    expect(dot).to_be_visible()
    page.bring_to_front()
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("Think about it")
    expect(dot).to_have_count(0)

    console.messages.focus()
    page.keyboard.press("u")

    expect(page).not_to_have_url(re.compile("ticket="))
    expect(console.row("Not now").get_by_role("img", name="Unread")).to_be_visible()
    expect(dot).to_be_visible()
    expect(page.locator(".list")).to_be_focused()
    console.page.reload()
    expect(console.row("Not now").get_by_role("img", name="Unread")).to_be_visible()


def test_a_customer_of_the_chat_is_blocked_and_heard_again(desk: BenchDesk, console: Console) -> None:
    number = Visitor(desk.running.base_url, name="Bot").writes("Buy my pills")
    page = console.page
    console.opens(desk.running.base_url)
    does(page, f"#{number}", "Buy my pills")
    expect(console.messages).to_contain_text("Buy my pills")
    panel = page.get_by_role("complementary", name="Customer")
    expect(panel.get_by_role("button", name="Block", exact=True)).to_be_visible()

    console.messages.focus()
    _presses(page, panel.get_by_role("button", name="Block", exact=True))
    expect(panel.get_by_role("button", name="Unblock")).to_be_focused()
    expect(panel).to_contain_text("Blocked")

    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Block", exact=True)).to_be_focused()


def test_a_ticket_is_printed_whole_and_without_what_is_pressed(
    desk: BenchDesk, console: Console, mailbox_id: int
) -> None:
    ticket_id = arrives(mail(mailbox_id, "On paper, please", subject="Paper", sender="olga@shop.example")).ticket_id
    page = console.page
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("On paper, please")

    does(page, "Print the ticket")
    page.wait_for_function("window.printed === 1")
    page.emulate_media(media="print")

    expect(console.messages).to_be_visible()
    expect(console.ticket.get_by_role("heading", name="Paper")).to_be_visible()
    for hidden in (console.box, page.get_by_role("navigation", name="Views"), page.get_by_role("listbox")):
        expect(hidden).not_to_be_visible()


@pytest.mark.parametrize(
    ("steps", "said", "other_side"),
    [
        (1, "Duplicate of", "Has the duplicate"),
        (2, "Parent of", "Part of"),
        (3, "Part of the incident", "Incident behind"),
    ],
)
def test_tickets_are_linked_and_parted(
    desk: BenchDesk, console: Console, mailbox_id: int, steps: int, said: str, other_side: str
) -> None:
    sender = f"links{steps}@shop.example"
    first = arrives(mail(mailbox_id, "It is broken", subject=f"Lamp {steps}", sender=sender))
    second = arrives(mail(mailbox_id, "It is still broken", subject=f"Again {steps}", sender=sender))
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={second.ticket_id}")
    expect(console.messages).to_contain_text("still broken")

    page.keyboard.press("Shift+M")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name=re.compile(f"Lamp {steps}"))).to_be_checked()
    page.keyboard.press("Shift+Tab")
    for _ in range(steps):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    link = console.ticket.get_by_role("button", name=re.compile(f"{said} #.*Lamp {steps}"))
    expect(link).to_be_visible()
    _presses(page, link)
    expect(page).to_have_url(re.compile(f"ticket={first.ticket_id}"))
    back = console.ticket.get_by_role("button", name=re.compile(f"{other_side} #.*Again {steps}"))
    expect(back).to_be_visible()

    _presses(page, console.ticket.get_by_role("button", name="Remove the link to"))
    expect(back).to_have_count(0)


def test_a_matter_of_its_own_is_split_off_and_put_back(desk: BenchDesk, console: Console, mailbox_id: int) -> None:
    asked = arrives(mail(mailbox_id, "Where is my parcel?", subject="Parcel", sender="yana@shop.example"))
    arrives(
        mail(
            mailbox_id,
            "And a refund, please",
            subject="Re: Parcel",
            sender="yana@shop.example",
            answers=_name(asked.id),
        )
    )
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={asked.ticket_id}")
    expect(console.messages).to_contain_text("And a refund")

    does(page, "Split")
    dialog = page.get_by_role("dialog")
    boxes = dialog.get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(boxes.nth(1)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Refund")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page).not_to_have_url(re.compile(f"ticket={asked.ticket_id}$"))
    expect(console.ticket.get_by_role("heading", name="Refund")).to_be_visible()
    expect(console.messages).not_to_contain_text("Where is my parcel?")

    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile(f"ticket={asked.ticket_id}"))
    expect(console.messages).to_contain_text("And a refund")


def test_an_approval_is_given_and_one_refused_with_its_reason(
    desk: BenchDesk, console: Console, mailbox_id: int
) -> None:
    ticket_id = arrives(mail(mailbox_id, "Pay me back", subject="Refund", sender="leo@shop.example")).ticket_id
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("Pay me back")
    strip = page.get_by_role("region", name="Other people's help")

    _asks(ticket_id, "120 euros?")
    expect(strip).to_contain_text("120 euros?")
    assert faults_in(page, page.main_frame) == []
    _presses(page, strip.get_by_role("button", name="Approve"))
    expect(page.get_by_text("Approved", exact=True).first).to_be_visible()
    expect(strip).to_have_count(0)

    _asks(ticket_id, "200 euros?")
    expect(strip).to_contain_text("200 euros?")
    _tabs_to(page, strip.get_by_role("textbox"))
    page.keyboard.type("Too much")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Refused", exact=True).first).to_be_visible()
    expect(strip).to_have_count(0)


def test_two_entries_of_one_customer_are_merged_and_taken_apart(desk: BenchDesk, console: Console) -> None:
    first, _ = _knows("Nina B.", "nina.b@gmail.com"), _knows("Nina", "ninab@gmail.com")
    keys.tick()
    page = console.page
    page.goto(f"{desk.running.base_url}/?page=customers&q=customers%3A{first}")
    suggestions = page.get_by_role("region", name="Perhaps the same person")
    expect(suggestions).to_be_visible()

    hers = page.get_by_role("region", name="Addresses").get_by_text("ninab@gmail.com")
    _presses(page, suggestions.get_by_role("button", name="Merge into this one"))
    expect(page.get_by_text("1 customer merged")).to_be_visible()
    expect(hers).to_be_visible()
    page.keyboard.press("Control+z")
    expect(hers).to_have_count(0)
    expect(suggestions).to_be_visible()
    _presses(page, suggestions.get_by_role("button", name="Merge into this one"))
    _presses(page, page.get_by_role("region", name="Merged into this customer").get_by_role("button", name="Take back"))
    expect(hers).to_have_count(0)


def test_an_admin_reads_who_did_what(desk: BenchDesk, console: Console) -> None:
    page = console.page
    with db.transaction() as session:
        by = Actor(ActorKind.AGENT, session.query(Agent).filter_by(name="Olena").one().id, Role.ADMIN)
        create_team(session, name="Night shift", member_ids=(), by=by)
    page.goto(f"{desk.running.base_url}/?page=settings&section=audit")
    log = page.get_by_role("list", name="Audit log")
    expect(log).to_contain_text("Olena · Team: made Night shift")
    expect(log).to_contain_text("Dora · Agent: made")
    assert faults_in(page, page.main_frame) == []

    _tabs_to(page, page.get_by_role("combobox", name="Who"))
    page.keyboard.type("Olena")
    _tabs_to(page, page.get_by_role("combobox", name="What it is about"))
    page.keyboard.type("Teams")
    expect(log.get_by_role("listitem")).to_have_count(1)
    expect(log).to_contain_text("Night shift")
    _tabs_to(page, page.get_by_label("To", exact=True))
    page.keyboard.type("01012020")
    expect(page.get_by_text("Nothing of the kind is in the log")).to_be_visible()


def _name(message_id: int) -> str:
    with db.reading() as session:
        return session.get_one(Mail, message_id).mail_id


def _asks(ticket_id: int, question: str) -> None:
    with db.transaction() as session:
        ids = {agent.name: agent.id for agent in session.query(Agent)}
        by = Actor(ActorKind.AGENT, ids["Olena"], Role.ADMIN)
        due = Due(clock.now() + timedelta(days=1))
        approvals.ask(session, ticket_id, ids["Dora"], question=question, due=due, by=by)


def _knows(name: str, address: str) -> int:
    with db.transaction() as session:
        customer = create_customer(session, ProfileChanges(name=name), by=SYSTEM)
        add_identity(session, customer.id, kind=IdentityKind.EMAIL, address=address, by=SYSTEM)
        return customer.id


def _tabs_to(page: Page, wanted: Locator) -> None:
    """Go there as one does without a mouse: by Tab alone."""
    expect(wanted).to_be_visible()
    there = wanted.element_handle()
    for _ in range(MOST_TABS):
        if not there.evaluate("element => element.isConnected"):
            there = wanted.element_handle()
        if there.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there.")


def _presses(page: Page, wanted: Locator) -> None:
    _tabs_to(page, wanted)
    page.keyboard.press("Enter")
