"""The console and the chat without a mouse, on a Latin and on a Cyrillic keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from helpdesk.models import Role
from runtime.bench.desk import BenchDesk
from tests.browser.keys import CONTROL, CYRILLIC, LATIN, Keyboard
from tests.browser.people import PASSWORD, Console
from tests.browser.staff import hire
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]
LAYOUTS = {"latin": LATIN, "cyrillic": CYRILLIC}


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> dict[str, str]:
    """What is printed on the keys."""
    return LAYOUTS[request.param]


@pytest.fixture(scope="module")
def anna(desk: BenchDesk) -> StorageState:
    """An admin's browser."""
    return hire("Anna", role=Role.ADMIN)


@pytest.fixture
def console(desk: BenchDesk, anna: StorageState, contexts: Contexts) -> Console:
    """Anna's console, at all open tickets."""
    console = Console(contexts(storage_state=anna).new_page())
    console.opens(desk.running.base_url)
    return console


def test_the_desk_is_set_up_by_keyboard(desk: BenchDesk, setup_url: str, contexts: Contexts) -> None:
    page = contexts().new_page()
    page.goto(setup_url)

    for text in ("Northwind", "Dora", "dora@desk.example", PASSWORD, PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("navigation", name="Views")).to_be_visible()


def test_a_question_is_asked_and_answered_by_keyboard(
    desk: BenchDesk, console: Console, contexts: Contexts, layout: dict[str, str]
) -> None:
    shop = contexts().new_page()
    shop.goto(f"{desk.running.base_url}/try")
    chat = shop.locator("helpdesk-chat iframe").content_frame
    question = f"Do you have oolong in {len(layout)} gram bags?"
    presses_until(shop, "Tab", "helpdesk-chat")
    shop.keyboard.press("Enter")
    expect(chat.get_by_role("textbox")).to_be_focused()
    shop.keyboard.type(question)
    shop.keyboard.press("Enter")

    keys = Keyboard(console.page, layout)
    console.sees_ticket(question)
    keys.press("KeyG")
    keys.press("KeyI")
    while not console.page.locator("[role=option].is-active", has_text=question).count():
        keys.press("KeyJ")
    console.page.keyboard.press("Enter")
    expect(console.messages).to_contain_text(question)
    keys.press("KeyR")
    expect(console.box).to_be_focused()
    console.page.keyboard.type("We do, the black ones.")
    console.page.keyboard.press("Control+Enter")

    expect(chat.get_by_role("region", name="Messages")).to_contain_text("We do, the black ones.")
    expect(console.box).to_be_focused()
    console.page.keyboard.press("Escape")
    keys.press("KeyE")
    expect(console.row(question)).to_have_count(0)
    assert is_somewhere(console.page)
    shop.keyboard.press("Escape")
    expect(shop.locator("helpdesk-chat").get_by_role("button", name="Chat")).to_be_focused()


def test_help_and_palette_open_from_any_layout_and_give_the_focus_back(
    console: Console, layout: dict[str, str]
) -> None:
    keys = Keyboard(console.page, layout)
    views = console.page.get_by_role("button", name="All open")
    views.focus()

    keys.asks_for_help()
    expect(console.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    console.page.keyboard.press("Escape")
    expect(views).to_be_focused()
    keys.press("KeyK", CONTROL)
    expect(console.page.get_by_role("combobox", name="Find or do")).to_be_focused()
    console.page.keyboard.press("Escape")
    expect(views).to_be_focused()


def test_the_palette_goes_where_its_words_say(console: Console) -> None:
    console.page.keyboard.press("Control+k")
    expect(console.page.get_by_role("combobox", name="Find or do")).to_be_focused()
    console.page.keyboard.type("setti")
    console.page.keyboard.press("Enter")

    expect(console.page.get_by_role("heading", name="My profile")).to_be_visible()
    console.page.keyboard.press("Escape")
    expect(console.page.get_by_role("region", name="Tickets")).to_be_visible()
    assert is_somewhere(console.page)


def test_letters_in_a_text_field_are_text(desk: BenchDesk, console: Console, layout: dict[str, str]) -> None:
    Visitor(desk.running.base_url).writes(f"Letters stay letters, {len(layout)} times")
    console.opens_ticket(f"Letters stay letters, {len(layout)} times")
    keys = Keyboard(console.page, layout)
    console.box.fill("")
    console.box.focus()

    for code in ("KeyN", "KeyE", "KeyJ"):
        keys.press(code)
    keys.asks_for_help()

    expect(console.box).to_have_value(
        "".join(layout.get(code, code[3:].lower()) for code in ("KeyN", "KeyE", "KeyJ")) + "?"
    )
    expect(console.page.get_by_role("dialog")).to_have_count(0)


def test_what_is_typed_after_a_choice_is_closed_chooses_nobody_by_their_name(desk: BenchDesk, console: Console) -> None:
    hire("Petro")
    Visitor(desk.running.base_url, name="Vera").writes("Who takes this?")
    console.opens_ticket("Who takes this?")
    page = console.page

    page.keyboard.press("a")
    expect(page.locator("#field-assignee")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.locator("#field-priority")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.get_by_role("dialog", name="Tags").get_by_role("combobox")).to_be_focused()

    page.keyboard.type("urgently")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove urgently")).to_be_visible()
    expect(page.locator("#field-assignee option:checked")).not_to_have_text("Petro")


def test_a_command_laid_on_another_key_is_shown_and_done_by_it(console: Console) -> None:
    keys = Keyboard(console.page, CYRILLIC)
    console.page.keyboard.press("g")
    console.page.keyboard.press("s")
    console.page.get_by_role("button", name="Keys", exact=True).first.click()
    console.page.get_by_role("button", name="Edit: Customers", exact=True).click()
    keys.press("KeyM")
    console.page.get_by_role("button", name="Take it from there").click()
    console.page.keyboard.press("Escape")
    expect(console.page.get_by_role("region", name="Tickets")).to_be_visible()

    keys.press("KeyM")

    expect(console.page.get_by_role("heading", name="Customers")).to_be_visible()
    console.looks_at("All open")
    keys.asks_for_help()
    line = console.page.get_by_role("dialog").locator("dl > div")
    expect(line.filter(has_text="Customers").locator("kbd")).to_have_text("M")
    expect(line.filter(has_text="Run a macro")).to_contain_text("no key")


def test_letters_do_nothing_once_they_are_switched_off(console: Console) -> None:
    console.page.keyboard.press("g")
    console.page.keyboard.press("s")
    console.page.get_by_label("Single-letter shortcuts").uncheck()
    console.page.locator("#main").click(position={"x": 5, "y": 5})

    console.page.keyboard.press("/")
    console.page.keyboard.press("?")

    expect(console.page.get_by_role("heading", name="My profile")).to_be_visible()
    expect(console.page.get_by_role("dialog")).to_have_count(0)
    console.page.keyboard.press("Control+k")
    expect(console.page.get_by_role("dialog")).to_be_visible()


def presses_until(page: Page, key: str, focused: str) -> None:
    """Press a key until something has the focus, at most 40 times."""
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate("what => document.activeElement.matches(what)", focused):
            return
    pytest.fail(f"{key} never comes to {focused}")


def is_somewhere(page: Page) -> bool:
    """Say whether the focus is on something that can be seen."""
    return bool(page.evaluate("document.activeElement !== document.body && document.activeElement.checkVisibility()"))
