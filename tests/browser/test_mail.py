"""A mail on the screen: its own look without scripts, folded quotes, who it is from, and whom the answer goes to."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect

from helpdesk.models import Role
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.mails import OWN, Postman
from tests.browser.people import Console
from tests.browser.staff import hire
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]
OPEN_PARCEL = "The parcel was open"


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser, on a desk that one customer has written to."""
    state = hire("Dora", role=Role.ADMIN)
    Visitor(desk.running.base_url, name="Vera Lind").writes(OPEN_PARCEL)
    return state


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora's console; what she opens will be mails."""
    return Console(contexts(storage_state=dora, reduced_motion="reduce").new_page())


def opens_mail(console: Console, desk: BenchDesk, *, is_lost: bool = False, **changes: object) -> Postman:
    postman = Postman(console.page, is_lost=is_lost, **changes)
    console.opens(desk.running.base_url)
    console.row(OPEN_PARCEL).click()
    expect(console.messages.locator(".mail-head")).to_be_visible()
    return postman


def test_a_mail_is_shown_as_it_was_made_whole_without_scripts_or_remote_images(
    desk: BenchDesk, console: Console
) -> None:
    postman = opens_mail(console, desk)
    frame = console.page.frame_locator(".mail-frame")

    expect(frame.get_by_role("heading", name="Order 20418")).to_be_visible()

    console.page.wait_for_function("document.querySelector('.mail-frame').clientHeight > 600")
    expect(frame.get_by_role("heading", name="Order 20418")).to_be_in_viewport()
    assert console.page.locator(".mail-frame").evaluate(
        "frame => frame.contentDocument.documentElement.scrollHeight <= frame.clientHeight"
    )
    assert console.page.title() != "taken over"
    assert postman.views == ["images=0"]
    console.messages.get_by_role("button", name="Show pictures").click()
    expect(frame.get_by_role("heading", name="Order 20418")).to_be_visible()
    assert postman.views == ["images=0", "images=1"]
    expect(console.messages.get_by_role("button", name="Show pictures")).to_have_count(0)


def test_a_mail_that_cannot_be_framed_is_shown_as_text(desk: BenchDesk, console: Console) -> None:
    opens_mail(console, desk, is_lost=True)

    expect(console.messages.get_by_text("The mail cannot be shown as it was made.")).to_be_visible()
    expect(console.messages).to_contain_text("What now?")


def test_quotes_and_signatures_are_folded_away(desk: BenchDesk, console: Console) -> None:
    opens_mail(console, desk, html_view=False)

    expect(console.messages).to_contain_text("The parcel was open 🙁")
    expect(console.messages).to_contain_text("What now?")
    expect(console.messages).not_to_contain_text("It is on its way.")
    console.messages.get_by_role("button", name="Quoted text show 3 lines").press("Enter")
    expect(console.messages).to_contain_text("> It is on its way.")
    console.messages.get_by_role("button", name="Signature show 3 lines").press("Enter")
    expect(console.messages).to_contain_text("Vera Lind")


def test_a_sender_nothing_proves_is_marked_and_a_proved_one_is_not(desk: BenchDesk, console: Console) -> None:
    opens_mail(console, desk)
    expect(console.messages.get_by_text("Sender not verified")).to_be_visible()
    console.messages.locator(".mail-head summary").press("Enter")
    expect(console.messages).to_contain_text("Vera Lind <vera@x.example>")
    expect(console.messages).to_contain_text("Boris <boris@x.example>")

    console.page.unroute_all()
    console.page.goto("about:blank")
    opens_mail(console, desk, proof="verified")

    expect(console.messages.get_by_text("Sender not verified")).to_have_count(0)


def test_an_answer_goes_to_whom_the_agent_says_and_never_to_the_desk(desk: BenchDesk, console: Console) -> None:
    postman = opens_mail(console, desk)
    ticket = console.ticket
    line = ticket.get_by_role("button", name="to Vera Lind · Cc Boris, carl@y.example · Re: Open parcel")

    line.click()
    ticket.get_by_role("button", name="Remove Boris <boris@x.example>").click()
    expect(ticket.get_by_label("Cc", exact=True)).to_be_focused()
    console.page.keyboard.type(f"{OWN},")
    expect(ticket.get_by_text("This is an address of the desk itself.")).to_be_visible()
    ticket.get_by_label("Cc", exact=True).fill("Olha <olha@z.example>")
    console.page.keyboard.press("Enter")
    ticket.get_by_label("Subject", exact=True).last.fill("Your open parcel")
    assert faults_in(console.page, console.page.main_frame) == []
    with console.page.expect_request("**/replies"):
        console.answers("A new one leaves today.")

    assert postman.sent[0]["recipients"] == {
        "to": [["Vera Lind", "vera@x.example"]],
        "cc": [["", "carl@y.example"], ["Olha", "olha@z.example"]],
        "bcc": [],
        "subject": "Your open parcel",
    }


def test_recipients_outlive_a_reload_and_unchanged_ones_are_the_desks_choice(desk: BenchDesk, console: Console) -> None:
    postman = opens_mail(console, desk)
    console.ticket.get_by_role("button", name="to Vera Lind · Cc Boris").click()
    console.ticket.get_by_role("button", name="Remove carl@y.example").click()
    console.page.reload()
    shown = console.ticket.get_by_role("button", name="to Vera Lind · Cc Boris · Re: Open parcel")
    expect(shown).to_be_visible()

    shown.click()
    console.ticket.get_by_role("button", name="As the desk would choose").click()
    with console.page.expect_request("**/replies"):
        console.answers("We look into it.")

    assert "recipients" not in postman.sent[-1]
