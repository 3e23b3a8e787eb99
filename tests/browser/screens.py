"""Every screen there is, one after another, reached without a word of any language."""

from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Frame, Page, expect

Screens = Iterator[tuple[str, Frame]]

DESK_SECTIONS: Final = (
    "profile",
    "password",
    "second_factor",
    "sign_on",
    "sessions",
    "desk",
    "agents",
    "teams",
    "skills",
    "routing",
    "rules",
    "sla_policies",
    "privacy",
    "setup",
    "calendars",
    "channels",
    "bots",
)
WITH_DIALOGS: Final = ("agents", "teams", "skills", "rules", "sla_policies", "channels")
PHONE: Final = {"width": 390, "height": 844}
LAPTOP: Final = {"width": 1280, "height": 800}


def plain_pages(page: Page, base_url: str, *, setup_url: str) -> Screens:
    """What is seen before anybody has signed in; ends at the sign-in page."""
    page.goto(setup_url)
    yield "set-up", page.main_frame
    page.locator("form").evaluate("form => { form.noValidate = true; form.requestSubmit() }")
    expect(page.locator(".error").first).to_be_visible()
    yield "set-up refused", page.main_frame
    for name, path in (("no such page", "/nowhere"), ("dead invitation", "/invitations/gone"), ("shop", "/try")):
        page.goto(base_url + path)
        yield name, page.main_frame
    page.goto(f"{base_url}/sign-in")
    page.locator("#email").fill("nobody@desk.example")
    page.locator("#password").fill("not the password")
    page.locator("button[type=submit]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    yield "sign-in refused", page.main_frame


def one_page(page: Page, url: str) -> Screens:
    """A page by its address."""
    page.goto(url)
    yield "page", page.main_frame


def ticket_screens(page: Page) -> Screens:
    """The list and a ticket with everything that opens in it; the page is at a desk with tickets, one of them mine."""
    goes(page, "?view=resolved")
    expect(page.locator(".empty").first).to_be_visible()
    yield "empty list", page.main_frame
    goes(page, "?view=all")
    expect(page.locator("[role=listbox] [role=option]").nth(1)).to_be_visible()
    yield "list", page.main_frame
    goes(page, "?view=mine")
    page.locator("[role=listbox] [role=option]").first.click()
    expect(page.locator(".customer-pane .history-list")).to_be_visible()
    yield "ticket and customer", page.main_frame
    page.locator(".why").click()
    yield "why this agent", page.main_frame
    page.keyboard.press("Escape")
    page.locator("#composer").fill("**Bold**, `code` and\n- a list\n- https://desk.example")
    page.locator(".toolbar button").last.click()
    yield "preview", page.main_frame
    page.locator(".toolbar button").last.click()
    page.locator(".tab-note").click()
    page.locator("#composer").fill("Only for us")
    yield "note", page.main_frame
    goes(page, "?view=unassigned")
    page.locator("[role=listbox] [role=option]").first.click()
    page.locator(".why-waiting").click()
    yield "why it waits", page.main_frame
    page.keyboard.press("Escape")


def phone_screens(page: Page) -> Screens:
    """The same on a phone: list, menu, ticket, customer."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    goes(page, "?view=all")
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    yield "list on a phone", page.main_frame
    page.locator(".list-pane .only-narrow").click()
    yield "menu on a phone", page.main_frame
    page.keyboard.press("Escape")
    page.locator("[role=listbox] [role=option]").first.click()
    expect(page.locator("#composer")).to_be_visible()
    yield "ticket on a phone", page.main_frame
    page.locator(".ticket-line .icon-button").last.click()
    yield "customer on a phone", page.main_frame
    goes(page, "?page=settings&section=agents")
    expect(page.locator(".settings-column .line").first).to_be_visible()
    yield "settings on a phone", page.main_frame
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]


def finding_screens(page: Page) -> Screens:
    """Search, palette, help."""
    goes(page, "?page=search")
    expect(page.locator(".empty")).to_be_visible()
    yield "search", page.main_frame
    page.locator("input[type=search]").fill("parcel")
    expect(page.locator(".result").first).to_be_visible()
    yield "found", page.main_frame
    page.locator("input[type=search]").fill("zzzzqq")
    expect(page.locator(".empty")).to_be_visible()
    yield "nothing found", page.main_frame
    goes(page, "?view=all")
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    for name, key in (("palette", "Control+k"), ("help", "?")):
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_be_visible()
        yield name, page.main_frame
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def settings_screens(page: Page) -> Screens:
    """Every page of the settings, with its dialogs."""
    for section in DESK_SECTIONS:
        goes(page, f"?page=settings&section={section}")
        expect(page.locator(".settings-title")).to_be_visible()
        expect(page.locator(".settings-column").locator(".card, .empty").first).to_be_visible()
        yield section, page.main_frame
        if section in WITH_DIALOGS:
            yield from _dialogs(page, section)


def _dialogs(page: Page, section: str) -> Screens:
    buttons = page.locator(".settings-column .line").first.locator("button:has(.icon):not(.icon-button)")
    # A chat's first button leads to its designer, which is a page and has tests of its own.
    change = buttons.nth(1 if section == "channels" else 0)
    add = page.locator(".settings-column > .button.primary")
    for name, opener in (("change", change), ("add", add)):
        opener.click()
        expect(page.locator("dialog[open]")).to_be_visible()
        yield f"{section}, {name}", page.main_frame
        if section == "agents" and page.locator("dialog input[type=email]").count():
            page.locator("dialog input[type=email]").fill("guest@desk.example")
            page.locator("dialog [type=submit]").click()
            expect(page.locator("dialog input[readonly]")).to_be_visible()
            yield "link of an invitation", page.main_frame
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def chat_screens(page: Page, base_url: str) -> Screens:
    """The chat in the shop: new, spoken in, with what it refuses, without a connection."""
    page.goto(f"{base_url}/try")
    page.locator("helpdesk-chat button").click()
    frame = _frame_of(page)
    expect(frame.locator(".said")).to_be_visible()
    yield "shop with the chat open", page.main_frame
    yield "chat", frame
    frame.locator("textarea").fill("Where is my parcel? https://desk.example/orders/20418")
    frame.locator("textarea").press("Enter")
    expect(frame.locator(".said[data-from=visitor] .icon").first).to_be_visible()
    yield "talk", frame
    frame.locator("input[type=file]").set_input_files({"name": "setup.exe", "mimeType": "", "buffer": b"MZ\x90\x00"})
    expect(frame.locator(".tray-item[data-fault]")).to_be_visible()
    yield "file refused", frame
    frame.locator("textarea").fill("word " * 2_100)
    yield "text too long", frame
    frame.locator("textarea").fill("")
    page.context.set_offline(True)
    expect(frame.locator(".banner")).not_to_be_empty(timeout=60_000)
    yield "chat without a connection", frame
    page.context.set_offline(False)


def _frame_of(page: Page) -> Frame:
    frame = page.locator("helpdesk-chat iframe").element_handle().content_frame()
    assert frame is not None
    return frame


def goes(page: Page, to: str) -> None:
    """Go somewhere in the console as "back" does: without loading the page again."""
    page.evaluate("to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')) }", to)
