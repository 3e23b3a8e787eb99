"""What people see when they send too much, the wrong thing, or at the wrong moment: a clear word, and nothing lost."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, expect

from runtime.bench.desk import BenchDesk
from tests.browser.people import Admin, Shop
from tests.browser.settings import Settings

Contexts = Callable[..., BrowserContext]
LIMIT = 10_000
PROGRAM: FilePayload = {
    "name": "setup.exe",
    "mimeType": "application/x-msdownload",
    "buffer": b"MZ\x90\x00" + bytes(200),
}
DISGUISED: FilePayload = {**PROGRAM, "name": "holiday.png", "mimeType": "image/png"}


@pytest.fixture(scope="module")
def huge_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 MB that no side takes."""
    path = tmp_path_factory.mktemp("files") / "film.mp4"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    return path


@pytest.fixture
def talk(admin: Admin, shop: Shop, request: pytest.FixtureRequest) -> str:
    """A question that both sides have on the screen; it is named for the test."""
    question = f"Hello, a question about {request.node.name.replace('_', ' ')}"
    shop.opens()
    shop.opens_chat()
    shop.writes(question)
    admin.opens_ticket(question)
    return question


def test_the_longest_message_goes_both_ways_whole(admin: Admin, shop: Shop, talk: str) -> None:
    longest = "tea " * (LIMIT // 4 - 1) + "end."

    shop.writes(longest)
    expect(admin.messages).to_contain_text(longest)
    admin.answers(longest.replace("tea", "cup"))

    shop.sees(longest.replace("tea", "cup"))


def test_one_character_more_is_not_sent_and_not_lost(admin: Admin, shop: Shop, talk: str) -> None:
    too_long = "x" * (LIMIT + 1)

    shop.box.fill(too_long)
    shop.box.press("Enter")
    admin.box.fill(too_long)
    admin.box.press("Control+Enter")

    expect(shop.chat.get_by_text("1 character too many. Shorten the message to send it").first).to_be_visible()
    expect(shop.box).to_have_value(too_long)
    expect(admin.ticket).to_contain_text("10,001 of 10,000 characters")
    expect(admin.ticket.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    expect(admin.box).to_have_value(too_long)


def test_a_file_of_60_megabytes_is_refused_by_name_and_limit(
    admin: Admin, shop: Shop, talk: str, huge_file: Path
) -> None:
    shop.chat.locator("input[type=file]").set_input_files(huge_file)
    admin.ticket.locator("input[type=file]").set_input_files(huge_file)

    expect(shop.chat.get_by_text("Larger than the limit of 20 MB")).to_be_visible()
    expect(admin.page.get_by_text("film.mp4: larger than 25 MB")).to_be_visible()


@pytest.mark.parametrize("file", [PROGRAM, DISGUISED], ids=["program", "disguised"])
def test_a_visitors_program_is_refused_whatever_it_is_called(shop: Shop, file: FilePayload) -> None:
    shop.opens()
    shop.opens_chat()

    shop.chat.locator("input[type=file]").set_input_files(file)

    expect(shop.chat.get_by_text("Files of this type cannot be sent")).to_be_visible()


def test_a_file_with_a_long_name_leaves_room_to_remove_it(shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    file: FilePayload = {"name": "invoice " * 15 + ".txt", "mimeType": "text/plain", "buffer": b"10"}

    shop.chat.locator("input[type=file]").set_input_files(file)

    expect(shop.chat.get_by_role("button", name="Remove invoice")).to_be_in_viewport(ratio=1)


def test_an_agents_program_is_a_file_to_save_and_never_a_picture(admin: Admin, shop: Shop, talk: str) -> None:
    admin.ticket.locator("input[type=file]").set_input_files(DISGUISED)
    expect(admin.ticket.get_by_role("button", name="Remove holiday.png")).to_be_visible()

    admin.answers("Here it is.")

    expect(shop.talk.get_by_role("button", name=re.compile("Download.*holiday.png"))).to_be_visible()
    expect(shop.talk.locator("img")).to_have_count(0)


def test_an_answer_that_crosses_a_new_message_waits_for_a_second_look(admin: Admin, shop: Shop, talk: str) -> None:
    admin.page.context.set_offline(True)
    shop.writes("Stop, I have found it myself!")
    admin.box.fill("Have you looked under the box?")
    admin.box.press("Control+Enter")

    admin.page.context.set_offline(False)

    expect(admin.messages).to_contain_text("The customer has written meanwhile.", timeout=60_000)
    expect(admin.messages).to_contain_text("Have you looked under the box?")
    admin.messages.get_by_role("button", name="Send anyway").click()
    shop.sees_once("Have you looked under the box?")


def test_two_who_answer_at_once_both_see_the_same_and_the_visitor_sees_both(
    desk: BenchDesk, admin: Admin, admin_state: object, shop: Shop, talk: str, contexts: Contexts
) -> None:
    second = Admin(contexts(storage_state=admin_state).new_page())
    second.opens(desk.running.base_url)
    second.opens_ticket(talk)

    # one agent at two screens: a text that rests is a draft, and the other screen would ask which one to keep
    for console, text in ((admin, "The first answer"), (second, "The second answer")):
        console.box.fill(text)
        console.box.press("Control+Enter")

    for text in ("The first answer", "The second answer"):
        shop.sees_once(text)
        for console in (admin, second):
            expect(console.messages.get_by_text(text)).to_have_count(1)


def test_a_session_that_ends_while_writing_keeps_the_text(
    desk: BenchDesk, admin: Admin, admin_state: object, talk: str, contexts: Contexts
) -> None:
    page = contexts().new_page()
    page.goto(f"{desk.running.base_url}/sign-in?next={admin.page.url.removeprefix(desk.running.base_url)}")
    other = Admin(page)
    other.signs_in()
    other.opens_ticket(talk)
    other.types("A long and careful answer")
    settings = Settings(admin.page)

    settings.opens("Where I am signed in")
    admin.page.get_by_role("button", name="Sign out there").first.click()
    admin.page.get_by_role("button", name="Press once more").click()

    other.signs_in()
    expect(other.box).to_have_value("A long and careful answer")


def test_both_go_on_over_a_killed_server(desk: BenchDesk, admin: Admin, shop: Shop, talk: str) -> None:
    killed = desk.pids["web"]

    os.kill(killed, signal.SIGKILL)
    shop.writes("Are you still there?")
    admin.box.fill("Yes, I am here.")
    admin.box.press("Control+Enter")

    shop.sees_once("Yes, I am here.")
    expect(admin.messages.get_by_text("Are you still there?")).to_have_count(1)
    shop.sees_once("Are you still there?")
    assert desk.pids["web"] != killed
