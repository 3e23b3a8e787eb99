"""How an agent is told: chosen on a page, pushed to a browser, opened from there."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, Worker, expect
from sqlalchemy import delete, select

from helpdesk import db
from helpdesk.actions import assign
from helpdesk.actions.news import devices
from helpdesk.models import Agent, Message, NewsChoice, Ticket
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.mails import open_mailbox, open_parcel
from tests.browser.people import Console
from tests.browser.visitors import Visitor
from tests.peers.push_service import PushService

Contexts = Callable[..., BrowserContext]

# A browser without Google's push service: what it would give of itself.
SUBSCRIBES = """given => {
  const subscription = { endpoint: given.endpoint, options: {}, toJSON: () => ({ endpoint: given.endpoint, keys: given }), unsubscribe: async () => true };
  PushManager.prototype.subscribe = async () => subscription;
  PushManager.prototype.getSubscription = async () => null;
}"""
# Kept for the next click, should the console not have listened yet.
CLICKED = """async () => {
  self.shown ??= (await self.registration.getNotifications())[0];
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification: self.shown }));
}"""
SHOWN = "async () => (await self.registration.getNotifications()).map(({ title }) => title)"
PUSHED_AND_CLICKED = """async ticket => {
  await self.registration.showNotification("One", { tag: "two-tabs", data: { ticket } });
  const [notification] = await self.registration.getNotifications({ tag: "two-tabs" });
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""
HEARS = """() => {
  window.heard = [];
  navigator.serviceWorker.addEventListener("message", ({ data }) => data.open && window.heard.push(data.open));
}"""
# Which tab is looked at is for the test to say; a ring is two tones.
EARS = """(() => {
  window.rings = window.heard = 0;
  document.hasFocus = () => window.isLookedAt === true;
  const tone = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    const made = tone.call(this);
    window.rings += 0.5;
    window.speaker = this;
    made.addEventListener("ended", () => { window.heard += 0.5; });
    return made;
  };
})()"""
HEARD_WITHIN_MS: Final = 3_000  # also in a tab that waits for others
WITHIN_S: Final = 60.0

T = TypeVar("T")


@pytest.fixture(scope="module")
def chromium(whole_chromium: Browser) -> Browser:
    """A browser that can be told; its shell never lets a page notify."""
    return whole_chromium


@pytest.fixture(scope="module")
def options() -> Mapping[str, Any]:
    """What is pushed comes to a worker."""
    return {"service_workers": "allow"}


@pytest.fixture(scope="module")
def letter(desk: BenchDesk) -> Message:
    """Vera's mail."""
    return open_parcel(open_mailbox(), html="")


def may_be_told(desk: BenchDesk, context: BrowserContext) -> BrowserContext:
    """Let a browser show notifications of the desk."""
    context.grant_permissions(["notifications"], origin=desk.running.base_url)
    return context


@pytest.fixture
def page(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Page:
    """Dora's page of notifications."""
    page = may_be_told(desk, contexts(storage_state=dora, reduced_motion="reduce")).new_page()
    page.goto(f"{desk.running.base_url}/?page=settings&section=news")
    expect(page.get_by_role("heading", name="Notifications")).to_be_visible()
    return page


def test_kinds_ways_and_quiet_hours_are_chosen_by_keyboard_and_stay(page: Page) -> None:
    way = page.get_by_role("checkbox", name="A ticket comes to my team: Bell")
    way.focus()
    with page.expect_response("**/api/news/choices"):
        page.keyboard.press("Space")
    with page.expect_response("**/api/news/choices"):
        page.get_by_label("No push and no sound at night").press("Space")
    page.get_by_label("From").fill("2130")
    with page.expect_response("**/api/news/choices"):
        page.get_by_label("From").press("Tab")
        page.get_by_role("button", name="Tell this browser").focus()
    assert faults_in(page, page.main_frame) == []

    page.reload()

    expect(way).to_be_checked()
    expect(page.get_by_label("From")).to_have_value("21:30")


def test_this_browser_is_told_tried_out_and_told_no_more(page: Page, push_service: PushService) -> None:
    phone = push_service.phone("dora")
    page.evaluate(SUBSCRIBES, phone.given)
    with page.expect_response("**/api/news/devices"):
        page.get_by_role("button", name="Tell this browser").click()
    expect(page.get_by_text("(this browser)")).to_be_visible()
    with db.reading() as session:
        push_service.key = devices.known_key(session)

    page.get_by_role("button", name="Send a test").click()

    assert eventually(lambda: [one["title"] for one in phone.shown]) == ["This browser is told of news"]
    with page.expect_response("**/api/news/devices"):
        page.get_by_role("button", name="Stop: Chrome, Linux").click()
    expect(page.get_by_text("No browser is told yet.")).to_be_visible()


def test_a_push_shows_the_number_and_opens_the_right_ticket(desk: BenchDesk, page: Page, letter: Message) -> None:
    cdp, worker = page.context.new_cdp_session(page), worker_of(page)
    found: list[str] = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(ids_in(said)))
    cdp.send("ServiceWorker.enable")
    page.goto("about:blank")  # who looks at the console needs no push
    pushed = {
        "id": 7,
        "title": "No. 1: assigned to you",
        "ticket": letter.ticket_id,
        "kind": "ticket.assigned",
        "lang": "en",
    }
    for _ in range(2):
        cdp.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": desk.running.base_url,
                "registrationId": eventually(lambda: found)[0],
                "data": json.dumps(pushed),
            },
        )
    assert eventually(lambda: worker.evaluate(SHOWN)) == ["No. 1: assigned to you"]
    console = page.context.new_page()
    console.goto(desk.running.base_url)
    expect(console.get_by_role("region", name="Tickets")).to_be_visible()

    worker.evaluate(CLICKED)

    expect(Console(console).messages).to_contain_text("The parcel was open")


