"""Telegram in the console: a bot is added, customers send all they can, agents see it live and answer."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState, expect

from helpdesk.models import Role
from runtime.bench.desk import BenchDesk
from runtime.demo.bot_api.people import People
from runtime.demo.bot_api.server import BotApi, running_bot_api
from tests.browser.axe import faults_in
from tests.browser.laptops import laptop
from tests.browser.people import Console, Shop
from tests.browser.screens import PHONE
from tests.browser.settings import Settings
from tests.browser.sounds import picture, sound
from tests.browser.staff import hire
from tests.browser.telegrams import (
    OLEH,
    TO_THE_SCREEN_MS,
    VERA,
    adds_bot,
    faults_while_reading,
    has_slept_for_a_day,
    last_message,
    opens,
    received,
    sends_all_there_is,
)
from tests.peers.bot_api import TOKEN

Contexts = Callable[..., BrowserContext]
GROUP = -1001234567890

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def api() -> Iterator[BotApi]:
    """Telegram."""
    with running_bot_api(speed=0.05) as api:
        yield api


@pytest.fixture(scope="module")
def olena(desk: BenchDesk) -> StorageState:
    """An agent's browser that speaks Ukrainian."""
    return hire("Olena", role=Role.ADMIN, locale="uk")


@pytest.fixture(scope="module")
def bot(desk: BenchDesk, dora: StorageState, chromium: Browser, api: BotApi) -> list[str]:
    """The bot, added by its token on the page for it; what axe says about page and dialog."""
    api.add_bot(TOKEN)
    context = laptop(chromium, storage_state=dora)
    context.set_default_timeout(60_000)
    console = Console(context.new_page())
    console.opens(desk.running.base_url)
    faults = adds_bot(Settings(console.page), api)
    context.close()
    return faults


