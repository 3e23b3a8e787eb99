"""Mails that begin with us: written and passed on by keyboard, kept until the desk has them; and spam put away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect
from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Mail, Message, MessageKind, Role, Setting, Ticket
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.mails import open_parcel
from tests.browser.people import Console
from tests.browser.staff import hire

Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An agent's browser."""
    return hire("Dora", role=Role.ADMIN)


@pytest.fixture
def page(desk: BenchDesk, mailbox_id: int, dora: StorageState, contexts: Contexts) -> Page:
    """What Dora looks at: all open tickets."""
    page = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    page.goto(f"{desk.running.base_url}/?view=all")
    expect(page.get_by_role("button", name="New mail")).to_be_visible()
    return page


def test_a_new_mail_is_written_by_keyboard_and_opens_its_ticket(page: Page) -> None:
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New mail")
    expect(dialog.get_by_label("To", exact=True)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_text("The mail needs somebody to go to.")).to_be_visible()
    page.keyboard.type("Olha <olha@z.example>")
    dialog.get_by_label("Subject").fill("Your order")
    dialog.get_by_label("Text of the mail").fill("**Thank you** for it.")
    dialog.locator("input[type=file]").set_input_files({"name": "bill.txt", "mimeType": "text/plain", "buffer": b"10"})
    expect(dialog.get_by_role("button", name="Remove bill.txt")).to_be_visible()
    assert faults_in(page, page.main_frame) == []

    dialog.get_by_label("Text of the mail").press("Control+Enter")

    expect(page).to_have_url(re.compile(r"ticket=\d+"))
    console = Console(page)
    expect(console.messages).to_contain_text("Thank you for it.")
    expect(console.messages.get_by_role("link", name="bill.txt")).to_be_visible()
    assert newest_mail().to == [["Olha", "olha@z.example"]]


def test_a_new_mail_outlives_a_lost_connection_and_a_reload(page: Page) -> None:
    page.route("**/api/mails", lambda route: route.abort())
    page.get_by_role("button", name="New mail").click()
    dialog = page.get_by_role("dialog", name="New mail")
    dialog.get_by_label("To", exact=True).fill("petro@z.example")
    dialog.get_by_label("Subject").fill("Kept")
    page.reload()
    expect(page.get_by_role("button", name="New mail")).to_be_visible()
    page.keyboard.press("c")
    expect(dialog.get_by_label("Subject")).to_have_value("Kept")
    dialog.get_by_label("Text of the mail").fill("It was kept.")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(dialog).to_have_count(0)

    page.unroute("**/api/mails")
    with page.expect_response("**/api/mails") as answer:
        page.reload()

    # 200 when the page sent it a moment before it was reloaded: known by its key, and told of again
    assert answer.value.status in (201, 200)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(Console(page).messages).to_contain_text("It was kept.")
    assert newest_mail().subject == "Kept"


def test_a_new_mail_that_is_refused_can_be_put_right(page: Page) -> None:
    problem = {"type": "about:blank", "title": "Invalid", "status": 400, "detail": "no", "code": "invalid"}
    page.route("**/api/mails", lambda route: route.fulfill(status=400, json=problem))
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New mail")
    dialog.get_by_label("To", exact=True).fill("marko@z.example")
    dialog.get_by_label("Subject").fill("Refused at first")
    dialog.get_by_label("Text of the mail").fill("Once more.")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Not sent: Refused at first")).to_be_visible()
    page.unroute("**/api/mails")

    page.reload()
    page.get_by_role("button", name="New mail").click()
    dialog.get_by_role("alert").filter(has_text="Refused at first").get_by_role("button", name="Edit").click()
    expect(dialog.get_by_label("Text of the mail")).to_have_value("Once more.")
    assert faults_in(page, page.main_frame) == []
    dialog.get_by_role("button", name="Send", exact=True).click()

    expect(Console(page).messages).to_contain_text("Once more.")
    page.get_by_role("button", name="New mail").click()
    expect(dialog.get_by_text("Refused at first")).to_have_count(0)


def test_a_mail_is_passed_on_and_the_answer_still_goes_to_the_customer(page: Page, mailbox_id: int) -> None:
    letter = open_parcel(mailbox_id, html="")
    console = Console(page)
    console.row(f"#{letter_number(letter)}").click()
    expect(console.messages).to_contain_text("What now?")

    page.keyboard.press("f")
    dialog = page.get_by_role("dialog", name="Forward the mail")
    dialog.get_by_label("To", exact=True).fill("carrier@y.example")
    assert faults_in(page, page.main_frame) == []
    with page.expect_response("**/forwards"):
        dialog.get_by_role("button", name="Send", exact=True).click()

    expect(console.messages.get_by_text("to carrier@y.example")).to_be_visible()
    expect(console.ticket.get_by_role("button", name="to Vera Lind")).to_be_visible()
    assert newest_mail().subject == "Fwd: Open parcel"


def test_a_mail_passed_on_and_taken_back_is_written_on(page: Page, mailbox_id: int) -> None:
    with db.transaction() as session:
        session.get_one(Setting, "undo_send_s").value = {"value": {"email": 30}}
    letter = open_parcel(mailbox_id, html="")
    console = Console(page)
    console.row(f"#{letter_number(letter)}").click()
    page.get_by_role("button", name="Forward the mail").click()
    dialog = page.get_by_role("dialog", name="Forward the mail")
    dialog.get_by_label("To", exact=True).fill("carrier@y.example")
    dialog.get_by_label("Text of the mail").fill("Where is it?")
    dialog.get_by_role("button", name="Send", exact=True).click()

    console.messages.get_by_role("button", name="Undo").click()

    expect(dialog.get_by_label("Text of the mail")).to_have_value("Where is it?")
    expect(dialog.get_by_role("button", name="Remove carrier@y.example")).to_be_visible()
    dialog.get_by_role("button", name="Discard").click()
    expect(console.box).to_have_value("")


def test_spam_is_put_away_and_taken_back(page: Page, mailbox_id: int) -> None:
    letter = open_parcel(mailbox_id, html="")
    console, number = Console(page), f"#{letter_number(letter)}"
    console.row(number).click()
    console.ticket.get_by_role("button", name="More about this ticket").click()
    console.ticket.get_by_role("button", name="Mark as spam").click()
    expect(page.get_by_text(f"{number} is spam now")).to_be_visible()
    expect(console.row(number)).to_have_count(0)

    console.looks_at("Spam")
    console.row(number).click()
    console.ticket.get_by_role("button", name="Not spam").first.click()

    expect(console.messages).to_contain_text("Dora said that it is no spam")
    console.looks_at("All open")
    console.sees_ticket(number)


def newest_mail() -> Mail:
    """Return the newest mail that went out."""
    with db.reading() as session:
        ours = select(Mail).join(Message, Message.id == Mail.message_id).where(Message.kind == MessageKind.OUT)
        return session.scalars(ours.order_by(Message.id.desc()).limit(1)).one()


def letter_number(letter: Message) -> int:
    """Return the public number of a letter's ticket."""
    with db.reading() as session:
        return session.get_one(Ticket, letter.ticket_id).number
