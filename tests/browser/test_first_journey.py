"""The journey a newcomer makes in the first ten minutes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from helpdesk import db
from helpdesk.models import Message
from runtime.bench.desk import BenchDesk, throwaway_desk
from tests.browser.people import Admin, Shop
from tests.peers.postgresql import database_asked_for


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest) -> Iterator[BenchDesk]:
    """A desk in a folder where nothing is yet."""
    with database_asked_for(request) as url, throwaway_desk({"HELPDESK_LOG_LEVEL": "info"}, url) as running:
        yield running


def test_the_setup_link_works_once(admin_state: object, setup_url: str, shop: Shop) -> None:
    shop.page.goto(setup_url)

    expect(shop.page.get_by_label("Repeat the password")).to_have_count(0)


def test_a_visitors_message_appears_by_itself_classified_and_assigned(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()

    shop.writes("Good morning! My payment failed twice, what now?")

    admin.sees_ticket("My payment failed twice")
    admin.opens_ticket("My payment failed twice")
    expect(admin.messages).to_contain_text("Routing gave it to Dora")
    expect(admin.messages).to_contain_text("English")
    admin.ticket.get_by_role("button", name="Why this agent").click()
    expect(admin.page.get_by_text("Can start now").or_(admin.page.get_by_text("English")).last).to_be_visible()


def test_the_answer_reaches_the_visitor_and_seen_marks_go_both_ways(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, is the green tea back in stock?")
    admin.opens_ticket("green tea back in stock")
    expect(shop.talk).to_contain_text("Seen")

    admin.answers("It is, since this morning.")

    shop.sees("It is, since this morning.")
    admin.sees_delivery("Read")


def test_typing_shows_on_both_sides(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, I would like to change my address")
    admin.opens_ticket("change my address")

    shop.box.press_sequentially("It is now", delay=20)
    expect(admin.page.get_by_text("is typing").or_(admin.page.get_by_text("is writing")).first).to_be_visible()

    admin.types("Sure, what")
    expect(shop.chat.get_by_text("typing").or_(shop.chat.get_by_text("writing")).first).to_be_visible()


def test_the_talk_is_there_after_a_reload_and_in_a_second_tab(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, do you deliver to Lviv?")
    shop.page.reload()
    expect(shop.box).to_be_visible()  # it was open, so it opens again by itself
    second = Shop(shop.page.context.new_page(), shop.base_url)
    second.opens()
    second.opens_chat()

    admin.opens_ticket("deliver to Lviv")
    admin.answers("We do, within two days.")

    for tab in (shop, second):
        tab.sees_once("Hello, do you deliver to Lviv?")
        tab.sees_once("We do, within two days.")


def test_what_is_written_in_a_dead_moment_arrives_once_when_it_is_over(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, my parcel is open")
    admin.opens_ticket("my parcel is open")

    with cut_off(shop.page):
        shop.writes("and one jar is missing")
        assert stored("and one jar is missing") == 0
    expect(admin.messages).to_contain_text("and one jar is missing", timeout=60_000)
    with cut_off(admin.page):
        admin.answers("We send another one today.")
        assert stored("We send another one today.") == 0

    expect(shop.talk).to_contain_text("We send another one today.", timeout=60_000)
    arrived_once(admin, shop, "and one jar is missing", "We send another one today.")


def test_what_both_write_offline_arrives_once_and_an_answer_waits_until_the_news_was_read(
    admin: Admin, shop: Shop
) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, what is your phone number?")
    admin.opens_ticket("what is your phone number")

    with cut_off(admin.page):
        with cut_off(shop.page):
            shop.writes("I cannot find it on the page.")
            admin.answers("It is below on every page.")
            expect(shop.chat.get_by_text("You are offline.")).to_be_visible(timeout=60_000)
            expect(admin.page.get_by_text("No connection.")).to_be_visible(timeout=60_000)
            assert stored("I cannot find it on the page.") == stored("It is below on every page.") == 0
        # each asks for a new connection by itself
        expect(shop.last_mark).to_have_attribute("data-mark", re.compile("sent|delivered|seen"), timeout=60_000)
    expect(admin.messages).to_contain_text("I cannot find it on the page.", timeout=60_000)
    expect(admin.messages).to_contain_text("The customer has written meanwhile.")
    admin.messages.get_by_role("button", name="Send anyway").click()

    expect(shop.talk).to_contain_text("It is below on every page.")
    arrived_once(admin, shop, "I cannot find it on the page.", "It is below on every page.")


@contextmanager
def cut_off(page: Page) -> Iterator[None]:
    """Take the network away, and make sure that it is really gone and really back."""
    page.context.set_offline(True)
    assert not reaches_the_desk(page)
    yield
    page.context.set_offline(False)
    for _ in range(40):  # the browser tells its workers one after the other
        if reaches_the_desk(page):
            return
        page.wait_for_timeout(500)
    raise AssertionError("the network does not come back")


def reaches_the_desk(page: Page) -> bool:
    """Say whether the page gets an answer from the desk."""
    return bool(page.evaluate("fetch('/healthz', { cache: 'no-store' }).then(() => true, () => false)"))


def stored(text: str) -> int:
    """Return how many messages with this text the desk has."""
    with db.reading() as session:
        return session.query(Message).where(Message.text == text).count()


def arrived_once(admin: Admin, shop: Shop, *texts: str) -> None:
    """Check that both sides show each text once, and the desk has each once."""
    for text in texts:
        shop.sees_once(text)
        expect(admin.messages.get_by_text(text, exact=True)).to_have_count(1)
        assert stored(text) == 1


def test_the_customer_panel_shows_one_history(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, the first question about cups")
    admin.opens_ticket("first question about cups")
    admin.answers("Here is the first answer.")

    panel = admin.page.get_by_role("complementary")

    expect(panel).to_contain_text("the first question about cups")
    expect(panel).to_contain_text("Here is the first answer.")


def test_the_first_screen_asks_for_all_its_scripts_at_once(admin: Admin, desk: BenchDesk) -> None:
    asked: list[str] = []
    admin.page.goto("about:blank")  # what the page before still asks does not count
    admin.page.on("request", lambda one: asked.append(one.url))
    admin.opens(desk.running.base_url)

    named = admin.page.eval_on_selector_all(
        "script[src], link[rel=modulepreload]", "all => all.map(one => one.src || one.href)"
    )

    assert len(named) > 3
    # Nothing is learned from one script about another: all are on their way before the desk is asked for anything.
    first_question = next(at for at, url in enumerate(asked) if "/api/" in url)
    assert set(named) <= set(asked[:first_question])


def test_no_page_broke_its_content_security_policy(admin: Admin, desk: BenchDesk) -> None:
    metrics = admin.page.request.get(f"{desk.running.base_url}/metrics").text()

    reports = [line for line in metrics.splitlines() if line.startswith("helpdesk_csp_reports_total")]

    assert sum(float(line.rsplit(" ", 1)[1]) for line in reports) == 0
    assert "helpdesk" in metrics
