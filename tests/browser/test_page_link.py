"""An answer with the link to the customer's page, on a mail that others read as well."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect
from sqlalchemy import delete, update

from helpdesk import db
from helpdesk.models import Mail, Thread
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.mails import names_own_addresses, open_mailbox, open_parcel
from tests.browser.people import Console

Contexts = Callable[..., BrowserContext]
LINK = "https://desk.example/my-ticket/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_ab"


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora's console, on a mail of Vera's with a copy to Boris and Carl."""
    console = Console(contexts(storage_state=dora, reduced_motion="reduce").new_page())
    names_own_addresses(console.page)
    letter = open_parcel(open_mailbox())
    console.page.goto(f"{desk.running.base_url}/?view=all&ticket={letter.ticket_id}")
    expect(console.messages.locator(".mail-head")).to_be_visible()
    return console


def test_a_link_that_others_would_get_is_told_of_and_taken_out_by_a_button(console: Console) -> None:
    ticket = console.ticket
    warning = ticket.get_by_role("status").filter(has_text="would get this link too")

    console.box.fill(f"Hello,\n{LINK}\nDora")
    expect(warning).to_contain_text("Boris, carl@y.example would get this link too")
    assert faults_in(console.page, console.page.main_frame) == []
    ticket.get_by_role("button", name="Take the link out").click()
    expect(console.box).to_have_value("Hello,\nDora")
    expect(console.box).to_be_focused()
    expect(warning).to_have_count(0)

    console.box.fill("See {{ticket.link}}")
    expect(warning).to_be_visible()
    ticket.get_by_role("button", name="to Vera Lind · Cc Boris").click()
    ticket.get_by_role("button", name="Remove Boris <boris@x.example>").click()
    ticket.get_by_role("button", name="Remove carl@y.example").click()
    expect(warning).to_have_count(0)


def test_a_group_on_telegram_would_get_the_link_too(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> None:
    console = Console(contexts(storage_state=dora, reduced_motion="reduce").new_page())
    letter = open_parcel(open_mailbox(), html="")
    with db.transaction() as session:
        session.execute(delete(Mail).where(Mail.message_id == letter.id))
        session.execute(update(Thread).where(Thread.id == letter.thread_id).values(details={"group": "Neighbours"}))
    console.page.goto(f"{desk.running.base_url}/?view=all&ticket={letter.ticket_id}")

    console.box.fill(f"Hello,\n{LINK}")
    expect(console.ticket.get_by_role("status").filter(has_text="would get this link too")).to_contain_text(
        "Neighbours"
    )
    console.ticket.get_by_role("button", name="Take the link out").click()
    expect(console.box).to_have_value("Hello,")
