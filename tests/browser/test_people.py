"""A second agent: invited, working beside the first, and gone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from runtime.bench.desk import BenchDesk
from tests.browser.laptops import laptop
from tests.browser.people import PASSWORD, Admin, Console
from tests.browser.settings import Settings
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def link(chromium: Browser, desk: BenchDesk, admin_state: object) -> str:
    """Dora speaks English; Olena is invited: of Support, expert in printers, English and Ukrainian, 8 units."""
    context = laptop(chromium, storage_state=admin_state)
    console = Admin(context.new_page())
    console.opens(desk.running.base_url)
    settings = Settings(console.page)
    settings.opens("Teams")
    settings.adds("team", "Support")
    settings.opens("Skills")
    settings.adds("skill", "Printers")
    settings.opens("Classification rules")
    settings.adds_rule("Printer trouble", word="printer", skill="Printers", level="3")
    settings.opens("Agents")
    settings.edits("Dora")
    settings.grants(ticked=["English"])
    settings.saves()
    console.page.get_by_role("button", name="Invite an agent").click()
    settings.dialog.get_by_label("E-mail address").fill("olena@desk.example")
    settings.dialog.get_by_label("Capacity, in units").fill("8")
    settings.grants(ticked=["Support", "English", "Ukrainian"], levels={"Printers": "5"})
    made = settings.makes_link()
    context.close()
    return made


@pytest.fixture(scope="module")
def olena(chromium: Browser, desk: BenchDesk, link: str) -> Iterator[Console]:
    """Olena at her own browser: she follows the link once and stays at her console."""
    context = laptop(chromium)
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Your name").fill("Olena")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Repeat the password").fill(PASSWORD)
    page.get_by_role("button").last.click()
    console = Console(page)
    console.looks_at("All open")
    yield console
    context.close()


def test_what_the_invitation_gave_is_what_the_new_agent_has(olena: Console, admin: Admin) -> None:
    settings = Settings(admin.page)

    settings.opens("Agents")

    expect(admin.page.get_by_role("listitem").filter(has_text="Olena")).to_contain_text(
        "Support · Printers 5 · English, Ukrainian · 8 units"
    )
    expect(olena.page.get_by_role("navigation", name="Views")).to_contain_text("Support")


def test_the_link_of_an_invitation_works_once(olena: Console, link: str, contexts: Contexts) -> None:
    page = contexts().new_page()

    page.goto(link)

    expect(page.get_by_label("Repeat the password")).to_have_count(0)
    expect(page.get_by_role("heading")).to_contain_text("has been used")


def test_a_ticket_goes_to_who_speaks_its_language(desk: BenchDesk, admin: Admin, olena: Console) -> None:
    Visitor(desk.running.base_url, name="Оксана").writes("Доброго дня! Коли ви надішлете моє замовлення?")

    olena.opens_ticket("Коли ви надішлете моє замовлення?")

    expect(olena.messages).to_contain_text("Routing gave it to Olena")
    olena.answers("Сьогодні ввечері.")


def test_a_ticket_goes_to_who_has_its_skill(desk: BenchDesk, admin: Admin, olena: Console) -> None:
    Visitor(desk.running.base_url, name="Tom").writes("My new printer prints empty pages, what can I do about it?")

    olena.opens_ticket("prints empty pages")

    expect(olena.messages).to_contain_text("Routing gave it to Olena")
    olena.ticket.get_by_role("button", name="Why this agent").click()
    expect(olena.page.get_by_text("Skill Printers, level 5")).to_be_visible()


def test_work_is_shared_with_who_can_start_now(desk: BenchDesk, admin: Admin, olena: Console) -> None:
    # Olena owes Tom an answer, so an English question that both could take is Dora's.
    Visitor(desk.running.base_url, name="Grace").writes("Hello, when will my order of last week be delivered?")

    admin.opens_ticket("my order of last week")

    expect(admin.messages).to_contain_text("Routing gave it to Dora")


def test_what_nobody_can_take_waits_and_says_why(desk: BenchDesk, admin: Admin, olena: Console) -> None:
    Visitor(desk.running.base_url, name="Сергей").writes("Здравствуйте, когда вернут деньги за отменённый заказ?")

    admin.looks_at("Unassigned")
    admin.opens_ticket("когда вернут деньги")

    why = admin.ticket.get_by_role("button", name=re.compile("Why it is waiting"))
    expect(why).to_contain_text("2 agents do not speak Russian")
    why.click()
    expect(admin.ticket.get_by_role("group", name=re.compile("Why it is waiting"))).to_contain_text(
        "do not speak Russian"
    )


def test_switching_an_agent_off_ends_their_console_and_frees_their_tickets(admin: Admin, olena: Console) -> None:
    settings = Settings(admin.page)
    settings.opens("Agents")
    settings.edits("Olena")
    settings.dialog.get_by_label("May sign in").uncheck()

    settings.saves()

    expect(olena.page.get_by_role("button", name="Sign in")).to_be_visible()
    admin.page.get_by_role("button", name="Back to the list").click()
    admin.looks_at("Unassigned")
    admin.sees_ticket("prints empty pages")
