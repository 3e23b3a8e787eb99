"""What a visitor finds in the chat besides writing, and what a page may do with it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect
from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Category, Rating, Visitor
from runtime.bench.desk import BenchDesk
from tests.browser.chats import CONSENT, FORM, OPENER, answers, design, opened, press, ticket_of
from tests.browser.people import Console, Shop

Contexts = Callable[..., BrowserContext]

pytestmark = pytest.mark.timeout(300)  # several people at their browsers


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora's console."""
    console = Console(contexts(storage_state=dora).new_page())
    console.opens(desk.running.base_url)
    return console


@pytest.fixture(autouse=True)
def plain(desk: BenchDesk) -> None:
    """Nothing is asked and nothing shows by itself, unless a test says so."""
    design()


def test_a_second_request_is_a_ticket_of_its_own_and_each_answer_comes_where_it_belongs(
    console: Console, shop: Shop
) -> None:
    opened(shop).writes("Where is parcel 11?")
    press(shop, "Your requests")
    press(shop, "New request")
    shop.writes("Do you sell mugs?")
    console.opens_ticket("Where is parcel 11?")
    console.answers("Parcel 11 comes tomorrow.")

    press(shop, "Your requests")
    shop.chat.get_by_role("button", name="Parcel 11 comes").filter(has_text="1 new").click()

    shop.sees_once("Parcel 11 comes tomorrow.")
    expect(shop.talk).not_to_contain_text("mugs")
    assert ticket_of("Where is parcel 11?").id != ticket_of("Do you sell mugs?").id


def test_the_form_is_asked_once_and_its_faults_are_tied_to_its_fields(shop: Shop, console: Console) -> None:
    design(form=FORM, consent=CONSENT)
    shop.opens()
    shop.page.get_by_role("button", name="Chat").click()
    start = shop.chat.get_by_role("button", name="Start the chat")
    start.click()
    name = shop.chat.get_by_role("textbox", name="Name")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description("Please fill this in.")

    name.fill("Vera")
    shop.chat.get_by_role("textbox", name="Order").fill("20418")
    shop.chat.get_by_role("checkbox").check()
    start.click()
    expect(shop.chat.get_by_role("textbox", name="Your message")).to_be_focused()
    shop.writes("It has not come yet")
    expect(shop.last_mark).to_have_attribute("data-mark", re.compile("delivered|seen"))
    shop.page.reload()

    expect(shop.chat.get_by_role("textbox", name="Your message")).to_be_visible()
    console.sees_ticket("Vera")
    with db.reading() as session:
        said = session.scalars(select(Visitor).order_by(Visitor.id.desc())).first()
        assert said is not None
        assert said.consented_at is not None
        assert (said.said or {}).get("order") == "20418"


def test_a_message_of_the_desk_shows_by_itself_and_stays_away_once_dismissed(shop: Shop) -> None:
    design(proactive=[OPENER])
    shop.opens()
    words = shop.chat.get_by_role("button", name="Looking for a gift?")
    expect(words).to_be_in_viewport()
    assert shop.page.evaluate("Object.keys(localStorage).length + document.cookie.length") == 0

    press(shop, "Dismiss")
    expect(words).to_have_count(0)
    shop.page.reload()
    shop.page.wait_for_timeout(1_500)

    expect(words).to_have_count(0)


def test_the_first_words_of_the_desk_open_the_chat(shop: Shop) -> None:
    design(proactive=[OPENER])
    shop.opens()

    press(shop, "Looking for a gift?")

    expect(shop.box).to_be_focused()


def test_ending_and_rating_happen_in_the_chat(dora: StorageState, shop: Shop) -> None:
    opened(shop).writes("Thank you, all is well")
    expect(shop.last_mark).to_have_attribute("data-mark", re.compile("delivered|seen"))
    answers("Thank you, all is well", "We are glad.")
    expect(shop.talk).to_contain_text("We are glad.", timeout=60_000)
    press(shop, "More")
    shop.chat.get_by_text("End the chat").first.click()
    press(shop, "End the chat")

    shop.chat.get_by_role("radio", name="Very good").check(force=True)
    expect(shop.chat.get_by_role("button", name="Send", exact=True).first).to_be_in_viewport(ratio=1)
    shop.chat.get_by_role("textbox", name="Anything to add?").fill("Quick!")
    shop.chat.get_by_role("button", name="Send", exact=True).first.click()

    expect(shop.talk).to_contain_text("Thank you for telling us.")
    ticket = ticket_of("Thank you, all is well")
    assert ticket.category is Category.RESOLVED
    with db.reading() as session:
        rating = session.scalars(select(Rating).where(Rating.ticket_id == ticket.id)).one()
    assert (rating.score, rating.comment) == (5, "Quick!")


def test_who_has_their_data_deleted_is_forgotten_by_the_browser_at_once(shop: Shop) -> None:
    opened(shop).writes("Please forget me")
    expect(shop.last_mark).to_have_attribute("data-mark", re.compile("delivered|seen"))
    press(shop, "More")
    shop.chat.get_by_text("Delete my data").first.click()
    press(shop, "Yes, delete everything")

    expect(shop.chat.get_by_text("This browser has forgotten you already.").first).to_be_attached()
    frame = next(frame for frame in shop.page.frames if frame.url.endswith("/frame"))
    assert (
        frame.evaluate("Object.keys(localStorage).filter(key => key.includes('token') || key.includes('letter'))") == []
    )
    press(shop, "Back")
    expect(shop.talk).not_to_contain_text("Please forget me")


def test_the_keyboard_goes_in_and_out_and_a_message_is_said_once(console: Console, shop: Shop) -> None:
    shop.opens()
    button = shop.page.get_by_role("button", name="Chat")
    button.focus()
    shop.page.keyboard.press("Enter")
    expect(shop.box).to_be_focused()
    shop.writes("Can you hear me?")
    console.opens_ticket("Can you hear me?")
    console.answers("Loud and clear.")

    said = shop.chat.get_by_role("log").get_by_text("Loud and clear.")
    expect(said).to_have_count(1)
    expect(shop.box).to_be_focused()  # what comes does not take the focus
    shop.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
