"""Two tickets of one matter become one on the screen, by mouse and keys, and two again."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from helpdesk import db
from helpdesk.actions import merge
from helpdesk.models import Message
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.people import Console
from tests.mails import all_arrive, arrives, mail

Contexts = Callable[..., BrowserContext]


def test_a_ticket_is_merged_by_the_menu_and_taken_back(desk: BenchDesk, console: Console, mailbox_id: int) -> None:
    first = arrives(mail(mailbox_id, "Where is my parcel?", subject="Parcel"))
    second = arrives(mail(mailbox_id, "Hello? Nobody answers!", subject="Parcel again"))
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={second.ticket_id}")
    expect(console.messages).to_contain_text("Nobody answers")

    console.ticket.get_by_role("button", name="More about this ticket").click()
    page.get_by_role("button", name="Merge or link…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("Parcel")).check()
    assert faults_in(page, page.main_frame) == []
    dialog.get_by_role("button", name="Merge into").click()

    expect(page).to_have_url(re.compile(f"ticket={first.ticket_id}"))
    expect(console.messages).to_contain_text("Where is my parcel?")
    expect(console.messages).to_contain_text("Nobody answers")
    expect(console.messages).to_contain_text("into this ticket")
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile(f"ticket={second.ticket_id}"))
    expect(console.messages).to_contain_text("Nobody answers")
    expect(console.messages).not_to_contain_text("Where is my parcel?")


def test_what_is_being_written_follows_a_ticket_that_a_colleague_merges_away(
    desk: BenchDesk, console: Console, mailbox_id: int
) -> None:
    first = arrives(mail(mailbox_id, "Where is my lamp?", subject="Lamp"))
    second = arrives(mail(mailbox_id, "Hello? Is anybody there?", subject="Lamp again"))
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={second.ticket_id}")
    with page.expect_response(re.compile("/drafts/reply")):
        console.types("It is on")
    console.types(" its way")

    db.retrying(lambda session: merge.merge(session, second.ticket_id, into_id=first.ticket_id, by=SYSTEM))
    expect(page.get_by_text("What you were writing went along")).to_be_visible()
    page.keyboard.type("uuee")
    page.get_by_role("button", name=re.compile("^Go on in #")).click()

    expect(page).to_have_url(re.compile(f"ticket={first.ticket_id}"))
    expect(console.box).to_have_value("It is on its way")


def test_a_strangers_ticket_joins_the_one_it_quotes_by_one_click(
    desk: BenchDesk, console: Console, mailbox_id: int
) -> None:
    first = arrives(mail(mailbox_id, "About the invoice", subject="Invoice", mail_id="<invoice@shop.example>"))
    quoting = arrives(
        mail(mailbox_id, "I am her accountant", sender="oleh@z.test", name="Oleh", answers="<invoice@shop.example>")
    )
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={quoting.ticket_id}")

    console.ticket.get_by_role("button", name="Join").click()

    expect(page).to_have_url(re.compile(f"ticket={first.ticket_id}"))
    expect(console.messages).to_contain_text("I am her accountant")
    page.goto(f"{desk.running.base_url}/?view=all&ticket={quoting.ticket_id}")
    expect(console.ticket.get_by_text("Merged into")).to_be_visible()
    assert faults_in(page, page.main_frame) == []


def test_messages_are_split_off_by_the_palette(desk: BenchDesk, console: Console, mailbox_id: int) -> None:
    first = arrives(mail(mailbox_id, "A cup is broken", subject="Cup", mail_id="<cup@shop.example>"))
    arrives(mail(mailbox_id, "And my password is lost", subject="Re: Cup", answers="<cup@shop.example>"))
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={first.ticket_id}")
    expect(console.messages).to_contain_text("password is lost")

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find or do").fill("split")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name=re.compile("password")).check()
    dialog.get_by_label("Subject of the new ticket").fill("Password")
    assert faults_in(page, page.main_frame) == []
    dialog.get_by_role("button", name="Split off 1 message").click()

    expect(page).not_to_have_url(re.compile(f"ticket={first.ticket_id}$"))
    expect(console.messages).to_contain_text("password is lost")
    expect(console.messages).not_to_contain_text("A cup is broken")
    expect(console.ticket.get_by_text("Continues")).to_be_visible()


def test_a_message_of_long_ago_is_split_off_too(desk: BenchDesk, console: Console, mailbox_id: int) -> None:
    first = long_ticket(mailbox_id, "Vases")
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={first.ticket_id}")
    expect(console.messages).to_contain_text("Vases, letter 60")

    console.ticket.get_by_role("button", name="More about this ticket").click()
    page.get_by_role("button", name="Split").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Show older messages").click()
    letter = (
        dialog.get_by_role("group").locator("label").filter(has_text=re.compile(r"letter 2\b")).get_by_role("checkbox")
    )
    letter.check()
    dialog.get_by_role("button", name=re.compile("Split|Make")).click()

    expect(page).not_to_have_url(re.compile(f"ticket={first.ticket_id}$"))
    expect(console.messages).to_contain_text("Vases, letter 2")


def test_older_messages_leave_the_focus_where_reading_goes_on(
    desk: BenchDesk, console: Console, mailbox_id: int
) -> None:
    first = long_ticket(mailbox_id, "Lamps")
    page = console.page
    page.goto(f"{desk.running.base_url}/?view=all&ticket={first.ticket_id}")
    older = console.messages.get_by_role("button", name="Show older messages")

    older.focus()
    page.keyboard.press("Enter")

    expect(console.messages).to_contain_text("Lamps, letter 0")
    expect(older).to_have_count(0)
    expect(console.messages).to_be_focused()


def long_ticket(mailbox_id: int, about: str) -> Message:
    """A ticket of more messages than come at once; its first one."""
    start = f"<{about}@shop.example>"
    first = arrives(mail(mailbox_id, f"{about}, letter 0", subject=about, mail_id=start))
    later = [mail(mailbox_id, f"{about}, letter {number}", subject=about, answers=start) for number in range(1, 61)]
    assert {message.ticket_id for message in all_arrive(*later)} == {first.ticket_id}
    return first
