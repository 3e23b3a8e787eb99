"""What customers on Telegram and agents at the console do with each other."""

import re
import time
from datetime import timedelta
from typing import Any, Final

from playwright.sync_api import Locator, Page, Route, expect

from helpdesk import clock, secrets
from helpdesk.files.addresses import address_of
from runtime.bench.desk import BenchDesk
from runtime.demo.bot_api.people import People
from runtime.demo.bot_api.server import BotApi
from runtime.keys import keys_of
from tests.browser.axe import faults_in
from tests.browser.people import Console
from tests.browser.settings import Settings
from tests.peers.bot_api import TOKEN

TO_THE_SCREEN_MS: Final = 30_000
FIRST_ANSWER_S: Final = 200  # on a busy machine: what sends is imported with it
VERA: Final = 501
ADDRESS: Final = r"/api/attachments/([0-9a-f]{32})\?until=\d+&seal=[\w-]{22}"
OLEH: Final = 502


def adds_bot(settings: Settings, api: BotApi) -> list[str]:
    """Add the bot by its token after a wrong one; return what axe says of dialog and page."""
    settings.opens("Telegram bots")
    settings.page.get_by_role("button", name="Add a bot").click()
    dialog = settings.dialog
    dialog.get_by_text("Type, priority, greeting, rating").click()
    dialog.get_by_label("Own Bot API server").fill(api.url)
    dialog.get_by_label("Token", exact=True).fill("7000000009:" + "A" * 35)
    dialog.get_by_role("button", name="Save and try").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Telegram does not know this token")
    faults = faults_in(settings.page, settings.page.main_frame)
    dialog.get_by_label("Token", exact=True).fill(TOKEN)
    dialog.get_by_role("button", name="Save and try").click()
    expect(dialog.get_by_text("Telegram knows this bot")).to_be_visible()
    assert TOKEN not in settings.page.content()
    dialog.get_by_role("button", name="Close").last.click()
    expect(settings.page.get_by_label("Address of Desk for customers")).to_have_value("https://t.me/desk_bot")
    return faults + faults_in(settings.page, settings.page.main_frame)


def opens(console: Console, text: str) -> None:
    """Open the newest ticket whose row shows this text."""
    console.row(text).first.wait_for(timeout=TO_THE_SCREEN_MS)
    console.row(text).first.click()


def last_message(console: Console, text: str) -> Locator:
    """The last message that holds this text."""
    return console.messages.get_by_role("article").filter(has_text=text).last


def has_slept_for_a_day(page: Page, desk: BenchDesk) -> None:
    """Let this page know tickets with the addresses of files that the desk gave yesterday."""
    secrets.configure(keys_of(desk.folder))

    def of_yesterday(found: re.Match[str]) -> str:
        with clock.fixed(clock.now() - timedelta(hours=25)):
            return address_of(found[1]).url

    def answer(route: Route) -> None:
        response = route.fetch(max_retries=2)
        route.fulfill(response=response, body=re.sub(ADDRESS, of_yesterday, response.text()))

    page.route("**/api/tickets/**", answer)


def received(people: People, text: str) -> list[dict[str, Any]]:
    """What the bot wrote to Vera with these words; the first answer of a desk takes a while."""
    deadline = time.monotonic() + FIRST_ANSWER_S
    while time.monotonic() < deadline:
        found = [message for message in people.seen(VERA) if text in message.get("text", "")]
        if found:
            return found
        time.sleep(0.1)
    raise TimeoutError("The answer did not arrive.")


def sends_all_there_is(people: People) -> None:
    """Let Vera send what is neither text nor picture; a card comes last."""
    people.share_place(VERA, 50.4501, 30.5234)
    people.share_contact(VERA, "+380441234567", of=VERA)
    people.send(
        VERA,
        {
            "text": "It comes on Monday",
            "forward_origin": {"type": "hidden_user", "sender_user_name": "Courier Oleh", "date": 1},
        },
    )
    people.attach(VERA, "document", b"x", name="papers.zip", media_type="application/zip", size=60_000_000)
    people.attach(VERA, "sticker", b"", name="sticker.webp", media_type="image/webp")
    people.share_contact(VERA, "+380447654321")


def faults_while_reading(page: Page) -> list[str]:
    """Look at the timeline from its end to its beginning."""
    found: set[str] = set()
    for share in (1, 0.66, 0.33, 0):
        page.locator(".timeline").evaluate("(list, share) => { list.scrollTop = list.scrollHeight * share }", share)
        page.wait_for_timeout(300)
        found |= set(faults_in(page, page.main_frame))
    return sorted(found)
