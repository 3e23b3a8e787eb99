"""A mail on the screen: its own look without scripts, folded quotes, who it is from, and whom the answer goes to."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect

from helpdesk import db
from helpdesk.models import DeliveryState, Mail, Message, MessageKind, SenderProof
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.mails import ADDRESS, names_own_addresses, open_parcel
from tests.browser.people import Console

Contexts = Callable[..., BrowserContext]


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora's console."""
    console = Console(contexts(storage_state=dora, reduced_motion="reduce").new_page())
    names_own_addresses(console.page)
    return console


@pytest.fixture
def letter(mailbox_id: int) -> Message:
    """Vera's mail, in HTML."""
    return open_parcel(mailbox_id)


def opens(console: Console, desk: BenchDesk, letter: Message) -> None:
    console.page.goto(f"{desk.running.base_url}/?view=all&ticket={letter.ticket_id}")
    expect(console.messages.locator(".mail-head")).to_be_visible()


def test_a_mail_is_shown_as_it_was_made_from_its_top_without_scripts_or_remote_images(
    desk: BenchDesk, console: Console, letter: Message
) -> None:
    asked: list[str] = []
    console.page.on("request", lambda request: asked.append(request.url))
    opens(console, desk, letter)
    frame = console.page.frame_locator(".mail-frame")

    expect(frame.get_by_role("heading", name="Order 20418")).to_be_in_viewport()

    console.page.wait_for_function("document.querySelector('.mail-frame').clientHeight > 600")
    assert console.page.locator(".mail-frame").evaluate(
        "frame => frame.contentDocument.documentElement.scrollHeight <= frame.clientHeight"
    )
    assert console.page.title() != "taken over"
    assert not any("pixel.gif" in url for url in asked)
    with console.page.expect_request("**/pixel.gif"):
        console.messages.get_by_role("button", name="Show pictures").click()
    expect(frame.get_by_role("heading", name="Order 20418")).to_be_visible()
    expect(console.messages.get_by_role("button", name="Show pictures")).to_have_count(0)


def test_a_mail_that_cannot_be_framed_is_shown_as_text(desk: BenchDesk, console: Console, letter: Message) -> None:
    console.page.route("**/view?*", lambda route: route.fulfill(status=404, headers={"X-Frame-Options": "DENY"}))

    opens(console, desk, letter)

    expect(console.messages.get_by_text("The mail cannot be shown as it was made.")).to_be_visible()
    expect(console.messages).to_contain_text("What now?")


def test_quotes_and_signatures_are_folded_away(desk: BenchDesk, console: Console, mailbox_id: int) -> None:
    opens(console, desk, open_parcel(mailbox_id, html=""))

    expect(console.messages).to_contain_text("The parcel was open 🙁")
    expect(console.messages).to_contain_text("What now?")
    expect(console.messages).not_to_contain_text("It is on its way.")
    console.messages.get_by_role("button", name="Quoted text show 3 lines").press("Enter")
    expect(console.messages).to_contain_text("> It is on its way.")
    console.messages.get_by_role("button", name="Signature show 3 lines").press("Enter")
    expect(console.messages).to_contain_text("Lviv")


def test_a_sender_nothing_proves_is_marked_and_a_proved_one_is_not(
    desk: BenchDesk, console: Console, letter: Message, mailbox_id: int
) -> None:
    opens(console, desk, letter)
    expect(console.messages.get_by_text("Sender not verified")).to_be_visible()
    console.messages.locator(".mail-head summary").press("Enter")
    expect(console.messages).to_contain_text("Vera Lind <vera@shop.example>")
    expect(console.messages).to_contain_text("Boris <boris@x.example>")
    assert faults_in(console.page, console.page.main_frame) == []

    opens(console, desk, open_parcel(mailbox_id, proof=SenderProof.VERIFIED))

    expect(console.messages.get_by_text("Sender not verified")).to_have_count(0)


def test_an_answer_goes_to_whom_the_agent_says_and_never_to_the_desk(
    desk: BenchDesk, console: Console, letter: Message
) -> None:
    opens(console, desk, letter)
    ticket = console.ticket

    ticket.get_by_role("button", name="to Vera Lind · Cc Boris, carl@y.example · Re: Open parcel").click()
    ticket.get_by_role("button", name="Remove Boris <boris@x.example>").click()
    expect(ticket.get_by_label("Cc", exact=True)).to_be_focused()
    console.page.keyboard.type(f"{ADDRESS},")
    expect(ticket.get_by_text("This is an address of the desk itself.")).to_be_visible()
    ticket.get_by_label("Cc", exact=True).fill("Olha <olha@z.example>")
    console.page.keyboard.press("Enter")
    ticket.get_by_label("Subject", exact=True).last.fill("Your open parcel")
    assert faults_in(console.page, console.page.main_frame) == []
    with console.page.expect_response("**/replies") as answer:
        console.answers("A new one leaves today.")

    assert answer.value.status == 201
    expect(console.messages.get_by_text("A new one leaves today.")).to_be_in_viewport()
    sent = answer_on(letter)
    assert sent.to == [["Vera Lind", "vera@shop.example"]]
    assert sent.cc == [["", "carl@y.example"], ["Olha", "olha@z.example"]]
    assert sent.subject == "Your open parcel"


def test_chosen_recipients_outlive_a_reload_until_the_agent_takes_the_usual_ones_again(
    desk: BenchDesk, console: Console, letter: Message
) -> None:
    opens(console, desk, letter)
    console.ticket.get_by_role("button", name="to Vera Lind · Cc Boris").click()
    console.ticket.get_by_role("button", name="Remove carl@y.example").click()
    console.page.reload()
    shown = console.ticket.get_by_role("button", name="to Vera Lind · Cc Boris · Re: Open parcel")
    expect(shown).to_be_visible()

    shown.click()
    console.ticket.get_by_role("button", name="As the desk would choose").click()
    with console.page.expect_response("**/replies"):
        console.answers("We look into it.")

    assert answer_on(letter).cc == [["Boris", "boris@x.example"], ["", "carl@y.example"]]


def test_what_may_not_have_gone_out_offers_to_look_to_send_again_and_to_say_so(
    desk: BenchDesk, console: Console, letter: Message
) -> None:
    opens(console, desk, letter)
    with console.page.expect_response("**/replies"):
        console.answers("It may be lost on its way.")
    with db.transaction() as session:
        reply = session.get_one(Message, answer_on(letter).message_id)
        reply.delivery_state, reply.release_at = DeliveryState.UNKNOWN, None
    console.page.reload()
    trouble = console.messages.get_by_role("alert").filter(has_text="Not known whether it arrived.")

    trouble.get_by_role("button", name="Check", exact=True).click()
    expect(console.page.get_by_text(re.compile("nobody can look|cannot be reached"))).to_be_visible()
    expect(trouble.get_by_role("button", name="Send again")).to_be_visible()
    trouble.get_by_role("button", name="Mark as sent").click()

    expect(trouble).to_have_count(0)
    console.sees_delivery("Sent")


def answer_on(letter: Message) -> Mail:
    """Return the newest mail of the desk on a letter's ticket."""
    with db.reading() as session:
        wanted = session.query(Mail).join(Message, Message.id == Mail.message_id)
        ours = wanted.where(Message.ticket_id == letter.ticket_id, Message.kind == MessageKind.OUT)
        return ours.order_by(Message.id.desc()).first() or Mail()
