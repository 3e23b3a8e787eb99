"""The console in a hand: one pane at a time, by touch; installed, and without a connection."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from helpdesk import db
from helpdesk.models import Message, Role
from runtime.bench.desk import BenchDesk
from tests.browser.staff import hire
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]
PHONE: Final = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "uk-UA"}
LETTER: Final = "Добрий день! Куди надіслати фото пошкодженої коробки?"
SMALLEST_PX: Final = 43.5
IN_PLACE_MS: Final = 120_000
PHOTO: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)

# What reaches beyond the page, and what is too small for a finger.
_FAULTS: Final = """smallest => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const wide = scrollWidth > clientWidth ? [`wider than the page: ${scrollWidth}`] : [];
  const small = [...document.querySelectorAll("button, select, summary, input:not([type=checkbox]):not([type=radio])")]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 0)
    .filter(one => one.getBoundingClientRect().height < smallest)
    .map(one => `too low for a finger: ${one.outerHTML.slice(0, 120)}`);
  return [...wide, ...small];
}"""


class Phone:
    """An agent with a phone."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url

    def opens(self) -> None:
        self.page.goto(f"{self.base_url}/?view=all")
        expect(self.page.locator(".phone-nav")).to_be_visible()

    def opens_ticket(self, text: str) -> None:
        self.page.locator("[role=option]").filter(has_text=text).tap()
        expect(self.page.locator(".timeline")).to_contain_text(text)

    def sends(self, text: str) -> None:
        self.page.locator("#composer").fill(text)
        self.page.locator(".composer-foot > .button.primary").tap()
        expect(self.page.locator(".timeline")).to_contain_text(text)

    def faults(self) -> list[str]:
        found: list[str] = self.page.evaluate(_FAULTS, SMALLEST_PX)
        return found


@pytest.fixture(scope="module")
def state(desk: BenchDesk) -> StorageState:
    """Olena is signed in; a visitor has asked something."""
    kept = hire("Olena", role=Role.ADMIN, locale="uk")
    Visitor(desk.running.base_url, name="Марія").writes(LETTER)
    return kept


@pytest.fixture
def phone(contexts: Contexts, desk: BenchDesk, state: StorageState) -> Phone:
    opened = Phone(contexts(storage_state=state, **PHONE).new_page(), desk.running.base_url)
    opened.opens()
    return opened


@pytest.fixture
def installed(contexts: Contexts, desk: BenchDesk, state: StorageState) -> Phone:
    """A console that has its worker."""
    context = contexts(storage_state=state, service_workers="allow", **PHONE)
    opened = Phone(context.new_page(), desk.running.base_url)
    opened.opens()
    opened.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return opened


def test_a_day_with_a_phone(phone: Phone) -> None:
    page, letter = phone.page, "Мені принесли чужу коробку. Що робити?"
    Visitor(phone.base_url, name="Іван").writes(letter)
    assert phone.faults() == []
    phone.opens_ticket(letter)
    assert phone.faults() == []
    page.locator("input[type=file]").first.set_input_files(
        {"name": "box.png", "mimeType": "image/png", "buffer": PHOTO}
    )
    expect(page.locator(".draft-file")).to_contain_text("box.png")
    expect(page.locator(".draft-file progress")).to_have_count(0)
    phone.sends("Ось така адреса.")
    page.locator(".tab-note").tap()
    phone.sends("Коробка не наша.")
    page.locator("#field-assignee").select_option(index=1)
    page.locator("#field-status").select_option(index=2)
    page.locator(".ticket-line .icon-button").last.tap()
    expect(page.locator(".customer-pane .history-list")).to_contain_text("Ось така адреса.")
    assert phone.faults() == []

    page.go_back()
    expect(page.locator(".customer-pane")).to_have_count(0)
    expect(page.locator("#composer")).to_be_visible()
    page.go_back()

    expect(page.locator(".phone-nav")).to_be_visible()
    page.locator(".phone-item").nth(3).tap()
    page.locator("input[type=search]").fill("коробки")
    expect(page.locator(".result").first).to_be_visible()
    assert phone.faults() == []


def test_back_closes_the_menu_before_it_leaves_the_page(phone: Phone) -> None:
    phone.page.locator(".phone-item").last.tap()
    expect(phone.page.locator(".sidebar.is-open")).to_be_visible()

    phone.page.go_back()

    expect(phone.page.locator(".sidebar.is-open")).to_have_count(0)
    assert "view=all" in phone.page.url


def test_a_tablet_and_a_page_zoomed_to_double_have_the_same_layout(phone: Phone) -> None:
    for width, height in ((768, 1024), (640, 400)):
        phone.page.set_viewport_size({"width": width, "height": height})
        expect(phone.page.locator(".phone-nav")).to_be_visible()
        assert phone.faults() == []


def test_a_reply_without_a_connection_survives_the_closed_page_and_is_sent_once(installed: Phone) -> None:
    page, context, text = installed.page, installed.page.context, "Надіслано з підвалу."
    installed.opens_ticket(LETTER)
    context.set_offline(True)
    installed.sends(text)
    page.close()

    again = context.new_page()
    again.goto(f"{installed.base_url}/?view=all")
    expect(again.get_by_role("alert")).to_be_visible()
    assert _stored(text) == 0
    context.set_offline(False)

    expect(again.locator(".phone-nav")).to_be_visible(timeout=IN_PLACE_MS)
    Phone(again, installed.base_url).opens_ticket(LETTER)
    expect(again.locator(".timeline").get_by_text(text, exact=True)).to_have_count(1, timeout=IN_PLACE_MS)
    expect(again.locator(".is-sending")).to_have_count(0)
    assert _stored(text) == 1


def test_what_is_kept_is_code_and_goes_when_somebody_signs_out(installed: Phone) -> None:
    page = installed.page
    kept = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(one => one.keys()))))"
        ".then(found => found.flat().map(one => new URL(one.url).pathname))"
    )
    assert kept
    assert all(re.match(r"/$|/static/console/", path) for path in kept)

    page.locator(".phone-item").last.tap()
    page.locator(".self .icon-button").tap()
    page.wait_for_url("**/sign-in")

    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("Object.keys(localStorage).filter(key => /draft|outbox/.test(key))") == []


def _stored(text: str) -> int:
    with db.reading() as session:
        return session.query(Message).where(Message.text == text).count()