def test_of_two_tabs_that_one_is_led_which_shows_the_ticket(desk: BenchDesk, page: Page, letter: Message) -> None:
    other, worker = page.context.new_page(), worker_of(page)
    page.goto(f"{desk.running.base_url}/?ticket={letter.ticket_id}")
    other.goto(f"{desk.running.base_url}/?page=reports")
    for tab in (page, other):
        tab.evaluate(HEARS)

    worker.evaluate(PUSHED_AND_CLICKED, letter.ticket_id)

    assert eventually(lambda: page.evaluate("heard")) == [f"?ticket={letter.ticket_id}"]
    assert other.evaluate("heard") == []


def test_news_sounds_once_in_two_tabs_and_not_at_all_while_one_is_looked_at(
    desk: BenchDesk, dora: StorageState, contexts: Contexts
) -> None:
    with db.transaction() as session:
        session.execute(delete(NewsChoice))  # what the first test chose is quiet at night
    context = contexts(storage_state=dora, reduced_motion="reduce", service_workers="block")
    tabs = [may_be_told(desk, context).new_page(), context.new_page()]
    for tab in tabs:
        tab.add_init_script(EARS)
        tab.goto(desk.running.base_url)
        expect(tab.get_by_role("region", name="Tickets")).to_be_visible()
        tab.mouse.click(2, 2)  # a browser lets a page sound only then
    tabs[0].evaluate("isLookedAt = true, dispatchEvent(new Event('focus'))")
    assigned_to_dora(desk, "Nobody hears this.")
    for tab in tabs:
        expect(tab.get_by_role("option").filter(has_text="Nobody hears this.")).to_be_visible()
    tabs[0].wait_for_timeout(HEARD_WITHIN_MS)
    assert [tab.evaluate("rings") for tab in tabs] == [0, 0]
    tabs[0].evaluate("isLookedAt = false, dispatchEvent(new Event('blur'))")

    assigned_to_dora(desk, "This is heard.")

    eventually(lambda: [1] if sum(tab.evaluate("rings") for tab in tabs) else [])
    tabs[0].wait_for_timeout(HEARD_WITHIN_MS)
    assert sum(tab.evaluate("rings") for tab in tabs) == 1
    for tab in tabs:
        tab.wait_for_function("heard === rings && (rings === 0 || speaker.state === 'suspended')")


def assigned_to_dora(desk: BenchDesk, text: str) -> None:
    number = Visitor(desk.running.base_url).writes(text)
    with db.transaction() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        dora = session.scalars(select(Agent).where(Agent.name == "Dora")).one()
        assign.assign(session, ticket.id, agent_id=dora.id, by=SYSTEM)


def worker_of(page: Page) -> Worker:
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    return eventually(lambda: page.context.service_workers)[0]


def ids_in(said: dict[str, Any]) -> list[str]:
    return [one["registrationId"] for one in said["registrations"] if not one["isDeleted"]]


def eventually(ask: Callable[[], list[T]]) -> list[T]:
    """Return what `ask` finds, as soon as it is anything."""
    deadline = time.monotonic() + WITHIN_S
    while not (found := ask()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found
