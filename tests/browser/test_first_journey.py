"""The journey a newcomer makes in the first ten minutes."""

from playwright.sync_api import expect

from runtime.bench.desk import BenchDesk
from tests.browser.people import Admin, Shop


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


def test_what_is_written_without_a_connection_arrives_once_when_it_is_back(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, my parcel is open")
    admin.opens_ticket("my parcel is open")

    shop.page.context.set_offline(True)
    shop.writes("and one jar is missing")
    shop.page.context.set_offline(False)

    expect(admin.messages).to_contain_text("and one jar is missing", timeout=60_000)
    shop.sees_once("and one jar is missing")
    expect(admin.messages.get_by_text("and one jar is missing")).to_have_count(1)


def test_an_answer_given_without_a_connection_arrives_once_when_it_is_back(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, what is your phone number?")
    admin.opens_ticket("what is your phone number")

    admin.page.context.set_offline(True)
    admin.answers("It is below on every page.")
    admin.page.context.set_offline(False)

    expect(shop.talk).to_contain_text("It is below on every page.", timeout=60_000)
    shop.sees_once("It is below on every page.")


def test_the_customer_panel_shows_one_history(admin: Admin, shop: Shop) -> None:
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello, the first question about cups")
    admin.opens_ticket("first question about cups")
    admin.answers("Here is the first answer.")

    panel = admin.page.get_by_role("complementary")

    expect(panel).to_contain_text("the first question about cups")
    expect(panel).to_contain_text("Here is the first answer.")


def test_no_page_broke_its_content_security_policy(admin: Admin, desk: BenchDesk) -> None:
    metrics = admin.page.request.get(f"{desk.running.base_url}/metrics").text()

    reports = [line for line in metrics.splitlines() if line.startswith("helpdesk_csp_reports_total")]

    assert sum(float(line.rsplit(" ", 1)[1]) for line in reports) == 0
    assert "helpdesk" in metrics