@pytest.fixture
def people(bot: list[str], api: BotApi) -> People:
    """Who may write to the bot."""
    people = api.people(TOKEN)
    people.introduce(VERA, "Vera", last_name="Koval", username="vera_k", language_code="uk")
    people.introduce(OLEH, "Oleh", language_code="uk")
    return people


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora at the open console."""
    console = Console(contexts(storage_state=dora, reduced_motion="reduce").new_page())
    console.opens(desk.running.base_url)
    return console


def test_the_page_of_bots_says_what_is_wrong_and_then_that_it_works(bot: list[str]) -> None:
    assert bot == []


def test_an_album_comes_as_one_bubble_and_is_answered(console: Console, people: People) -> None:
    people.album(VERA, [picture(200, 60, 60), picture(60, 200, 60), picture(60, 60, 200)], caption="The cup is broken")

    opens(console, "Vera Koval")
    pictures = last_message(console, "The cup is broken").get_by_role("link", name="photo.jpg")
    expect(pictures).to_have_count(3, timeout=TO_THE_SCREEN_MS)
    expect(pictures.first.get_by_role("img")).to_have_js_property("naturalWidth", 320)
    console.box.fill("We will send a **new** cup.")
    console.box.press("Control+Enter")
    expect(console.messages).to_contain_text("We will send a new cup.")

    [answer] = received(people, "We will send")
    assert answer["text"] == "We will send a new cup."
    assert [entity["type"] for entity in answer["entities"]] == ["bold"]


def test_pictures_are_looked_at_in_large_by_the_keyboard_alone(console: Console, people: People) -> None:
    people.album(VERA, [picture(9, 9, 9), picture(90, 90, 90)], caption="Both sides")
    opens(console, "Vera Koval")
    pictures = last_message(console, "Both sides").get_by_role("link", name="photo.jpg")
    expect(pictures).to_have_count(2, timeout=TO_THE_SCREEN_MS)

    pictures.first.focus()
    console.page.keyboard.press("Enter")
    large = console.page.get_by_role("dialog", name="Pictures")
    expect(large.get_by_text("1 of 2")).to_be_visible()
    console.page.keyboard.press("ArrowRight")
    expect(large.get_by_text("2 of 2")).to_be_visible()
    assert faults_in(console.page, console.page.main_frame) == []
    console.page.keyboard.press("Escape")

    expect(large).to_have_count(0)
    expect(pictures.first).to_be_focused()


def test_other_words_a_reaction_and_a_deletion_arrive_without_a_reload(console: Console, people: People) -> None:
    people.connect_business(OLEH, "bc-1")
    first = people.say(VERA, "Where is my parsel?")
    people.say(OLEH, "Do you deliver to Lviv?", business="bc-1")
    opens(console, "Vera Koval")
    expect(console.messages).to_contain_text("Where is my parsel?", timeout=TO_THE_SCREEN_MS)

    people.edit(VERA, first, "Where is my parcel?")
    edited = last_message(console, "Where is my parcel?")
    expect(edited).to_be_visible(timeout=TO_THE_SCREEN_MS)
    edited.get_by_role("button", name="edited").click()
    expect(edited.get_by_role("list", name="Earlier words")).to_contain_text("Where is my parsel?")
    people.react(VERA, first, ["👍"])
    expect(edited.get_by_role("list", name="Reactions")).to_contain_text("👍", timeout=TO_THE_SCREEN_MS)

    opens(console, "Oleh")
    said = people.say(OLEH, "Call me at 12", business="bc-1")
    expect(console.messages).to_contain_text("Call me at 12", timeout=TO_THE_SCREEN_MS)
    people.unsend_business(OLEH, "bc-1", [said])
    gone = last_message(console, "Call me at 12")
    expect(gone).to_contain_text("Deleted by the customer", timeout=TO_THE_SCREEN_MS)


def test_a_quote_and_buttons_go_out_and_what_is_pressed_comes_back(console: Console, people: People) -> None:
    people.say(VERA, "Shall I send it back?")
    opens(console, "Vera Koval")
    asked = last_message(console, "Shall I send it back?")
    asked.wait_for(timeout=TO_THE_SCREEN_MS)

    asked.hover()
    asked.get_by_role("button", name="Answer this message").click()
    expect(console.box).to_be_focused()
    console.ticket.get_by_role("button", name="Add buttons").click()
    console.ticket.get_by_label("Button 1", exact=True).fill("By post")
    console.ticket.get_by_role("button", name="One more").click()
    console.ticket.get_by_label("Button 2", exact=True).fill("By courier")
    console.answers("How would you like to send it?")

    [sent] = received(people, "How would you like")
    assert sent["reply_to_message"]["text"] == "Shall I send it back?"
    buttons = [button for row in sent["reply_markup"]["inline_keyboard"] for button in row]
    assert [button["text"] for button in buttons] == ["By post", "By courier"]
    asking = last_message(console, "How would you like")
    expect(asking.get_by_role("img", name="Sent", exact=True)).to_be_visible(timeout=TO_THE_SCREEN_MS)
    people.press(VERA, sent["message_id"], buttons[1]["callback_data"])
    offered = console.messages.get_by_role("list", name="Buttons offered").last
    expect(offered.get_by_role("button", name="By courier")).to_be_visible(timeout=TO_THE_SCREEN_MS)
    expect(last_message(console, "Pressed a button")).to_contain_text("By courier")


def test_a_voice_is_played_and_sought_in_parts(console: Console, people: People) -> None:
    people.attach(VERA, "voice", sound(seconds=60), name="voice.ogg", media_type="audio/ogg")
    opens(console, "Vera Koval")
    voice = console.messages.get_by_role("group", name="Voice message").last
    voice.wait_for(timeout=TO_THE_SCREEN_MS)

    with console.page.expect_response(lambda answer: "/api/attachments/" in answer.url and answer.status == 206):
        voice.get_by_role("button", name="Play: Voice message").click()
    expect(voice.get_by_role("button", name="Pause: Voice message")).to_be_visible()
    voice.get_by_role("slider", name="Position").fill("20")

    at = "audio => audio.currentTime"
    assert voice.locator("audio").evaluate(at) >= 19.9
    voice.get_by_role("button", name="Speed 1×").click()
    expect(voice.locator("audio")).to_have_js_property("playbackRate", 1.5)
    with console.page.expect_response(lambda answer: answer.url.endswith("/address")):
        voice.locator("audio").dispatch_event("error")
    expect(voice.get_by_role("button", name="Pause: Voice message")).to_be_visible()
    assert voice.locator("audio").evaluate(at) >= 19.9
    expect(voice.locator("audio")).to_have_js_property("playbackRate", 1.5)


def test_what_was_shown_yesterday_is_still_seen_heard_and_saved(
    desk: BenchDesk, console: Console, people: People
) -> None:
    people.attach(VERA, "voice", sound(), name="voice.ogg", media_type="audio/ogg")
    people.attach(VERA, "document", b"of yesterday", name="papers.txt", media_type="text/plain")
    people.album(VERA, [picture(1, 99, 9), picture(2, 99, 9)], caption="As of yesterday")
    opens(console, "Vera Koval")
    expect(last_message(console, "As of yesterday").get_by_role("img")).to_have_count(2, timeout=TO_THE_SCREEN_MS)
    ended: list[str] = []
    console.page.on("response", lambda answer: ended.append(answer.url) if answer.status == 410 else None)
    has_slept_for_a_day(console.page, desk)
    console.page.reload()

    opens(console, "Vera Koval")
    for shown in last_message(console, "As of yesterday").get_by_role("img").all():
        expect(shown).to_have_js_property("naturalWidth", 320)
    voice = console.messages.get_by_role("group", name="Voice message").last
    voice.get_by_role("button", name="Play: Voice message").click()
    expect(voice.get_by_role("button", name="Pause: Voice message")).to_be_visible()
    papers = console.messages.get_by_role("link", name="papers.txt").last
    with console.page.expect_download() as saved:
        papers.evaluate("link => link.click()")  # without a pointer that would have renewed it before

    assert Path(saved.value.path()).read_bytes() == b"of yesterday"
    assert len(ended) >= 3, "the addresses had not ended"


def test_places_cards_and_forwards_are_told_and_ask_nobody_else(
    desk: BenchDesk, console: Console, people: People
) -> None:
    asked: list[str] = []
    console.page.on("request", lambda request: asked.append(request.url))
    sends_all_there_is(people)

    opens(console, "Vera Koval")
    expect(console.messages).to_contain_text("Somebody's card: proves nothing", timeout=TO_THE_SCREEN_MS)
    expect(console.messages).to_contain_text("The sender's own number, proved by Telegram")
    expect(console.messages.get_by_role("link", name="Open the map")).to_have_attribute("rel", re.compile("noreferrer"))
    expect(console.messages).to_contain_text("Forwarded from Courier Oleh")
    expect(console.messages).to_contain_text("Larger than the 20 MB", timeout=TO_THE_SCREEN_MS)

    assert [url for url in asked if not url.startswith((desk.running.base_url, "data:", "blob:"))] == []


def test_a_reply_that_cannot_arrive_says_why(console: Console, people: People) -> None:
    people.say(OLEH, "Hello, it is Oleh")
    opens(console, "Hello, it is Oleh")
    people.block(OLEH)

    console.answers("Good day!")

    trouble = console.messages.get_by_role("alert")
    expect(trouble).to_contain_text("Has blocked the bot", timeout=TO_THE_SCREEN_MS)
    expect(trouble.get_by_role("button", name="Send again")).to_be_visible()
    people.unblock(OLEH)


def test_a_group_says_that_several_people_read(console: Console, people: People) -> None:
    people.open_group(GROUP, "Tea lovers")
    people.say(OLEH, "@desk_bot which tea is new?", chat=GROUP)

    opens(console, "which tea is new")

    expect(console.ticket.get_by_text("Group “Tea lovers”")).to_be_visible()


def test_a_chat_on_the_site_can_be_invited_to_telegram(console: Console, bot: list[str], shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Can we go on in Telegram?")
    opens(console, "go on in Telegram")

    console.page.get_by_role("button", name="Invite to Telegram").click()

    link = console.page.get_by_label("Link for the customer")
    expect(link).to_have_value(re.compile(r"https://t\.me/desk_bot\?start=[\w-]{20,64}"))


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_all_of_it_is_accessible_and_fits_in_ukrainian(
    desk: BenchDesk, olena: StorageState, contexts: Contexts, people: People, size: str
) -> None:
    people.attach(VERA, "voice", sound(), name="voice.ogg", media_type="audio/ogg")
    sends_all_there_is(people)
    page = contexts(storage_state=olena, locale="uk-UA", reduced_motion="reduce").new_page()
    page.goto(f"{desk.running.base_url}/?view=all")
    page.get_by_role("option").filter(has_text="Vera Koval").first.click(timeout=TO_THE_SCREEN_MS)
    expect(page.locator(".timeline")).to_contain_text("+380447654321", timeout=TO_THE_SCREEN_MS)
    expect(page.locator(".tg-card").last).to_be_attached(timeout=TO_THE_SCREEN_MS)
    expect(page.locator(".player").first).to_be_attached(timeout=TO_THE_SCREEN_MS)
    if size == "phone":
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    assert faults_while_reading(page) == []
